package main

import (
	"context"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"time"

	runtimeapi "k8s.io/cri-api/pkg/apis/runtime/v1"
	apitest "k8s.io/cri-api/pkg/apis/testing"
)

const (
	// What a container of a Job takes that does not say `sleep`.
	usualRun = 2 * time.Second
	// A sleep that a container asks for is kept up to here; an hour's recording has no time for a day's sleep.
	longestRun = 20 * time.Second
)

// idleRuntime keeps account of sandboxes and containers and runs none of them.
//
// A container of a Job ends by itself; so does one named init-…, since the runtime is not told which containers are
// init containers. Every other container runs until it is stopped.
type idleRuntime struct {
	*apitest.FakeRuntimeService
	addresses netip.Prefix
	next      netip.Addr
	ends      map[string]ending
}

type ending struct {
	after time.Duration
	code  int32
}

func newIdleRuntime(podRange string) (*idleRuntime, error) {
	prefix, err := netip.ParsePrefix(podRange)
	if err != nil {
		return nil, err
	}
	service := apitest.NewFakeRuntimeService()
	service.FakeStatus = &runtimeapi.RuntimeStatus{Conditions: []*runtimeapi.RuntimeCondition{
		{Type: runtimeapi.RuntimeReady, Status: true},
		{Type: runtimeapi.NetworkReady, Status: true},
	}}
	return &idleRuntime{FakeRuntimeService: service, addresses: prefix, next: prefix.Addr().Next(), ends: map[string]ending{}}, nil
}

func (r *idleRuntime) RunPodSandbox(ctx context.Context, config *runtimeapi.PodSandboxConfig, handler string) (string, error) {
	id, err := r.FakeRuntimeService.RunPodSandbox(ctx, config, handler)
	r.Lock()
	defer r.Unlock()
	r.Called = r.Called[:0]
	if sandbox, ok := r.Sandboxes[id]; ok {
		sandbox.Network.Ip = r.nextAddress().String()
	}
	return id, err
}

// nextAddress begins again when the range is used up; by then the first pods are long gone.
func (r *idleRuntime) nextAddress() netip.Addr {
	address := r.next
	r.next = address.Next()
	if !r.addresses.Contains(r.next) {
		r.next = r.addresses.Addr().Next()
	}
	return address
}

func (r *idleRuntime) CreateContainer(ctx context.Context, sandboxID string, config *runtimeapi.ContainerConfig, sandbox *runtimeapi.PodSandboxConfig) (string, error) {
	id, err := r.FakeRuntimeService.CreateContainer(ctx, sandboxID, config, sandbox)
	_, ofJob := sandbox.GetLabels()["batch.kubernetes.io/job-name"]
	if err == nil && (ofJob || strings.HasPrefix(config.GetMetadata().GetName(), "init-")) {
		r.Lock()
		defer r.Unlock()
		r.ends[id] = endingOf(append(append([]string{}, config.GetCommand()...), config.GetArgs()...))
	}
	return id, err
}

func (r *idleRuntime) StartContainer(ctx context.Context, id string) error {
	if err := r.FakeRuntimeService.StartContainer(ctx, id); err != nil {
		return err
	}
	r.Lock()
	defer r.Unlock()
	if end, ok := r.ends[id]; ok {
		delete(r.ends, id)
		time.AfterFunc(end.after, func() { r.end(id, end.code) })
	}
	return nil
}

func (r *idleRuntime) end(id string, code int32) {
	r.Lock()
	defer r.Unlock()
	r.Called = r.Called[:0]
	container, ok := r.Containers[id]
	if !ok || container.State != runtimeapi.ContainerState_CONTAINER_RUNNING {
		return
	}
	container.State = runtimeapi.ContainerState_CONTAINER_EXITED
	container.FinishedAt = time.Now().UnixNano()
	container.ExitCode = code
	container.Reason = "Completed"
	if code != 0 {
		container.Reason = "Error"
	}
}

var (
	sleeps = regexp.MustCompile(`\bsleep (\d{1,4})\b`)
	exits  = regexp.MustCompile(`\bexit (\d{1,3})\b`)
)

// endingOf reads from a command how long it would take and how it would end, as far as it says so in plain words.
func endingOf(words []string) ending {
	text := strings.Join(words, " ")
	end := ending{after: usualRun}
	if found := sleeps.FindStringSubmatch(text); found != nil {
		seconds, _ := strconv.Atoi(found[1])
		end.after = min(time.Duration(seconds)*time.Second, longestRun)
	}
	if found := exits.FindStringSubmatch(text); found != nil {
		code, _ := strconv.Atoi(found[1])
		end.code = int32(code % 256)
	}
	return end
}
