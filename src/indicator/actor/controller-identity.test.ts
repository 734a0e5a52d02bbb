import { unseen } from '../../model/seen.ts';
import { blank, indicatorTable } from '../testing.ts';
import { actorControllerIdentity } from './controller-identity.ts';
import { madeBy } from './testing.ts';

const POD = 'authentication.kubernetes.io/pod-name';
const of = (name: string): string => `system:serviceaccount:kube-system:${name}`;

indicatorTable(actorControllerIdentity, {
  fires: {
    'its token in kubectl': madeBy({ claimedUserAgent: 'kubectl/v1.36.0 (linux/amd64) kubernetes/abcdef0' }),
    'its token in a client without a name': madeBy({ claimedUserAgent: '' }),
    'its token in a pod': madeBy({ extra: { [POD]: ['web-7d4f'] } }),
    'a person who acts as it': madeBy({ impersonatedBy: 'eve@example.com' }),
    'the credential of all controllers in curl': madeBy({
      username: 'system:kube-controller-manager',
      claimedUserAgent: 'curl/8.16.0',
    }),
  },
  staysSilent: {
    'the controller': madeBy({}),
    'what it never makes, which is told by itself': madeBy({}, { workload: { owners: [] } }),
    'the controller after another version took over': madeBy({
      claimedUserAgent:
        'kube-controller-manager/v1.37.0 (linux/arm64) kubernetes/1111111/system:serviceaccount:kube-system:cronjob-controller',
      claimedSourceIps: ['192.0.2.99'],
      peerIp: '192.0.2.99',
    }),
    'a distribution with one program for everything': madeBy({ claimedUserAgent: 'k3s/v1.34.1+k3s1 (linux/amd64)' }),
    'a managed control plane that names the controller alone': madeBy({ claimedUserAgent: 'cronjob-controller' }),
    'an agent that was not logged': madeBy({ claimedUserAgent: null }),
    'one credential for all controllers': madeBy({
      username: 'system:kube-controller-manager',
      claimedUserAgent: 'kube-controller-manager/v1.19.0 (linux/amd64) kubernetes/abcdef0/cronjob-controller',
    }),
    'another part of the control plane with an agent of its own': madeBy({
      username: 'aksService',
      claimedUserAgent: 'hcp-agent/1.0',
    }),
    'an account of somebody with the name of a controller that writes no workloads': madeBy({
      username: of('certificate-controller'),
      claimedUserAgent: 'certificates/2.1',
    }),
    'the account of that name in another namespace': madeBy({
      username: 'system:serviceaccount:shop:cronjob-controller',
      kind: 'service-account',
      claimedUserAgent: 'curl/8.16.0',
    }),
    'a person': blank,
  },
  cannotTell: { 'the actor was not kept': { ...blank, controller: unseen('not-kept') } },
});
