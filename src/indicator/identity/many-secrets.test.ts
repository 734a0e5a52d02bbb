import { indicatorTable, pod, UNSEEN } from '../testing.ts';
import { identityManySecrets, MANY } from './many-secrets.ts';

const using = (count: number, nameOf = (index: number) => `secret-${index}`) =>
  pod({
    volumes: Array.from({ length: count }, (_, index) => ({
      name: `v${index}`,
      secret: { secretName: nameOf(index) },
    })),
  });

indicatorTable(identityManySecrets, {
  fires: {
    'as many as no other': using(MANY),
    'every secret of a namespace': using(300),
  },
  staysSilent: {
    'a few': using(MANY - 1),
    'one secret, used many times': using(40, () => 'tls'),
    none: pod({}),
  },
  cannotTell: UNSEEN,
});
