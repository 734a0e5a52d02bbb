import type { Call, Machine } from './machine.ts';

/** Says which symbolic links a call of `ln` makes. */
export const links = (machine: Machine, call: Call): void => {
  const { texts, scope } = call;
  if (!texts.some((text) => /^-[a-zA-Z]*s|^--symbolic$/.test(text))) return;
  const [target, path] = texts.filter((text) => !text.startsWith('-'));
  if (target === undefined || path === undefined) return;
  const host = machine.hostPlace(path, scope);
  machine.emit({ kind: 'link', path, target, host, isMountedBelow: machine.files.isMountedBelow(path) }, call);
};
