// Command kubelet is the kubelet of Kubernetes on a container runtime that runs nothing.
//
// Everything the API server sees of a node is real: registration, leases, status, tokens, events and the way of a pod
// from Pending to Succeeded. No image is pulled and no command is run, so that a workload of any kind can be scheduled.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	cadvisortest "k8s.io/kubernetes/pkg/kubelet/cadvisor/testing"
	"k8s.io/kubernetes/pkg/kubelet/cm"
	"k8s.io/kubernetes/pkg/kubemark"

	clientset "k8s.io/client-go/kubernetes"
	restclient "k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/record"
	apitest "k8s.io/cri-api/pkg/apis/testing"
)

// Nobody answers there, but a pod without it is warned about.
const clusterDNS = "203.0.113.10"

func main() {
	kubeconfig := flag.String("kubeconfig", "", "kubeconfig of the node")
	name := flag.String("name", "", "name of the node")
	root := flag.String("root", "", "folder for its working files")
	podRange := flag.String("pod-range", "198.51.100.0/26", "addresses that its pods get")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	if err := run(ctx, *kubeconfig, *name, *root, *podRange); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	<-ctx.Done()
}

func run(ctx context.Context, kubeconfig, name, root, podRange string) error {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return fmt.Errorf("kubeconfig %s: %w", kubeconfig, err)
	}
	config.QPS, config.Burst = 50, 100
	config.UserAgent = restclient.DefaultKubernetesUserAgent()
	client, err := clientset.NewForConfig(config)
	if err != nil {
		return err
	}
	flags, settings := kubemark.GetHollowKubeletConfig(&kubemark.HollowKubeletOptions{NodeName: name, MaxPods: 110})
	// Such a kubelet makes its folder in /tmp, and nobody removes it.
	if err := os.RemoveAll(flags.RootDirectory); err != nil {
		return err
	}
	flags.RootDirectory = root
	settings.StaticPodPath = filepath.Join(root, "static-pods")
	settings.PodLogsDir = filepath.Join(root, "pod-logs")
	for _, folder := range []string{settings.StaticPodPath, settings.PodLogsDir} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
	}
	settings.ClusterDNS = []string{clusterDNS}
	// The address of a node comes from a cloud's controller, as on a managed cluster, never from this machine.
	flags.CloudProvider = "external"
	settings.ProviderID = ""
	settings.EnableServer = false
	settings.ReadOnlyPort = 0

	heartbeat := restclient.CopyConfig(config)
	heartbeat.Timeout = settings.NodeStatusUpdateFrequency.Duration
	heartbeat.QPS = -1
	heartbeatClient, err := clientset.NewForConfig(heartbeat)
	if err != nil {
		return err
	}
	runtime, err := newIdleRuntime(podRange)
	if err != nil {
		return err
	}
	hollow := kubemark.NewHollowKubelet(
		flags, settings, client, heartbeatClient,
		&cadvisortest.Fake{NodeName: name},
		&idleImages{apitest.NewFakeImageService()}, runtime, cm.NewStubContainerManager(),
	)
	// With events the kubelet also watches the kernel's log; where that cannot be read it stays without both.
	if kernelLog, err := os.Open("/dev/kmsg"); err == nil {
		kernelLog.Close()
		hollow.KubeletDeps.Recorder = nil
		hollow.KubeletDeps.EventClient = client.CoreV1()
	} else {
		fmt.Fprintln(os.Stderr, "no events of this node, since /dev/kmsg cannot be read:", err)
		hollow.KubeletDeps.Recorder = &record.FakeRecorder{}
	}
	go hollow.Run(ctx)
	return nil
}
