import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandRuntimeClient, RUNTIME_CLIENTS } from './runtime-client.ts';

indicatorTable(commandRuntimeClient, {
  fires: {
    'a privileged container': script('docker -H unix:///var/run/docker.sock run -d --privileged alpine sleep 1d'),
    'the root of the node as a volume': script('docker run -v /:/mnt alpine chroot /mnt sh'),
    'the same with an equals sign': runs('nerdctl', 'run', '--volume=/etc:/x', 'alpine'),
    'a bind mount of containerd': script(
      'ctr -n k8s.io run --rm --mount type=bind,src=/,dst=/h,options=rbind:rw docker.io/library/alpine:latest a sh',
    ),
    'the processes of the node': script('podman run --pid=host alpine ps'),
  },
  staysSilent: {
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
