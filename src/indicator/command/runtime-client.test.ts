import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blank, cronJob, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandRuntimeClient, RUNTIME_CLIENTS } from './runtime-client.ts';

const sidecar = {
  containers: [
    {
      name: 'build',
      image: 'docker:26-cli',
      command: ['docker', '-H', 'tcp://localhost:2375', 'run', '--privileged', 'a/b'],
    },
    { name: 'daemon', image: 'docker:26-dind', securityContext: { privileged: true } },
  ],
};

indicatorTable(commandRuntimeClient, {
  fires: {
    'a privileged container': script('docker -H unix:///var/run/docker.sock run -d --privileged alpine sleep 1d'),
    'the root of the node as a volume': script('docker run -v /:/mnt alpine chroot /mnt sh'),
    'the same with an equals sign': runs('nerdctl', 'run', '--volume=/etc:/x', 'alpine'),
    'a bind mount of containerd': script(
      'ctr -n k8s.io run --rm --mount type=bind,src=/,dst=/h,options=rbind:rw docker.io/library/alpine:latest a sh',
    ),
    'the processes of the node': script('podman run --pid=host alpine ps'),
    'hosts from a list that is fetched': script(
      'for h in $(curl -s https://example.com/hosts); do docker -H tcp://$h:2375 run -d a/b; done',
    ),
    'the same by a variable of the client': script(
      'curl -s https://example.com/hosts | while read h; do DOCKER_HOST=tcp://$h:2375 docker run -d a/b; done',
    ),
    'a daemon of the internet': script('docker -H 9.9.9.9:2375 run -d a/b'),
    'a daemon beside it of which nothing is seen': script('docker -H tcp://localhost:2375 run --privileged a/b'),
  },
  staysSilent: {
    'a daemon in another container of the pod': cronJob(sidecar),
    'the daemon beside it': script(
      'docker -H tcp://localhost:2375 run --rm a/b; DOCKER_HOST=tcp://dind:2375 docker run a/b',
    ),
    'a builder of the own network': script('docker -H tcp://10.0.4.7:2376 --tls run --rm a/b'),
    'a port of a container': script('docker run -d -p 9.9.9.9:80:80 a/b'),
    'an image from a list': script('for i in $(curl -s https://example.com/images); do docker run --rm $i; done'),
    'a container for a build': script('docker run --rm -v /builds/src:/src node:24 npm test'),
    'a build': script('docker build -t registry.example.com/a . && docker push registry.example.com/a'),
    'images that are listed': script('crictl images'),
    'the option of another program': script('kubectl run a --image=alpine --privileged'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});

for (const client of RUNTIME_CLIENTS) {
  test(`${client} is known`, () =>
    assert.equal(commandRuntimeClient.assess(runs(client, 'run', '--privileged', 'x')).kind, 'hit'));
}
