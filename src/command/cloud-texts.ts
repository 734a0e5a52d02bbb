import { get, isObject, jsonIn, listAt, textAt } from '../model/json.ts';
import type { Call, Machine } from './machine.ts';
import { elsewhere } from './machine.ts';
import { MOST_RUN } from './run-texts.ts';
import { literal, mapped, type Value } from './value.ts';

/** Characters of one word that are looked through. */
const MOST_CHARACTERS = 20_000;

/** The words behind these options up to the next option, or the rest of the word behind `=`. */
const behind = ({ texts, args }: Pick<Call, 'texts' | 'args'>, ...names: readonly string[]): readonly Value[] => {
  const found: Value[] = [];
  for (const [index, text] of texts.entries()) {
    if (found.length >= MOST_RUN) break;
    const arg = args[index];
    const name = names.find((one) => text === one || text.startsWith(`${one}=`));
    if (name === undefined || arg === undefined) continue;
    if (text !== name) found.push(mapped(arg, text.slice(name.length + 1)));
    for (const [next, word] of args.slice(index + 1, index + 1 + MOST_RUN).entries()) {
      if ((texts[index + 1 + next] ?? '').startsWith('--')) break;
      if (text === name) found.push(word);
    }
  }
  return found;
};

const textsIn = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : Array.isArray(value)
      ? value.slice(0, MOST_RUN).filter((one): one is string => typeof one === 'string')
      : [];

/** Words for a shell, so that each stays one. */
const quotedWords = (words: readonly string[]): string =>
  words.map((word) => (/^[\w./:@=+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');

/** `commands=["a","b"]`, `commands=a`, `{"commands":["a"]}`: texts of a document that runs them on machines. */
const commandsIn = (word: Value): readonly Value[] => {
  const json = jsonIn(word.text, MOST_CHARACTERS);
  if (isObject(json)) {
    const lines = ['commands', 'command'].flatMap((name) => textsIn(get(json, name)));
    return lines.length === 0 ? [] : [mapped(word, lines.join('\n'))];
  }
  const rest = /(?:^|[,\s])"?commands?"?\s{0,4}[:=]\s{0,4}(.+)$/s.exec(word.text.slice(0, MOST_CHARACTERS))?.[1];
  if (rest === undefined) return [];
  if (!/^[["]/.test(rest)) return [mapped(word, rest)];
  const found = [...rest.matchAll(/"((?:[^"\\]|\\.){1,8000})"/g)].slice(0, MOST_RUN);
  return found.map(([, text = '']) => mapped(word, text.replaceAll(/\\(["\\])/g, '$1')));
};

/** The parameters in a document that holds all of a call. */
const parametersOf = (word: Value): readonly Value[] => {
  const json = jsonIn(word.text, MOST_CHARACTERS);
  const parameters = isObject(json) ? get(json, 'Parameters') : null;
  return isObject(parameters) ? [mapped(word, JSON.stringify(parameters))] : [];
};

/** Text of the shell of Windows, as the command that runs it. */
const inPowerShell = (word: Value): Value => mapped(word, quotedWords(['powershell', '-Command', word.text]));

/** A script that a document fetches by itself: as a command that does the same. */
const fetchedScript = (words: readonly Value[]): readonly Value[] =>
  words.flatMap((word) => {
    const text = word.text.slice(0, MOST_CHARACTERS).replaceAll('\\"', '"');
    if (!/sourceType/.test(text)) return [];
    const of = (name: string): string | undefined =>
      new RegExp(`"${name}"\\s{0,4}:\\s{0,4}"([\\w./:@-]{1,300})"`).exec(text)?.[1];
    const [owner, repository, path] = [of('owner'), of('repository'), of('path')];
    const url =
      owner === undefined || repository === undefined || path === undefined
        ? path
        : `https://raw.githubusercontent.com/${owner}/${repository}/HEAD/${path}`;
    return url?.startsWith('https://') === true ? [mapped(word, `curl -fsSL ${url} | sh`)] : [];
  });

/** What a machine runs when it starts: a script, or the commands of a document of cloud-init; either may be in base64. */
const startText = (word: Value): readonly Value[] => {
  const text = /^[A-Za-z0-9+/=\s]{16,20000}$/.test(word.text) ? (decoded(word.text) ?? word.text) : word.text;
  if (/^\s*#cloud-config/.test(text)) {
    const commands = text
      .split('\n', MOST_RUN * 4)
      .flatMap((line) => /^\s{0,20}-\s{1,8}["']?(\S.{0,4000}?)["']?\s*$/.exec(line)?.[1] ?? []);
    return commands.slice(0, MOST_RUN).map((command) => mapped(word, command));
  }
  return /\S/.test(text) && !/^\s*</.test(text) ? [mapped(word, text)] : [];
};

const decoded = (text: string): string | null => {
  try {
    const plain = atob(text.replaceAll(/\s+/g, ''));
    return /^[\t\n\r -~]+$/.test(plain) ? plain : null;
  } catch {
    return null; // not base64 after all
  }
};

/** Commands of containers that a document describes. */
const containerCommands = (word: Value): readonly Value[] => {
  const json = jsonIn(word.text, MOST_CHARACTERS);
  const list = Array.isArray(json) ? json : isObject(json) ? listAt(json, 'containerOverrides') : [];
  return list
    .slice(0, MOST_RUN)
    .filter(isObject)
    .flatMap((one) => {
      const words = [...textsIn(get(one, 'entryPoint')), ...textsIn(get(one, 'command'))];
      return words.length === 0 ? [] : [mapped(word, quotedWords(words))];
    });
};

const ofAws = (call: Call): readonly Value[] => {
  const { texts } = call;
  if (texts.includes('ssm')) {
    const parameters = [...behind(call, '--parameters'), ...behind(call, '--cli-input-json').flatMap(parametersOf)];
    const isWindows = texts.some((text) => /PowerShell/.test(text));
    return [
      ...parameters.flatMap(commandsIn).map((one) => (isWindows ? inPowerShell(one) : one)),
      ...fetchedScript(parameters),
    ];
  }
  if (texts.includes('ec2')) {
    const isValue = texts.includes('userData') || texts.includes('--attribute=userData');
    return [...behind(call, '--user-data'), ...(isValue ? behind(call, '--value') : [])].flatMap(startText);
  }
  return texts.includes('ecs') ? behind(call, '--container-definitions', '--overrides').flatMap(containerCommands) : [];
};

/** `startup-script=TEXT`, alone or behind another entry. */
const SCRIPT_ENTRY = /(?:^|,)(?:startup|shutdown)-script=([\s\S]+)$/;
const ofGcloud = (machine: Machine, call: Call): readonly Value[] => {
  const { texts } = call;
  if (texts.includes('compute')) {
    const found = texts.includes('ssh') ? [...behind(call, '--command')] : [];
    for (const word of behind(call, '--metadata')) {
      const text = word.text.slice(0, MOST_CHARACTERS);
      const script = SCRIPT_ENTRY.exec(text)?.[1];
      const url = /(?:^|,)(?:startup|shutdown)-script-url=(https?:[^,\s]{1,1000})/.exec(text)?.[1];
      if (script !== undefined) found.push(mapped(word, script));
      if (url !== undefined) found.push(mapped(word, `curl -fsSL ${url} | sh`));
      found.push(...loginKeys(mapped(word, text)));
    }
    for (const word of behind(call, '--metadata-from-file')) {
      const [, name, path = ''] = /(?:^|,)((?:startup|shutdown)-script|ssh-keys)=([^,]{1,1000})/.exec(word.text) ?? [];
      const file = machine.files.get(path);
      if (file !== undefined)
        found.push(...(name === 'ssh-keys' ? loginKeys(mapped(file, `ssh-keys=${file.text}`)) : [file]));
    }
    return found;
  }
  if (!texts.includes('run')) return [];
  const words = [...behind(call, '--command'), ...behind(call, '--args')].flatMap(({ text }) => text.split(','));
  return words.length === 0 ? [] : [literal(quotedWords(words.slice(0, MOST_RUN)))];
};

/** Keys that a project gives to every machine of it: as the file of keys that the machine makes of them. */
const loginKeys = (word: Value): readonly Value[] => {
  const [, key] = /(?:^|,)(?:ssh-keys|sshKeys)=[\w.-]{1,64}:([\w@.-]{4,40} AAAA[\w+/=]{4,2000})/.exec(word.text) ?? [];
  return key === undefined ? [] : [mapped(word, `echo '${key}' >> /root/.ssh/authorized_keys`)];
};

const ofAzure = (call: Call): readonly Value[] => {
  const { texts } = call;
  if (texts.includes('run-command')) {
    const scripts = behind(call, '--scripts', '--script');
    return texts.some((text) => /^RunPowerShellScript$/.test(text)) ? scripts.map(inPowerShell) : scripts;
  }
  if (texts.includes('extension')) return behind(call, '--settings', '--protected-settings').flatMap(extensionText);
  if (texts.includes('vm') || texts.includes('vmss'))
    return behind(call, '--custom-data', '--user-data').flatMap(startText);
  if (texts.includes('aks') && texts.includes('invoke')) return behind(call, '--command', '-c');
  if (texts.includes('container')) return behind(call, '--command-line', '--exec-command');
  return [];
};

/** `{"fileUris":["…"],"commandToExecute":"sh a.sh"}`: the files are fetched, then the command runs. */
const extensionText = (word: Value): readonly Value[] => {
  const json = jsonIn(word.text, MOST_CHARACTERS);
  const command = isObject(json) ? textAt(json, 'commandToExecute') : null;
  if (!isObject(json) || command === null) return [];
  const fetches = textsIn(get(json, 'fileUris'))
    .filter((uri) => /^https?:\/\/[\w./:@?&=%-]{1,1000}$/.test(uri))
    .map((uri) => `curl -fsSLO '${uri}'`);
  return [mapped(word, [...fetches, command].join('\n'))];
};

/** Texts that the client of a cloud hands to machines or containers of it. */
export const textsOfCloud = (machine: Machine, call: Call): readonly Value[] => {
  switch (call.program) {
    case 'aws':
      return ofAws(call);
    case 'gcloud':
      return ofGcloud(machine, call);
    case 'az':
      return ofAzure(call);
    default:
      return [];
  }
};

/** The same call where what it hands on runs: on another machine. */
export const onMachine = (call: Call): Call => ({ ...call, scope: elsewhere(call.scope), input: null });
