import { parse } from 'unbash';

/** One call of kubectl in a command. */
export interface KubectlCall {
  /** `create`, `apply`, `patch`, … */
  readonly verb: string;
  /** Words that are no option and no option's value, after the verb. */
  readonly words: readonly string[];
  readonly namespace: string | null;
  readonly options: ReadonlyMap<string, readonly string[]>;
  /** True when its input comes from the command before it. */
  readonly readsPipe: boolean;
  /** Files that the command before it reads, or the one behind `-f`. */
  readonly files: readonly string[];
}

/** Options of kubectl that stand without a value. */
const FLAGS: ReadonlySet<string> = new Set([
  ...[
    'A',
    'all',
    'all-namespaces',
    'force',
    'i',
    'ignore-not-found',
    'it',
    'now',
    'overwrite',
    'quiet',
    'R',
    'recursive',
  ],
  ...['rm', 'save-config', 'server-side', 'force-conflicts', 't', 'tty', 'stdin', 'validate', 'minify', 'raw-output'],
  ...['insecure-skip-tls-verify', 'show-labels', 'no-headers', 'wait', 'local', 'flatten', 'attach', 'watch', 'w'],
]);

/** The calls of kubectl in a text of the shell, in its order, through pipes and substitutions. */
export const kubectlCalls = (text: string): readonly KubectlCall[] => {
  const calls: KubectlCall[] = [];
  let before: readonly string[] = [];
  for (const words of commandsIn(parse(text))) {
    const [program = '', ...rest] = words;
    // A call inside the words of the command that writes into the pipe stands between the two.
    if (isKubectl(program)) calls.push(callOf(rest, before));
    else before = words;
  }
  return calls;
};

/** By the base of its name: a run names it after itself. */
const isKubectl = (program: string): boolean => /(?:^|\/)kubectl[\w.-]*$/.test(program);

/** The words of each simple command, in the order of the text. */
const commandsIn = (tree: unknown): readonly (readonly string[])[] => {
  const found: { readonly at: number; readonly words: readonly string[] }[] = [];
  const waiting: unknown[] = [tree];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (Array.isArray(node)) waiting.push(...node);
    else if (typeof node === 'object' && node !== null) {
      if ('type' in node && node.type === 'Command' && 'name' in node) {
        const { name, suffix } = node as { name?: unknown; suffix?: unknown }; // Fields of the parser's own node.
        const words = [name, ...(Array.isArray(suffix) ? suffix : [])].flatMap((word: unknown) =>
          isWord(word) ? [word.value] : [],
        );
        if (words.length > 0) found.push({ at: 'pos' in node ? Number(node.pos) : 0, words });
      }
      waiting.push(...Object.values(node).map((value) => value ?? null));
      // The parser makes these when they are asked for, so they are no fields of the node itself.
      for (const key of ['value', 'parts', 'script']) {
        if (key in node && !Object.hasOwn(node, key)) waiting.push((node as Record<string, unknown>)[key] ?? null);
      }
    }
  }
  return found.sort((a, b) => a.at - b.at).map(({ words }) => words);
};

const isWord = (value: unknown): value is { readonly value: string } =>
  typeof value === 'object' && value !== null && 'value' in value && typeof value.value === 'string';

const callOf = (words: readonly string[], before: readonly string[]): KubectlCall => {
  const options = new Map<string, string[]>();
  const plain: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') break;
    const option = /^--?([a-zA-Z][\w-]*)(?:=(.*))?$/s.exec(word);
    if (option === null) plain.push(word);
    else {
      const [, name = '', given] = option;
      const value = given ?? (FLAGS.has(name) ? '' : (words[++at] ?? ''));
      options.set(name, [...(options.get(name) ?? []), value]);
    }
  }
  const [verb = '', ...rest] = plain;
  const named = [...(options.get('f') ?? []), ...(options.get('filename') ?? []), ...(options.get('patch-file') ?? [])];
  const readsPipe = named.includes('-') || named.includes('/dev/stdin');
  return {
    verb,
    words: rest,
    namespace: options.get('n')?.[0] ?? options.get('namespace')?.[0] ?? null,
    options,
    readsPipe,
    files: [
      ...named.filter((file) => file !== '-' && !file.startsWith('/dev/')),
      ...(readsPipe ? before.slice(1).filter((word) => /\.(?:ya?ml|json)$/.test(word)) : []),
    ],
  };
};
