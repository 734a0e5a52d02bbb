import type { Json, JsonObject } from '../model/json.ts';
import { isObject, listAt, objectAt } from '../model/json.ts';

/** A container as it is written, changed so that it does the same under another look; `null` where it does not apply. */
export interface Disguise {
  readonly name: string;
  readonly change: (podSpec: JsonObject) => JsonObject | null;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const hex = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');

const texts = (list: readonly Json[]): readonly string[] | null =>
  list.every((one) => typeof one === 'string') ? list : null;

/** What the container runs as one text of the shell; `null` where it names no command. */
const shellTextOf = (container: JsonObject): string | null => {
  const command = texts(listAt(container, 'command'));
  const args = texts(listAt(container, 'args'));
  if (command === null || args === null || command.length === 0) return null;
  const argv = [...command, ...args];
  const [shell = '', flag = '', text] = argv;
  if (/(?:^|\/)(?:ba|da|a|z)?sh$/.test(shell) && /^-\w*c$/.test(flag) && text !== undefined) return text;
  return argv.map(quoted).join(' ');
};

/** Words of the shell itself, which are none in quotes. */
const KEYWORD = /^(?:case|for|function|if|select|time|until|while)\b/;
/** What Kubernetes puts in before any shell reads the text: it would not find it in another form of it. */
const EXPANDED = /\$\([A-Za-z_][\w.-]*\)/;

const runs = (container: JsonObject, text: string, more: JsonObject = {}): JsonObject => {
  const { args: _args, ...rest } = container;
  return { ...rest, ...more, command: ['/bin/sh', '-c', text] };
};

/** Changes each container that runs something. */
const eachText =
  (change: (text: string) => string | null): Disguise['change'] =>
  (spec) => {
    let changed = false;
    const of = (key: string): JsonObject => {
      const list = listAt(spec, key);
      if (list.length === 0) return {};
      return {
        [key]: list.map((one) => {
          const text = isObject(one) ? shellTextOf(one) : null;
          const other = text === null || EXPANDED.test(text) ? null : change(text);
          if (other === null || other === text || !isObject(one)) return one;
          changed = true;
          return runs(one, other);
        }),
      };
    };
    const result = { ...spec, ...of('containers'), ...of('initContainers') };
    return changed ? result : null;
  };

const first = (
  spec: JsonObject,
): { readonly container: JsonObject; readonly rest: readonly Json[]; readonly text: string } | null => {
  const [container, ...rest] = listAt(spec, 'containers');
  if (!isObject(container)) return null;
  const text = shellTextOf(container);
  return text === null ? null : { container, rest, text };
};

/** The looks that cost an attacker least. */
export const DISGUISES: readonly Disguise[] = [
  {
    name: 'quotes inside the first word',
    change: eachText((text) => (KEYWORD.test(text) ? null : text.replace(/^(\w)(\w+)/, "$1''$2"))),
  },
  { name: 'base64 into a shell', change: eachText((text) => `echo ${base64(text)} | base64 -d | sh`) },
  { name: 'hex into a shell', change: eachText((text) => `printf '${hex(text)}' | sh`) },
  { name: 'a variable that is evaluated', change: eachText((text) => `job=${quoted(text)}; eval "$job"`) },
  { name: 'a shell in a shell', change: eachText((text) => `sh -c ${quoted(`sh -c ${quoted(text)}`)}`) },
  {
    name: 'a file that is written and run',
    change: eachText((text) => `echo ${quoted(text)} > /tmp/job; sh /tmp/job`),
  },
  {
    name: 'Python',
    change: eachText((text) => `python3 -c ${quoted(`import os; os.system(${JSON.stringify(text)})`)}`),
  },
  {
    name: 'an environment variable',
    change: (spec) => {
      const it = first(spec);
      if (it === null) return null;
      const env = [...listAt(it.container, 'env'), { name: 'JOB', value: it.text }];
      return { ...spec, containers: [runs(it.container, 'eval "$JOB"', { env }), ...it.rest] };
    },
  },
  {
    name: 'a lifecycle hook',
    change: (spec) => {
      const it = first(spec);
      if (it === null) return null;
      const lifecycle = { postStart: { exec: { command: ['/bin/sh', '-c', it.text] } } };
      return { ...spec, containers: [runs(it.container, 'sleep 30', { lifecycle }), ...it.rest] };
    },
  },
  {
    name: 'an init container',
    change: (spec) => {
      const it = first(spec);
      if (it === null) return null;
      const init = { ...runs(it.container, it.text), name: 'prepare' };
      return {
        ...spec,
        initContainers: [...listAt(spec, 'initContainers'), init],
        containers: [runs(it.container, 'echo done'), ...it.rest],
      };
    },
  },
  {
    name: 'an image of a private registry',
    change: (spec) => {
      const containers = listAt(spec, 'containers');
      if (containers.length === 0) return null;
      return {
        ...spec,
        containers: containers.map((one) =>
          isObject(one) ? { ...one, image: 'registry.example.com/team/tools:1.4.2' } : one,
        ),
      };
    },
  },
];

/** The object with its pod spec, at a JSON Pointer, replaced. */
export const withSpecAt = (object: JsonObject, pointer: string, spec: JsonObject): JsonObject => {
  const [, ...path] = pointer.split('/');
  const into = (one: JsonObject, at: number): JsonObject => {
    const key = path[at];
    if (key === undefined) return spec;
    return { ...one, [key]: into(objectAt(one, key) ?? {}, at + 1) };
  };
  return pointer === '' ? spec : into(object, 0);
};
