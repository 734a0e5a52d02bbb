import type { Call } from './machine.ts';

/** A file of accounts that a program changes, and the line that says whose. */
export interface AccountChange {
  readonly file: '/etc/passwd' | '/etc/shadow';
  readonly text: string;
}

const CREATES: ReadonlySet<string> = new Set(['useradd', 'adduser', 'newusers', 'usermod', 'vipw']);
/** Options that name another root than that of the process. */
const ROOT = /^(?:-R|-P|--root|--prefix)(?:=(.*))?$/;

/** Which accounts a program makes or changes. What is written is not the whole file: only whose line it is. */
export const accountChange = ({
  program,
  texts,
  input,
}: Pick<Call, 'program' | 'texts' | 'input'>): AccountChange | null => {
  if (CREATES.has(program)) return { file: '/etc/passwd', text: texts.findLast((text) => !text.startsWith('-')) ?? '' };
  if (program === 'chpasswd') return { file: '/etc/shadow', text: input?.text ?? '' };
  if (program !== 'passwd') return null;
  // Without a name it is the password of whoever runs it: of root, in most containers.
  const name = texts.findLast((text) => !text.startsWith('-')) ?? 'root';
  return { file: '/etc/shadow', text: `${name}:${input?.text ?? ''}` };
};

/** Where that file is, for a program that is told to work below another root. */
export const belowRoot = (file: string, texts: readonly string[]): string => {
  const at = texts.findIndex((text) => ROOT.test(text));
  if (at < 0) return file;
  const root = ROOT.exec(texts[at] ?? '')?.[1] ?? texts[at + 1] ?? '';
  return root.startsWith('/') ? `${root.replace(/\/+$/, '')}${file}` : file;
};
