import type { Effect, KubeApi, Run } from '../../model/effect.ts';
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

/** Options with which a server asks nobody. */
const OPENS = /--authorization-mode[= ]AlwaysAllow\b|--insecure-port[= ][1-9]|--anonymous-auth=true\b/;
/** An option that is looked for, compared or taken away, rather than put in. */
const ONLY_ASKED =
  /(?:[!=]=\s{0,4}|\b(?:test|contains|startswith|endswith|inside|index|match|sub|gsub|has)\s{0,4}\(\s{0,4})["']?$/;
const MOST_FOUND = 20;

/** Whether a program that edits text or JSON puts such an option into what it passes on. */
const putsIn = ({ program, args }: Run): boolean => {
  if (!EDITORS.has(program)) return false;
  return args.slice(0, 20).some((arg) => {
    if (!OPENS.test(arg)) return false;
    const text = arg.slice(0, 8000);
    if (program === 'sed')
      return (
        [...text.matchAll(/s([#|/,@!:%])((?:(?!\1)[^\\]|\\.){0,500})\1((?:(?!\1)[^\\]|\\.){0,500})\1/g)]
          .slice(0, MOST_FOUND)
          .some(([, , , to = '']) => OPENS.test(to)) || /\/?[aic]\\?\s{0,40}-\s{0,4}["']?--/.test(text)
      );
    return [...text.matchAll(new RegExp(OPENS, 'g'))]
      .slice(0, MOST_FOUND)
      .some(
        ({ index }) => /=/.test(text.slice(0, index)) && !ONLY_ASKED.test(text.slice(Math.max(0, index - 40), index)),
      );
  });
};
const EDITORS: ReadonlySet<string> = new Set(['jq', 'gojq', 'jaq', 'yq', 'sed']);
const WRITES: ReadonlySet<string> = new Set(['apply', 'create', 'replace', 'patch']);

/** Whether the objects that are handed over make a server of the cluster allow everything. */
const handsOver = ({ verb, manifest }: KubeApi): boolean =>
  manifest !== null &&
  WRITES.has(verb) &&
  (/--authorization-mode[= ]AlwaysAllow\b/.test(manifest) ||
    (/\bAlwaysAllow\b/.test(manifest) && /\bKubeletConfiguration\b|\bkubelet-config\b/.test(manifest)));

const opens = (effect: Effect): string | null => {
  if (effect.kind === 'kube-api')
    return handsOver(effect) ? 'hands the API server a server of the cluster that allows everything' : null;
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
  kinds: ['kube-api', 'run', 'write'],
  evaluate: ({ effects }) => {
    const isHandedOver = effects.some((effect) => effect.kind === 'kube-api' && WRITES.has(effect.verb));
    return fromEffects(effects, (effect) =>
      effect.kind === 'run' && isHandedOver && putsIn(effect)
        ? 'puts options that let everybody in into a server of the cluster'
        : opens(effect),
    );
  },
});
