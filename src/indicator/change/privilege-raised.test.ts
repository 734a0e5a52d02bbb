import { blank, indicatorTable } from '../testing.ts';
import { changePrivilegeRaised } from './privilege-raised.ts';
import { changed, NOT_TOLD, reportOf } from './testing.ts';

indicatorTable(changePrivilegeRaised, {
  fires: {
    privileged: changed(reportOf(), reportOf({ container: { securityContext: { privileged: true } } })),
    'a capability': changed(
      reportOf({ container: { securityContext: { capabilities: { add: ['NET_BIND_SERVICE'] } } } }),
      reportOf({ container: { securityContext: { capabilities: { add: ['NET_BIND_SERVICE', 'SYS_ADMIN'] } } } }),
    ),
    'a namespace of the node': changed(reportOf(), reportOf({ pod: { hostPID: true } })),
    'a path of the node': changed(
      reportOf(),
      reportOf({
        pod: { volumes: [{ name: 'v', hostPath: { path: '/' } }] },
        container: { volumeMounts: [{ name: 'v', mountPath: '/host' }] },
      }),
    ),
    'a path that becomes writable': changed(
      reportOf({
        pod: { volumes: [{ name: 'v', hostPath: { path: '/' } }] },
        container: { volumeMounts: [{ name: 'v', mountPath: '/host', readOnly: true }] },
      }),
      reportOf({
        pod: { volumes: [{ name: 'v', hostPath: { path: '/' } }] },
        container: { volumeMounts: [{ name: 'v', mountPath: '/host' }] },
      }),
    ),
  },
  staysSilent: {
    'power that was there': changed(
      reportOf({ container: { securityContext: { privileged: true } } }),
      reportOf({ container: { securityContext: { privileged: true }, image: 'registry.example.com/shop/report:2' } }),
    ),
    'power that is taken away': changed(reportOf({ pod: { hostPID: true } }), reportOf({ pod: { hostPID: false } })),
    'root inside of the container': changed(reportOf(), reportOf({ container: { securityContext: { runAsUser: 0 } } })),
    'a creation': blank,
  },
  cannotTell: NOT_TOLD,
});
