import { baseName } from '../lib/path.ts';
import type { EffectPlace, KubeApi } from '../model/effect.ts';
import { KUBELET_RUN } from './http-apis.ts';
import type { Call, Machine } from './machine.ts';
import { givesValues } from './told-names.ts';
import { EMPTY, literal, type Value } from './value.ts';

export const KUBE_CLIENTS: ReadonlySet<string> = new Set(['kubectl', 'oc', 'k3s', 'microk8s.kubectl']);

const VERBS: ReadonlySet<string> = new Set([
  ...['get', 'delete', 'create', 'apply', 'patch', 'replace', 'edit', 'exec', 'run', 'debug', 'cp', 'scale', 'rollout'],
  ...['describe', 'logs', 'label', 'annotate', 'drain', 'cordon', 'taint', 'set', 'adm', 'auth'],
]);
/** Options that take the next word, as far as that word could be taken for a resource. */
const WITH_VALUE =
  /^(?:-[nlofcp]|--(?:namespace|selector|field-selector|output|filename|container|patch|context|kubeconfig|as|token|server|user|image|overrides|replicas|type))$/;
const MOST_WORDS = 200;
const MOST_MANIFEST = 32 * 1024;

/** With the object that holds what is handed over, where that is another one. */
type HandedOver = KubeApi & Pick<EffectPlace, 'provenance'>;

/** What a client of the API server is told to do; `null` for other calls. */
export const kubeCall = (machine: Machine, call: Call): HandedOver | null => {
  const { program, texts } = call;
  if (!KUBE_CLIENTS.has(program)) return null;
  const words = texts.slice(0, MOST_WORDS);
  const verb = words.find((text) => VERBS.has(text));
  if (verb === undefined) return null;
  const option = optionsOf(words);
  const resources = words.filter(
    (text, index) =>
      /^[a-z][a-z0-9.,/-]{0,200}$/.test(text) && text !== verb && !WITH_VALUE.test(words[index - 1] ?? ''),
  );
  const runs = option('--raw').some((path) => path.length < 4096 && KUBELET_RUN.test(path));
  const selectors = [...option('-l', '--selector'), ...option('--field-selector')];
  return {
    kind: 'kube-api',
    verb: runs ? 'exec' : verb,
    resources: runs ? ['nodes/proxy'] : resources,
    ...(isNamed(words, verb) ? { isNamed: true } : {}),
    namespace: option('-n', '--namespace')[0] ?? null,
    everywhere: words.some((text) => text === '-A' || /^--all-namespaces(?:=true)?$/.test(text)),
    all: words.some((text) => /^--all(?:=true)?$/.test(text)),
    isStopped: option('--replicas').includes('0'),
    selector: selectors.length === 0 ? null : selectors.join(' '),
    values: option('-o', '--output').some(givesValues),
    grants: grantOf(words, option),
    ...roleOf(words, option),
    subjects: [...option('--serviceaccount'), ...option('--group'), ...option('--user'), ...option('-z')],
    ...manifestOf(machine, call, option),
  };
};

/** Whether a name that could not be resolved stands behind the kind of an object. */
const isNamed = (words: readonly string[], verb: string): boolean => {
  const from = words.indexOf(verb);
  return words.some(
    (word, at) =>
      at > from + (verb === 'exec' ? 0 : 1) && /^\$[({\w]/.test(word) && !(words[at - 1] ?? '').startsWith('-'),
  );
};

type Options = (...names: readonly string[]) => readonly string[];

/** Values of options, as `-n x`, `-nx`, `--namespace x` and `--namespace=x`. */
export const optionsOf =
  (words: readonly string[]): Options =>
  (...names) =>
    words.flatMap((word, index) => {
      for (const name of names) {
        if (word === name) return [words[index + 1] ?? ''];
        if (name.startsWith('--') ? word.startsWith(`${name}=`) : word.startsWith(name) && !word.startsWith('--')) {
          return [word.slice(name.length).replace(/^=/, '')];
        }
      }
      return [];
    });

const roleOf = (words: readonly string[], option: Options): Pick<KubeApi, 'boundRole' | 'boundAs'> => {
  const binds =
    words.includes('create') && words.some((word) => word === 'clusterrolebinding' || word === 'rolebinding');
  const role = binds ? [...option('--clusterrole'), ...option('--role')][0] : undefined;
  const name = words[words.findIndex((word) => /^(?:cluster)?rolebinding$/.test(word)) + 1] ?? '';
  return role === undefined ? {} : { boundRole: role, ...(name.startsWith('-') ? {} : { boundAs: name }) };
};

const grantOf = (words: readonly string[], option: Options): string | null => {
  const creates = words.includes('create');
  if (
    (creates && words.some((word) => word === 'clusterrolebinding' || word === 'rolebinding')) ||
    words.includes('add-cluster-role-to-user')
  ) {
    const role = words.find((word) => word.endsWith('cluster-admin'));
    return role === undefined ? null : role.slice(role.lastIndexOf('=') + 1);
  }
  const isRole = creates && words.some((word) => word === 'clusterrole' || word === 'role');
  return isRole && option('--verb').includes('*') && option('--resource').some((one) => one.startsWith('*'))
    ? '*'
    : null;
};

const MOST_KEYS = 50;
/** A ConfigMap or a Secret of keys and files that the command wrote itself, as a manifest; empty for other calls. */
const ofKeys = (machine: Machine, words: readonly string[], option: Options): string => {
  const at = words.findIndex((word) => /^(?:cm|configmaps?|generic)$/.test(word));
  const name = words[at + 1];
  if (at < 1 || name === undefined || name.startsWith('-') || !words.slice(0, at).includes('create')) return '';
  const data: [string, string][] = [];
  for (const pair of option('--from-literal').slice(0, MOST_KEYS)) {
    const end = pair.indexOf('=');
    if (end > 0) data.push([pair.slice(0, end), pair.slice(end + 1)]);
  }
  for (const pair of option('--from-file').slice(0, MOST_KEYS)) {
    const path = pair.slice(pair.indexOf('=') + 1);
    const file = machine.files.get(path);
    if (file?.known === true && !/\/$/.test(path))
      data.push([pair.includes('=') ? pair.slice(0, pair.indexOf('=')) : baseName(path), file.text]);
  }
  if (data.length === 0) return '';
  const [kind, field] = words[at] === 'generic' ? ['Secret', 'stringData'] : ['ConfigMap', 'data'];
  return JSON.stringify({ apiVersion: 'v1', kind, metadata: { name }, [field]: Object.fromEntries(data) });
};

/** Objects behind `-f -`, in a file that was written before or that another object holds, or in `--overrides`. */
const manifestOf = (
  machine: Machine,
  { input, texts }: Call,
  option: Options,
): Pick<HandedOver, 'manifest' | 'provenance' | 'wasHiddenIn'> => {
  const given = [...option('--overrides'), ...option('-p', '--patch')].join('\n');
  const files = [
    ...option('-f', '--filename').flatMap((file) => (file === '-' ? (input ?? []) : filesAt(machine, file))),
    ...option('-k', '--kustomize').flatMap((directory) => machine.files.filesIn(directory)),
  ];
  return handedOver(machine, given + ofKeys(machine, texts.slice(0, MOST_WORDS), option), files);
};

/** What is not known stands as a mark in the text, which is no reason not to read the rest. */
const handedOver = (
  machine: Machine,
  given: string,
  files: readonly Value[],
): Pick<HandedOver, 'manifest' | 'provenance' | 'wasHiddenIn'> => {
  const written = files.filter(({ text }) => /\S/.test(text));
  const text = given + written.map((one) => `\n---\n${one.text}`).join('');
  const provenance = written.find((one) => one.provenance !== undefined)?.provenance;
  const manifest = text === '' ? null : text.slice(0, MOST_MANIFEST);
  const wasHiddenIn = written.map((one) => hiddenIn(machine, one)).find((one) => one !== undefined);
  return {
    manifest,
    ...(provenance === undefined ? {} : { provenance }),
    ...(wasHiddenIn === undefined ? {} : { wasHiddenIn }),
  };
};

/** The kind of object out of which a text was decoded, in one pipeline. What lies in a Secret is always encoded. */
const hiddenIn = (machine: Machine, { known, origins }: Value): string | undefined => {
  const decode = known ? undefined : origins.find(({ kind }) => kind === 'decode');
  if (decode === undefined || origins.some(({ kind }) => kind === 'read')) return undefined;
  if (!/\bget\b/.test(decode.shown) && !isAnswer(machine, decode.shown)) return undefined;
  const got = machine.effects
    .slice(0, machine.effects.indexOf(decode))
    .findLast((one) => one.kind === 'kube-api' && one.verb === 'get');
  const resource = got?.kind === 'kube-api' && got.values ? got.resources[0] : undefined;
  return resource === undefined || /^secrets?\b/.test(resource) ? undefined : resource.split('/', 1)[0];
};

/** Whether the variable at the head of a pipeline holds what the API server gave. */
const isAnswer = ({ command }: Machine, pipeline: string): boolean => {
  const name = /^[^|]{0,40}\$\{?([A-Za-z_]\w{0,40})/.exec(pipeline)?.[1];
  const text = command.script?.slice(0, MOST_MANIFEST) ?? '';
  return name !== undefined && new RegExp(`\\b${name}=["']?(?:\\$\\(|\`)[^)\`\\n]{0,200}\\bget\\b`).test(text);
};

/** A file, or all files of a directory. */
const filesAt = (machine: Machine, path: string): readonly Value[] => {
  const file = machine.files.get(path);
  return file === undefined ? machine.files.filesIn(path) : [file];
};

/** Settings of a chart with a container of its own: what is put beside those that the chart has. */
const hasContainer = (text: string): boolean =>
  /\bimage["']?\s{0,4}:/.test(text) && /\b(?:command|args|script)["']?\s{0,4}:/.test(text);

/** Clients of controllers that hand on the objects in a file or on their input, with the words for that. */
const SUBMITTERS: ReadonlyMap<string, RegExp> = new Map([
  ['argo', /^(?:submit|create|update|apply)$/],
  ['tkn', /^(?:start|create)$/],
  ['kustomize', /^build$/],
]);

/** What helm is handed in the settings of a chart that holds a container of its own. */
const settingsOfChart = (machine: Machine, { texts, input }: Call): readonly Value[] => {
  const option = optionsOf(texts.slice(0, MOST_WORDS));
  const files = option('-f', '--values').map((file) => (file === '-' ? input : machine.files.get(file)) ?? EMPTY);
  const set = option('--set-json').map((pair) => literal(pair.slice(pair.indexOf('=') + 1)));
  return [...files, ...set].filter(({ text }) => text.length < MOST_MANIFEST && hasContainer(text));
};

/** The objects in files among the words, in a directory that is named, or on the input. */
const submitted = (machine: Machine, { texts, input }: Call): readonly Value[] =>
  texts.slice(0, MOST_WORDS).flatMap((text) => (text === '-' ? (input ?? []) : filesAt(machine, text)));

/** What other clients than those of the API server hand to it in the end; `null` where no container is in it. */
export const handedByOthers = (machine: Machine, call: Call): HandedOver | null => {
  const { program, texts } = call;
  const isChart = program === 'helm' && texts.some((text) => text === 'install' || text === 'upgrade');
  const words = SUBMITTERS.get(program);
  if (!isChart && (words === undefined || !texts.some((text) => words.test(text)))) return null;
  const handed = handedOver(machine, '', isChart ? settingsOfChart(machine, call) : submitted(machine, call));
  if (handed.manifest === null) return null;
  return {
    kind: 'kube-api',
    verb: 'apply',
    resources: [],
    namespace: optionsOf(texts.slice(0, MOST_WORDS))('-n', '--namespace')[0] ?? null,
    everywhere: false,
    all: false,
    isStopped: false,
    selector: null,
    values: false,
    grants: null,
    subjects: [],
    ...handed,
  };
};

/** Addresses from which the objects come that a client is given in a file or on its input. */
export const appliedFrom = (machine: Machine, { program, texts, input }: Call): readonly string[] => {
  if (!KUBE_CLIENTS.has(program) || !texts.some((text) => APPLIES.has(text))) return [];
  return optionsOf(texts.slice(0, MOST_WORDS))('-f', '--filename').flatMap((file) => {
    const origins = (file === '-' ? input : machine.files.get(file))?.origins ?? [];
    return origins.flatMap((one) => (one.kind === 'download' ? one.urls : []));
  });
};
const APPLIES: ReadonlySet<string> = new Set(['apply', 'create', 'replace']);

/** Clients of a container runtime, and the options of `exec` that take a word. */
const RUNTIMES: ReadonlySet<string> = new Set(['docker', 'podman', 'nerdctl', 'crictl']);
const EXEC_VALUE = /^(?:-[euw]|--(?:env|env-file|user|workdir|detach-keys|timeout|image|id|label|name|pod))$/;

/** `docker exec -i CONTAINER PROGRAM`: behind the container. */
const behindContainer = (texts: readonly string[]): number => {
  let at = texts.indexOf('exec') + 1;
  if (at === 0 || texts.slice(0, at - 1).some((text) => /^(?:run|create|build|cp)$/.test(text))) return -1;
  while (texts[at]?.startsWith('-') === true) at += EXEC_VALUE.test(texts[at] ?? '') ? 2 : 1;
  return at + 1 < texts.length ? at + 1 : -1;
};

/** What `kubectl exec … -- PROGRAM` and its like run elsewhere: where the words of it begin, or -1. */
export const handedOnAt = (program: string, texts: readonly string[]): number => {
  if (RUNTIMES.has(program)) return behindContainer(texts);
  if (program !== 'kubectl' && program !== 'oc') return -1;
  if (!(texts.includes('exec') || texts.includes('run') || texts.includes('debug'))) return -1;
  const dashes = texts.indexOf('--');
  return dashes < 0 || dashes === texts.length - 1 ? -1 : dashes + 1;
};
