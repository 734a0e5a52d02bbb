import type { Run } from '../../model/effect.ts';

/** Less than an hour of it, or next to nothing: a clean-up keeps days. */
const TO_NOTHING =
  /^--vacuum-(?:time=(?:0[a-z]{0,8}|\d{1,2}(?:s|sec|seconds?|m|min|minutes?))|size=(?:0[BKMG]?|1[BKM]?)|files=[01])$/;

/** Whether a program empties the journal, or the ring in which the kernel keeps its messages. */
export const clearsLog = ({ program, args }: Run): boolean => {
  if (program === 'journalctl') return args.some((arg) => TO_NOTHING.test(arg));
  return program === 'dmesg' && args.some((arg) => /^(?:-[a-zA-Z]{0,6}[cC][a-zA-Z]{0,6}|--(?:read-)?clear)$/.test(arg));
};
