import { indicatorTable } from '../testing.ts';
import { baselineNewAuthor } from './new-author.ts';
import { after, taught, YOUNG } from './testing.ts';

const eve = { username: 'eve@example.com' };
const role = 'arn:aws:sts::111122223333:assumed-role/deployer';

indicatorTable(baselineNewAuthor, {
  fires: {
    'an author who never wrote': after(taught(), { actor: eve }),
    'an author who wrote the day after alone': after(taught(undefined, 10, [31, { actor: eve }]), { actor: eve }),
    'an author who wrote something harmless an hour before': after(taught(undefined, 10, [30, { actor: eve }]), {
      actor: eve,
    }),
    'an author who wrote for the first time less than a day before': after(
      taught(undefined, 10, [29, { actor: eve }]),
      { actor: eve },
    ),
    'the account of a pod': after(taught(), { actor: { username: 'system:serviceaccount:shop:web' } }),
    'a known author in a namespace in which it never wrote': after(taught(), {
      workload: { namespace: 'kube-system' },
    }),
    'a known author with a kind that it never wrote': after(taught(), { workload: { kind: 'DaemonSet' } }),
    'somebody else in the name of a known author': after(taught(), { actor: { impersonatedBy: 'eve@example.com' } }),
    'another person with the same role': after(
      taught(undefined, 10, [2, { actor: { username: `${role}/ana@example.com` } }]),
      {
        actor: { username: `${role}/eve@example.com` },
      },
    ),
  },
  staysSilent: {
    'an author who wrote before': after(taught()),
    'an author who wrote the same the day before yesterday for the first time': after(
      taught(undefined, 10, [28, { actor: eve }]),
      { actor: eve },
    ),
    'an author who wrote once, weeks ago': after(taught(undefined, 10, [2, { actor: eve }]), { actor: eve }),
    'a role with the next session of a machine': after(
      taught(undefined, 10, [2, { actor: { username: `${role}/run-1041` } }]),
      { actor: { username: `${role}/run-1042` } },
    ),
    'without a body': after(taught(), { body: { unseen: 'level-metadata' } }),
  },
  cannotTell: {
    ...YOUNG,
    'the record names nobody': after(taught(), { actor: { username: null } }),
    'an author of a few days, in another namespace': after(taught(undefined, 10, [28, { actor: eve }]), {
      actor: eve,
      workload: { namespace: 'kube-system' },
    }),
  },
});
