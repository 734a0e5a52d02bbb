import { isShell } from '../../command/programs.ts';
import type { Effect, KubeApi, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';
import { takesEachOfAll } from './each-of-all.ts';

/** Directories without which a node does not start again. */
const VITAL =
  /^\/(?:\*|(?:etc|usr|var|home|boot|root|lib|lib64|bin|sbin|opt|var\/lib|var\/lib\/kubelet|var\/lib\/etcd(?:\/(?:member|data))?)(?:\/\*)?)?$/;

/** Kinds that hold data or everything else. */
const HOLDING =
  /^(?:pvc?|persistentvolumes?|persistentvolumeclaims?|no|nodes?|ns|namespaces?|volumesnapshots?|backups?(?:\.velero\.io)?|all|secrets?|crds?)$/;

/** Everything that runs. */
const WORKLOADS = /^(?:deploy|deployments?|sts|statefulsets?|ds|daemonsets?)(?:\.apps)?$/;

/** Of these `--all` means the cluster, in whatever namespace. */
const WITHOUT_NAMESPACE = /^(?:pv|persistentvolumes?|no|nodes?|ns|namespaces?|crds?)$/;

/** A function that starts itself twice, over and over. */
const FORKS =
  /(?:^|[\s;])(?:function\s{1,4})?([\w:.]{1,40})\s{0,4}\(\)\s{0,4}\{\s{0,4}\1\s{0,4}\|\s{0,4}\1\s{0,4}&\s{0,4};?\s{0,4}\}/;
/** An endless loop that only starts processes behind itself and waits for none; counters may stand beside them. */
const FLOODS =
  /(?:^|[\s;])(?:while\s{1,4}(?:true|:|\[\s{0,4}1\s{0,4}\])|until\s{1,4}false)\s{0,4}[;\n]\s{0,8}do\s(?:\s{0,8}\w{1,20}=[^;&|\n]{1,60}[;\n]){0,2}\s{0,8}(?:[^;&|\n>]|>&?){1,200}&(?![&>])(?:\s{0,8}\w{1,20}=[^;&|\n]{1,60}[;\n]){0,2}\s{0,8};?\s{0,8}done/;
/** Zeros without an end. */
const FILLS = /\bdd\b[^|;&]{0,200}\bif=\/dev\/(?:zero|u?random)\b/;

const exhausts = ({ args }: Run): string | null =>
  args.some(
    (arg) =>
      arg.length < 4000 &&
      ((arg.includes('()') && FORKS.test(arg)) || (arg.includes('&') && arg.includes('done') && FLOODS.test(arg))),
  )
    ? 'starts processes until the node has none left'
    : null;

/** What puts a machine out until somebody comes. A restart comes back by itself. */
const switchesOff = ({ program, args }: Run): boolean => {
  const has = (...words: readonly string[]): boolean => words.some((word) => args.includes(word));
  switch (program) {
    case 'poweroff':
      return !has('--reboot', '--wtmp-only', '-w', '--help');
    case 'halt':
      return !has('--reboot', '--wtmp-only', '-w', '--help');
    case 'shutdown':
      return args.length > 0 && !args.some((arg) => /^(?:-[a-zA-Z]*[rck]|--(?:reboot|show|help))$/.test(arg));
    case 'init':
    case 'telinit':
      return args[0] === '0';
    case 'systemctl':
      return has('poweroff', 'halt');
    default:
      return false;
  }
};

/** Asks for all namespaces, to go from one to the next. */
const listsNamespaces = (effect: Effect): effect is Effect & KubeApi =>
  effect.kind === 'kube-api' &&
  effect.verb === 'get' &&
  effect.selector === null &&
  effect.resources.some((one) => /^(?:ns|namespaces?)$/.test(one));

/** Deletes whatever a list gave, where nothing chose among them. */
const EACH_NAMESPACE = /\bdelete\s{1,8}(?:ns|namespaces?)(?:\s{1,8}--?[\w=-]{1,40}){0,4}(?:\s{1,8}["']?[${]|$)/m;
const CHOOSES = /\b(?:e?grep|rg|awk|jq|yq|sed|if|case|test|select)\b|\[{1,2}\s|\?\(|\[\?|-l\b|--(?:field-)?selector/;

const deletesEach = (effect: Effect): boolean =>
  effect.kind === 'run' &&
  isShell(effect.program) &&
  effect.args.some((arg) => arg.length < 4000 && EACH_NAMESPACE.test(arg) && !CHOOSES.test(arg));

/** Takes all pods off every node, and gives none back. */
const DRAINS: ReadonlyMap<string, readonly (readonly [RegExp, RegExp, string])[]> = new Map([
  ['kubectl', [[/\bget (?:no|nodes?)\b(?!.*\$)/, /\bdrain\b.*(?:--force|--disable-eviction)/, 'node']]],
]);
const givesBack = (effect: Effect): boolean => effect.kind === 'run' && effect.args.includes('uncordon');

export const commandDestruction = defineIndicator({
  id: 'command.destruction',
  title: 'Destroys a node or the data of a cluster',
  attack: ['T1053.007', 'T1070'],
  severity: 'high',
  why: 'Nothing that is meant to go on running deletes the system of its node or every volume of its cluster.',
  falsePositives: ['Tear-down of test clusters'],
  needs: ['effects'],
  kinds: ['delete', 'kube-api', 'run', 'write'],
  evaluate: ({ effects }) => {
    const walks = effects.some(listsNamespaces);
    const drained = effects.some(givesBack) ? new Map<Effect, string>() : takesEachOfAll(effects, DRAINS);
    return fromEffects(effects, (effect) => {
      if (effect.kind === 'delete') {
        const { host, recursive } = effect;
        return (
          recursive &&
          host !== null &&
          !host.readOnly &&
          VITAL.test(host.path) &&
          `deletes ${quoted(host.path)} of the node`
        );
      }
      if (effect.kind === 'run' && effect.onHost !== null && switchesOff(effect)) return 'switches the node off';
      if (drained.has(effect)) return 'takes all pods off every node by force';
      if (effect.kind === 'run')
        return walks && deletesEach(effect) ? 'deletes one namespace after the other' : exhausts(effect);
      if (effect.kind === 'write') {
        const fills =
          effect.host !== null && !effect.host.readOnly && FILLS.test(effect.shown) && !effect.shown.includes('count=');
        return fills && `fills the disk of the node through ${quoted(effect.path)}`;
      }
      if (effect.kind !== 'kube-api') return null;
      if (effect.verb === 'scale' && effect.isStopped && effect.all && effect.everywhere && effect.selector === null)
        return 'stops every workload of the cluster';
      if (effect.verb !== 'delete' || !effect.all) return null;
      const isEverywhere = effect.everywhere || (effect.namespace?.startsWith('$') === true && walks);
      const kind = effect.resources
        .flatMap((one) => one.split(','))
        .find(
          (resource) =>
            (HOLDING.test(resource) && (isEverywhere || WITHOUT_NAMESPACE.test(resource))) ||
            (isEverywhere && effect.selector === null && WORKLOADS.test(resource)),
        );
      return kind !== undefined && `deletes every ${quoted(kind)} of the cluster`;
    });
  },
});
