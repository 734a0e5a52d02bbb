import { baseName } from '../lib/path.ts';
import type { Effect, Run } from '../model/effect.ts';
import { accountChange, belowRoot } from './accounts.ts';
import { withPlainAddresses } from './addresses.ts';
import { WORK } from './budget.ts';
import { takesBuildFile } from './build-files.ts';
import { builtin } from './builtins.ts';
import { fetchedByLines } from './client-lines.ts';
import { withCloudFiles } from './cloud-files.ts';
import { onMachine, textsOfCloud } from './cloud-texts.ts';
import { withConfig } from './curl-config.ts';
import { asksDatabase } from './databases.ts';
import { answersDrop } from './dead-drops.ts';
import { brought, downloaded, installs } from './downloads.ts';
import { encodedIn, withEncoder } from './encoders.ts';
import { entersNode, takesNode } from './entry.ts';
import { fetchedIn, withDaemon } from './fetched.ts';
import { fetchedBy } from './fetchers.ts';
import { changesFiles } from './file-programs.ts';
import { filtered } from './filters.ts';
import { runsHooks } from './hooks.ts';
import { runsCode } from './interpret.ts';
import { appliedFrom, handedByOthers, handedOnAt, kubeCall } from './kube.ts';
import { loadsLibraries } from './libraries.ts';
import { links } from './links.ts';
import { loadsByVariables } from './loaded-variables.ts';
import { type Call, elsewhere, type Machine } from './machine.ts';
import { tellsOnlyMeasures } from './measures.ts';
import { connected, DOWNLOADERS, isPeer, listens } from './network.ts';
import { withHidden } from './opaque-words.ts';
import { filesWritten } from './output-files.ts';
import { passedOn } from './passed-on.ts';
import { runsPreloads } from './preloads.ts';
import { isInterpreter, isShell } from './programs.ts';
import { takenFromQueue } from './queues.ts';
import { readsOf } from './reads.ts';
import { mountsRemote } from './remote-places.ts';
import { runsTexts } from './run-texts.ts';
import { runsOther } from './runners.ts';
import { namesProgram, runsValue } from './running.ts';
import { sends } from './sinks.ts';
import { answersRemotely, runsRemotely } from './ssh.ts';
import { opensShell, programFile, received, startsShell } from './started.ts';
import { PROCESS } from './substitutions.ts';
import { readsToolTexts } from './tool-programs.ts';
import { textsOfTool } from './tool-texts.ts';
import { EMPTY, join, literal, mapped, union, unknown, type Value, withOrigins } from './value.ts';
import { SUM_CHECKERS } from './verified.ts';
import { minersVariables } from './wallets.ts';
import { runsWindowsShell } from './windows.ts';
import { filesWrittenBy } from './writers.ts';
import { kernelProgram, writesFile } from './writes.ts';
import { spread } from './xargs.ts';

/** What one simple command would do: its effects are emitted, its output is given back. */
export const dispatch = (machine: Machine, called: Call): Value => {
  const before = machine.effects.length;
  const written = withCloudFiles(machine, called);
  const isOpen = opensShell(written);
  const words = machine.wordsShown(written.allTexts);
  const args = words === written.allTexts ? written.texts : words.slice(words.length - written.texts.length);
  const encoded = encodedIn(written.args);
  const fetched = fetchedIn(written.program, written.all);
  const plain: Run = {
    kind: 'run',
    program: written.program,
    args,
    words: withWords(withDaemon(machine, written.program, words), minersVariables(machine, written)),
    opensShell: isOpen,
  };
  const act = fetched === null ? plain : { ...plain, fetched };
  const answer = answersDrop(machine, written) === null ? null : ({ isAnswer: true } as const);
  const run = machine.emit(
    encoded === null && answer === null ? act : { ...act, ...(encoded === null ? {} : { encoded }), ...answer },
    written,
  );
  const call = DOWNLOADERS.has(written.program) ? withPlainAddresses(withConfig(machine, written)) : written;
  const isMeasure = tellsOnlyMeasures(call);
  const reads = readsOf(machine, call, isMeasure);
  const told = withHidden(machine, call, performed(machine, call, run));
  const out = withEncoder(withOrigins(isMeasure ? withoutReads(told) : told, reads), run);
  // What a web client brought is in the file that it wrote.
  if (reads.length > 0 && DOWNLOADERS.has(call.program)) {
    for (const file of filesWritten(call.program, call.texts)) {
      const held = machine.files.get(file);
      if (held !== undefined) machine.files.set(file, withOrigins(held, reads));
    }
  }
  sends(machine, call, reads, out.origins);
  writes(machine, call, out);
  escapes(machine, call, before, isOpen);
  return out;
};

/** Hardly any command has more: a copy is needed for those alone. */
const withWords = (words: readonly string[], more: readonly string[]): readonly string[] =>
  more.length === 0 ? words : [...words, ...more];

const withoutReads = (value: Value): Value =>
  value.origins.some(({ kind }) => kind === 'read')
    ? { ...value, origins: value.origins.filter(({ kind }) => kind !== 'read') }
    : value;

const escapes = (machine: Machine, call: Call, before: number, isOpen: boolean): void => {
  const { hostEntries, program, texts } = call;
  const kernel = kernelProgram(program, texts);
  if (kernel !== null) machine.emit({ kind: 'escape', how: 'kernel', does: kernel, takesOver: true, program }, call);
  const entry = hostEntries.find((one) => entersNode(one, machine));
  if (entry === undefined) return;
  machine.emit(
    {
      kind: 'escape',
      how: entry.how,
      does:
        entry.how === 'nsenter'
          ? "enters the namespaces of the node's first process"
          : "changes its root to the node's file system",
      takesOver: isOpen || takesNode(machine.effects.slice(before)),
      program,
    },
    call,
  );
};

/** Files that it writes by its arguments; redirects are written where the command is evaluated. */
const writes = (machine: Machine, call: Call, out: Value): void => {
  const { program, texts, input } = call;
  if (DOWNLOADERS.has(program)) return;
  const account = accountChange(call);
  if (account !== null) writesFile(machine, call, belowRoot(account.file, texts), account.text, input?.origins);
  for (const file of filesWrittenBy(machine, call)) {
    // What was there before is still in it.
    if (machine.files.get(file) === undefined) machine.files.set(file, withoutText(out));
    writesFile(machine, call, file, texts.join(' '), union(out.origins, input?.origins ?? []));
  }
  for (const file of filesWritten(program, texts)) {
    const copied =
      program === 'tee' || program === 'sponge' || program === 'dd' ? (input ?? out) : copyOf(machine, call, out);
    // A program of the image that keeps its name is what its name says.
    if (!copied.known || baseName(copied.text.slice(0, copied.text.indexOf(' '))) !== baseName(file))
      machine.files.set(file, copied);
    if (file.startsWith(PROCESS)) machine.feeds(file, copied, call.scope);
    const held = union(copied.origins, out.origins);
    writesFile(machine, call, file, copied.known ? copied.text : texts.join(' '), held);
    if (program === 'install' && SETS_USER.test(modeOf(texts))) {
      const host = machine.hostPlace(file, call.scope);
      machine.emit({ kind: 'change-mode', path: file, executable: true, setsUser: true, host }, call);
    }
  }
};

/** `install -m MODE`, `-mMODE`, `--mode=MODE`. */
const modeOf = (texts: readonly string[]): string => {
  const at = texts.findIndex((text) => /^(?:-[a-zA-Z]*m|--mode)/.test(text));
  const joined = /^(?:-[a-zA-Z]*m|--mode=)(.+)$/.exec(texts[at] ?? '')?.[1];
  return at < 0 ? '' : (joined ?? texts[at + 1] ?? '');
};
const SETS_USER = /^0?[4-7][0-7]{3}$|[ug]?[+=][rwxt]*s/;

/** What a copy holds: the file it was made of; of a program of the image, a script that starts it. */
const copyOf = (machine: Machine, { texts, program, args }: Call, out: Value): Value => {
  // What sed makes of a file takes its place.
  if (program === 'sed') return out;
  if (!['cp', 'mv', 'install', 'ln'].includes(program)) return withoutText(out);
  const from =
    texts
      .filter((text) => !text.startsWith('-'))
      .slice(0, -1)
      .at(-1) ?? '';
  if (from === '/dev/null') return EMPTY;
  const known = machine.files.get(from);
  if (known !== undefined) return known;
  if (/^(?:\/usr(?:\/local)?)?\/s?bin\/[\w.+-]{1,40}$/.test(from) || /^[\w.+-]{1,40}$/.test(from)) {
    return literal(`${from} "$@"\n`);
  }
  return unknown(args.reduce<readonly Effect[]>((all, { origins }) => union(all, origins), out.origins));
};

const withoutText = (value: Value): Value => (value.origins.length === 0 ? unknown() : mapped(value, null));

/** What the program itself puts out, by what is known of it: the first kind that it is of says it. */
const performed = (machine: Machine, call: Call, run: Effect): Value => {
  const { program, path, texts, args, input, allTexts, scope } = call;
  const xargs = lastXargs(allTexts, allTexts.length - texts.length);
  if (xargs >= 0) return spread(machine, call, xargs);
  // An option behind the program is none of env.
  const split = splitAt(allTexts, allTexts.length - texts.length - (program === '' ? 0 : 1));
  if (split > 0) return runsValue(machine, call, splitString(call, split), 'text');
  if (call.hostEntries.length > 0 && program === '')
    return input === null ? unknown([run]) : runsValue(machine, call, input, 'input');
  if (program === '') return EMPTY;

  const kube = kubeCall(machine, call) ?? handedByOthers(machine, call);
  if (kube !== null) machine.emit(kube, call);
  const packages = kube === null ? [] : appliedFrom(machine, call);
  if (packages.length > 0) machine.emit({ kind: 'install', program, packages }, call);
  if (program === 'ln') links(machine, call);
  const handed = handedOnAt(program, texts);
  if (handed >= 0) {
    return machine.runWords(args.slice(handed), { ...call, scope: elsewhere(scope) }, input);
  }
  asksDatabase(machine, call);
  takesBuildFile(machine, call);
  // Sums that were downloaded too say nothing: whoever changes one changes the other.
  if (SUM_CHECKERS.has(program) && texts.some((text) => /^-[a-z]*c$|^--check$/.test(text)) && input?.known === true) {
    machine.verified.take(input.text, machine.files);
  }
  installs(machine, call);
  mountsRemote(machine, call);
  loadsLibraries(machine, call);
  loadsByVariables(machine, call);
  runsHooks(machine, call);
  const held = textsOfTool(machine, call);
  if (held.length > 0) runsTexts(machine, call, held);
  const handedOn = textsOfCloud(machine, call);
  if (handedOn.length > 0) runsTexts(machine, onMachine(call), handedOn);
  if (listens(program, texts)) machine.emit({ kind: 'listen', program }, call);
  if (isPeer(program, texts)) return connected(machine, call);
  const fetched = fetchedBy(program, texts) ?? fetchedByLines(call) ?? takenFromQueue(machine, call);
  if (fetched !== null) {
    const taken = brought(machine, call, fetched);
    // A consumer hands each message to a program.
    const at = program === 'amqp-consume' ? texts.findIndex((text) => isShell(text)) : -1;
    return at < 0 ? taken : machine.runWords(args.slice(at), call, taken);
  }
  if (DOWNLOADERS.has(program)) return downloaded(machine, call);
  if (program === 'ssh') {
    runsRemotely(machine, call);
    const answer = answersRemotely(machine, call);
    if (answer !== null) return answer;
  }
  const file = programFile(machine, call);
  if (file !== null) return file;
  runsPreloads(machine, call);
  const other = runsOther(machine, call) ?? runsWindowsShell(machine, call);
  if (other !== null) return other;
  if (isShell(program)) return startsShell(machine, call, run);
  if (isInterpreter(program) && texts[0] === '-m' && texts[1] === 'base64')
    return filtered(machine, { ...call, program: 'base64', args: args.slice(2), texts: texts.slice(2) }) ?? unknown();
  if (isInterpreter(program)) {
    const length = texts.reduce((sum, text) => sum + text.length, input?.text.length ?? 0);
    if (machine.spend(WORK.text + length * WORK.codeCharacter)) return runsCode(machine, call);
    machine.cut(call);
    return passedOn(machine, call);
  }
  readsToolTexts(machine, call);
  const out = builtin(machine, call) ?? changesFiles(machine, call) ?? filtered(machine, call);
  if (out !== null) return out;
  // A word whose value came from elsewhere names what runs.
  if (path.startsWith('$')) {
    const word = call.all[call.all.length - args.length - 1] ?? EMPTY;
    if (word.sealed !== undefined) return runsValue(machine, call, word, 'text');
    received(machine, call, word);
    // Where the image does not set it either, the word behind it is the program.
    if (namesProgram(machine, call, word) && args.length > 0) machine.runWords(args, call, input);
  }
  return passedOn(machine, call);
};

/** Where `xargs` stands last before this word, or -1. */
const lastXargs = (words: readonly string[], end: number): number => {
  for (let at = end - 1; at >= 0; at -= 1) {
    const word = words[at] ?? '';
    if (word.endsWith('xargs') && baseName(word) === 'xargs') return at;
  }
  return -1;
};

/** Where the option of `env` stands that takes a text with the words, or -1. */
const splitAt = (words: readonly string[], end: number): number => {
  const env = words.findIndex((word, index) => index < end && word.endsWith('env') && baseName(word) === 'env');
  if (env < 0) return -1;
  const at = words.findIndex((word, index) => index > env && /^(?:-[a-z]*S|--split-string)/.test(word));
  return at < end ? at : -1;
};

/** It puts in variables of its own accord, each as one word. */
const withWholeVariables = (text: string): string => text.replaceAll(/(^|\s)(\$\{\w{1,80}\})(?=\s|$)/g, '$1"$2"');

/** `env -S 'sh -c x'`. */
const splitString = ({ all, allTexts }: Call, at: number): Value => {
  const joined = (allTexts[at] ?? '').replace(/^(?:-[a-z]*S|--split-string=?)/, '');
  const [first, ...rest] = joined === '' ? all.slice(at + 1) : [literal(joined), ...all.slice(at + 1)];
  const text = join(first === undefined ? [] : [mapped(first, withWholeVariables(first.text)), ...rest], ' ');
  // It has a blank of its own.
  return mapped(text, text.text.replaceAll('\\_', ' '));
};
