import type { LiftedTemplate, Reading } from '../model/activity.ts';
import type { PrivilegeFact } from '../model/facts.ts';
import { get, type JsonObject, listAt, objectAt, pointer, textAt, textsAt } from '../model/json.ts';
import { inContainer, inPod } from './places.ts';

type Found = Pick<PrivilegeFact, 'what' | 'value'> & { readonly at: readonly (string | number)[] };

/** What security contexts of pod and containers ask for beyond the ordinary, judged by value: `privileged: false` is nothing. */
export const privilegesOf = (reading: Reading): readonly PrivilegeFact[] =>
  reading.templates.flatMap((template) => [
    ...inContext(objectAt(template.spec, 'securityContext')).map(({ what, value, at }) => ({
      ...inPod(reading, pointer(template.pointer, 'securityContext', ...at)),
      what,
      value,
    })),
    ...inAnnotations(reading, template),
    ...template.containers.flatMap((container) =>
      inContext(objectAt(container.spec, 'securityContext')).map(({ what, value, at }) => ({
        ...inContainer(reading, container, pointer(container.pointer, 'securityContext', ...at)),
        what,
        value,
      })),
    ),
  ]);

const inContext = (context: JsonObject | null): readonly Found[] => {
  if (context === null) return [];
  const found: Found[] = [];
  if (get(context, 'privileged') === true) found.push({ what: 'privileged', value: 'privileged', at: ['privileged'] });
  if (get(objectAt(context, 'windowsOptions'), 'hostProcess') === true) {
    found.push({ what: 'privileged', value: 'hostProcess', at: ['windowsOptions', 'hostProcess'] });
  }
  const added = textsAt(objectAt(context, 'capabilities'), 'add');
  for (const [index, written] of added.entries()) {
    found.push({ what: 'capability', value: capabilityName(written), at: ['capabilities', 'add', index] });
  }
  if (get(context, 'allowPrivilegeEscalation') === true) {
    found.push({ what: 'allow-privilege-escalation', value: 'true', at: ['allowPrivilegeEscalation'] });
  }
  if (get(context, 'runAsUser') === 0) found.push({ what: 'run-as-root', value: '0', at: ['runAsUser'] });
  if (textAt(objectAt(context, 'seccompProfile'), 'type') === 'Unconfined') {
    found.push({ what: 'unconfined', value: 'seccomp', at: ['seccompProfile', 'type'] });
  }
  if (textAt(objectAt(context, 'appArmorProfile'), 'type') === 'Unconfined') {
    found.push({ what: 'unconfined', value: 'AppArmor', at: ['appArmorProfile', 'type'] });
  }
  if (textAt(objectAt(context, 'seLinuxOptions'), 'type') === 'spc_t') {
    found.push({ what: 'unconfined', value: 'SELinux', at: ['seLinuxOptions', 'type'] });
  }
  if (textAt(context, 'procMount') === 'Unmasked') {
    found.push({ what: 'unconfined', value: 'procMount', at: ['procMount'] });
  }
  found.push(...sysctlsOf(context));
  return found;
};

/** Kernel settings, of which the context of a pod holds a list. */
const sysctlsOf = (context: JsonObject): readonly Found[] =>
  listAt(context, 'sysctls')
    .slice(0, MOST_SYSCTLS)
    .flatMap((one, index) => {
      const value = textAt(one, 'value');
      if (value === null) return [];
      return [{ what: 'sysctl', value: `${textAt(one, 'name') ?? ''}=${value}`, at: ['sysctls', index, 'value'] }];
    });

const MOST_SYSCTLS = 100;

/** `CAP_SYS_ADMIN` and `sys_admin` are `SYS_ADMIN`: the runtimes take all of them. */
export const capabilityName = (written: string): string => {
  const upper = written.trim().toUpperCase();
  return upper.startsWith('CAP_') ? upper.slice(4) : upper;
};

const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP = 'container.seccomp.security.alpha.kubernetes.io/';

/** The annotations that older clusters read instead of the fields. */
const inAnnotations = (reading: Reading, template: LiftedTemplate): readonly PrivilegeFact[] => {
  const annotations = objectAt(template.metadata, 'annotations');
  if (annotations === null) return [];
  const holder = template.pointer.slice(0, template.pointer.lastIndexOf('/'));
  return Object.keys(annotations).flatMap((key) => {
    if (textAt(annotations, key)?.toLowerCase() !== 'unconfined') return [];
    const value = key.startsWith(APPARMOR)
      ? 'AppArmor'
      : key === SECCOMP_POD || key.startsWith(SECCOMP)
        ? 'seccomp'
        : null;
    if (value === null) return [];
    const name = key.startsWith(APPARMOR) || key.startsWith(SECCOMP) ? key.slice(key.indexOf('/') + 1) : null;
    return [
      {
        ...inPod(reading, pointer(holder, 'metadata', 'annotations', key)),
        container: name,
        what: 'unconfined' as const,
        value,
      },
    ];
  });
};
