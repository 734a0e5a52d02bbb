import { type Call, elsewhere, type Machine } from './machine.ts';
import { saysOrigins } from './origins.ts';
import { isReadable, join, unknown, type Value } from './value.ts';

const FLAGS = '[AaCfGgKkMNnqsTtVvXxYy46]{0,30}';
const WITH_VALUE = new RegExp(`^-${FLAGS}[BbcDEeFIiJLlmOoPpQRSWw]$`);
const REVERSE = new RegExp(`^-${FLAGS}R`);

/** The words of a call of ssh, told apart as it does: its options may stand on both sides of the host. */
export interface SshWords {
  readonly options: readonly string[];
  /** Where the command for the other host begins; the number of words where there is none. */
  readonly command: number;
}

const sshWords = (texts: readonly string[]): SshWords => {
  const options: string[] = [];
  let hasHost = false;
  for (let at = 0; at < texts.length; at += 1) {
    const text = texts[at] ?? '';
    if (text.startsWith('-')) {
      options.push(text);
      if (!WITH_VALUE.test(text)) continue;
      at += 1;
      options.push(texts[at] ?? '');
    } else if (hasHost) return { options, command: at };
    else hasHost = true;
  }
  return { options, command: texts.length };
};

/** Whether a call of ssh or autossh lets the other host in: by `-R`, or by the setting of that name. */
export const opensReverseTunnel = (program: string, texts: readonly string[]): boolean =>
  (program === 'ssh' || program === 'autossh') &&
  sshWords(texts).options.some((option) => REVERSE.test(option) || /^(?:-o)?RemoteForward[\s=]/i.test(option));

/** What comes back from the other host, where something here takes it. */
export const answersRemotely = (machine: Machine, call: Call): Value | null => {
  if (call.scope.isTaken !== true) return null;
  const host = call.texts.find((text, at) => !text.startsWith('-') && !WITH_VALUE.test(call.texts[at - 1] ?? '')) ?? '';
  return host === ''
    ? null
    : unknown([machine.emit({ kind: 'download', program: call.program, urls: [`ssh://${host}`] }, call)]);
};

/** The command that `ssh` hands to the other host, behind the name of the host. */
export const runsRemotely = (machine: Machine, call: Call): void => {
  const { texts, args, scope } = call;
  const words = args.slice(sshWords(texts).command);
  if (words.length > 0) {
    const text = join(words, ' ');
    const there = elsewhere(scope);
    saysOrigins(machine, { ...call, scope: there }, text.leads, 'text', isReadable(text));
    machine.runText(text, there, null);
  }
};
