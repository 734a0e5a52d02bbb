import type { Effect } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

const SERVERS: ReadonlySet<string> = new Set(['kube-apiserver', 'kubelet']);

/** The server that a command starts, with its flags; hyperkube takes the name of the server as its first word. */
const serverOf = (effect: Effect): { readonly server: string; readonly flags: readonly string[] } | null => {
  if (effect.kind !== 'run') return null;
  const isHyperkube = effect.program === 'hyperkube';
  const server = isHyperkube ? (effect.args[0] ?? '').replace(/^apiserver$/, 'kube-apiserver') : effect.program;
  return SERVERS.has(server) ? { server, flags: isHyperkube ? effect.args.slice(1) : effect.args } : null;
};

/** Value of a flag, written with `=` or as the next word; the last one counts, and one without a value is `true`. */
const flag = (flags: readonly string[], name: string): string | null => {
  let value: string | null = null;
  for (const [index, word] of flags.entries()) {
    const written = word.replace(/^--?/, '');
    if (written === name) {
      const next = flags[index + 1];
      value = next === undefined || next.startsWith('-') ? 'true' : next;
    } else if (written.startsWith(`${name}=`)) value = written.slice(name.length + 1);
  }
  return value;
};

const isOpenPort = (value: string | null): boolean => value !== null && /^[1-9]\d{0,4}$/.test(value);

/** Settings of the servers on the node. */
const SETTINGS =
  /^\/var\/lib\/kubelet\/[^/]{1,100}$|^\/etc\/kubernetes\/(?:manifests\/[^/]{1,100}|[^/]{0,60}kubelet[^/]{0,60}|kubelet\/[^/]{1,100})$/;

const opens = (effect: Effect): string | null => {
  if (effect.kind === 'write') {
    const { host, text } = effect;
    const isOpened = host !== null && !host.readOnly && SETTINGS.test(host.path) && /AlwaysAllow/.test(text);
    return isOpened ? `makes a server of the node allow everything (${host.path})` : null;
  }
  const found = serverOf(effect);
  if (found === null) return null;
  const { server, flags } = found;
  const allowsAll = (flag(flags, 'authorization-mode') ?? '').split(',').includes('AlwaysAllow');
  if (allowsAll) return `starts a ${server} that allows everything to everyone`;
  if (server === 'kube-apiserver' && isOpenPort(flag(flags, 'insecure-port'))) {
    return 'starts a kube-apiserver with a port that asks nobody who they are';
  }
  return null;
};

export const commandInsecureApiServer = defineIndicator({
  id: 'command.insecure-api-server',
  title: 'Starts or sets up an API server or kubelet that allows everything',
  attack: ['T1133', 'T1610', 'T1053.007'],
  severity: 'high',
  why: 'A second API server on the same etcd, without authentication, is the whole cluster for whoever reaches its port, and writes no audit log.',
  falsePositives: ['Test clusters inside a pod'],
  references: ['https://github.com/cdk-team/CDK/wiki/Exploit:-k8s-shadow-apiserver'],
  needs: ['effects'],
  kinds: ['run', 'write'],
  evaluate: ({ effects }) => fromEffects(effects, opens),
});
