import { DOWNLOADERS } from '../command/network.ts';
import type { Run } from '../model/effect.ts';

/** A header that signs in with what stands in it. */
const HEADER =
  /^(?:authorization\s{0,4}:\s{0,4}(?:(?:bearer|token|basic)\s{1,4})?|(?:private-token|job-token|x-api-key|x-auth-key)\s{0,4}:\s{0,4})([^\s]{12,400})\s{0,4}$/i;
const HEADER_OPTION = /^--header=/;
const USER = /^[^:$\s]{0,100}:([^$\s]{12,400})$/;

const isWritten = (text: string | undefined): boolean => text !== undefined && !/[${}<>]|\bx{4,}/i.test(text);

/** Whether a web client signs in with a token that stands in the command: then whose account it is, the command's author decides. */
export const hasWrittenToken = ({ program, args }: Run): boolean =>
  DOWNLOADERS.has(program) &&
  args.some((arg, at) => {
    if (arg.length > 1000) return false;
    const token = HEADER.exec(arg.replace(HEADER_OPTION, ''))?.[1];
    if (token !== undefined) return isWritten(token);
    return /^(?:-[a-zA-Z]{0,12}u|--user)$/.test(args[at - 1] ?? '') && isWritten(USER.exec(arg)?.[1]);
  });
