import type { Call } from './machine.ts';
import { mapped } from './value.ts';

const NUMBER = '(?:0x[\\da-f]{1,8}|\\d{1,12})';
const NUMBERS = new RegExp(`^${NUMBER}(?:\\.${NUMBER}){0,3}$`, 'i');
const ORDINARY = /^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/;

/** The address that a number stands for, as resolvers read it: `0xcb007142`, `3405803842`, `0313.0.0161.0102`. */
export const dotted = (host: string): string => {
  const port = /:\d{1,5}$/.exec(host)?.[0] ?? '';
  const address = host.slice(0, host.length - port.length);
  if (!NUMBERS.test(address) || ORDINARY.test(address)) return host;
  const parts = address
    .split('.')
    .map((part) => Number.parseInt(part, /^0x/i.test(part) ? 16 : /^0\d/.test(part) ? 8 : 10));
  // The last part stands for all that are left.
  const value = parts.slice(0, -1).reduce((sum, part, index) => sum + part * 256 ** (3 - index), parts.at(-1) ?? 0);
  if (!Number.isInteger(value) || value > 0xffffffff || value < 0x1000000) return host;
  return [24, 16, 8, 0].map((bits) => Math.floor(value / 2 ** bits) % 256).join('.') + port;
};

const HOST = /(:\/\/(?:[^/@\s]{0,200}@)?)([\da-fx.]{1,60})(?=[:/?#]|$)/gi;
/** A sign that needs no escape in an address and has one. */
const ESCAPED = /%(?:2[de]|3\d|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9ae])/gi;

/** An address with its host as four numbers, and without escapes that stand for letters. */
const plainAddress = (text: string): string => {
  if (!text.includes('://') || text.length > 8192) return text;
  const named = text.replaceAll(HOST, (_, before: string, host: string) => before + dotted(host));
  return named.includes('%')
    ? named.replaceAll(ESCAPED, (sign) => String.fromCharCode(Number.parseInt(sign.slice(1), 16)))
    : named;
};

/** The same call with the addresses in its words as everybody would write them. */
export const withPlainAddresses = (call: Call): Call => {
  let isChanged = false;
  const args = call.args.map((arg) => {
    const text = plainAddress(arg.text);
    if (text === arg.text) return arg;
    isChanged = true;
    return mapped(arg, text);
  });
  return isChanged ? { ...call, args, texts: args.map(({ text }) => text) } : call;
};
