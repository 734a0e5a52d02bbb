import { indicatorTable } from '../testing.ts';
import { baselineNewOrigin } from './new-origin.ts';
import { after, taught, YOUNG } from './testing.ts';

const eve = { username: 'eve@example.com' };
const from = (peerIp: string | null) => ({
  peerIp,
  claimedSourceIps: peerIp === null ? [] : ['203.0.113.1', peerIp],
});

indicatorTable(baselineNewOrigin, {
  fires: {
    'another program': after(taught(), { actor: { claimedUserAgent: 'python-requests/2.32.3' } }),
    'another network': after(taught(), { actor: from('203.0.113.77') }),
    'another network of IPv6': after(taught(), { actor: from('2001:db8:7:1::9') }),
    'another program, from an address that is not kept': after(taught(), {
      actor: { claimedUserAgent: 'curl/8.17.0', ...from(null) },
    }),
    'the program of another author': after(
      taught(undefined, 10, [2, { actor: { ...eve, claimedUserAgent: 'helm/4.0.1' } }]),
      { actor: { claimedUserAgent: 'helm/4.0.1' } },
    ),
  },
  staysSilent: {
    'the same program and address': after(taught()),
    'another version of it, on another system': after(taught(), {
      actor: { claimedUserAgent: 'kubectl/v1.37.2 (darwin/arm64) kubernetes/0a1b2c3' },
    }),
    'another address of the network': after(taught(), { actor: from('192.0.2.200') }),
    'an address that only the client claims': after(taught(), {
      actor: { peerIp: '192.0.2.10', claimedSourceIps: ['203.0.113.77', '192.0.2.10'] },
    }),
    'the pod of a service on another node': after(taught(undefined, 10, [2, { actor: from('10.4.1.7') }]), {
      actor: from('10.4.9.33'),
    }),
    'without a body': after(taught(), { body: { unseen: 'level-metadata' } }),
  },
  cannotTell: {
    ...YOUNG,
    'the record carries no program': after(taught(), { actor: { claimedUserAgent: null } }),
    'the record carries neither': after(taught(), { actor: { claimedUserAgent: null, ...from(null) } }),
    'what stands for the address is none': after(taught(), { actor: from('gateway') }),
    'an author who never wrote': after(taught(), { actor: eve }),
    'an author of a few days': after(taught(undefined, 10, [28, { actor: eve }]), {
      actor: { ...eve, claimedUserAgent: 'curl/8.17.0' },
    }),
    'the record names nobody': after(taught(), { actor: { username: null } }),
  },
});
