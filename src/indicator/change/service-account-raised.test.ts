import type { KnownGrant } from '../../model/known.ts';
import { blank, indicatorTable } from '../testing.ts';
import { changeServiceAccountRaised } from './service-account-raised.ts';
import { changed, NOT_TOLD, reportOf } from './testing.ts';

const ADMIN: KnownGrant = {
  binding: {
    of: 'ClusterRoleBinding',
    object: { cluster: null, namespace: null, name: 'admins' },
    origin: { at: null, by: null },
    role: { of: 'ClusterRole', name: 'cluster-admin' },
  },
  subject: 'ServiceAccount shop/deployer',
  rules: [{ groups: ['*'], resources: ['*'], verbs: ['*'], names: [] }],
};

indicatorTable(changeServiceAccountRaised, {
  fires: {
    'rights that nobody shows': changed(reportOf(), reportOf({ pod: { serviceAccountName: 'deployer' } })),
    'rights that the old one lacks': changed(
      reportOf({ pod: { serviceAccountName: 'report' } }),
      reportOf({ pod: { serviceAccountName: 'deployer' } }),
      {
        rights: ({ name }) => ({ whole: true, grants: name === 'deployer' ? [ADMIN] : [] }),
      },
    ),
  },
  staysSilent: {
    'rights that are known, and none': changed(reportOf(), reportOf({ pod: { serviceAccountName: 'deployer' } }), {
      rights: () => ({ whole: true, grants: [] }),
    }),
    'rights that the old one has too': changed(
      reportOf({ pod: { serviceAccountName: 'report' } }),
      reportOf({ pod: { serviceAccountName: 'deployer' } }),
      {
        rights: () => ({ whole: true, grants: [ADMIN] }),
      },
    ),
    'the same account': changed(
      reportOf({ pod: { serviceAccountName: 'a' } }),
      reportOf({ pod: { serviceAccountName: 'a' } }),
    ),
    'the default one by its name': changed(reportOf(), reportOf({ pod: { serviceAccountName: 'default' } })),
    'back to the default one': changed(reportOf({ pod: { serviceAccountName: 'a' } }), reportOf()),
    'a creation': blank,
  },
  cannotTell: NOT_TOLD,
});
