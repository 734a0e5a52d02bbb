import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { numberOf, textOf, type Value } from '../value.ts';
import { ofAll, plain, type ScalarFunction } from './call.ts';

interface Network {
  readonly address: number;
  /** Bits that count, 32 where none are named. */
  readonly prefix: number;
}

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/;

const networkOf = (text: string): Network | null => {
  const parts = IPV4.exec(text.trim());
  if (parts === null) return null;
  const bytes = parts.slice(1, 5).map(Number);
  const prefix = parts[5] === undefined ? 32 : Number(parts[5]);
  if (bytes.some((byte) => byte > 255) || prefix > 32) return null;
  return { address: bytes.reduce((sum, byte) => sum * 256 + byte, 0), prefix };
};

const masked = (address: number, prefix: number): number => Math.floor(address / 2 ** (32 - prefix));

const isIn = (address: Network, range: Network): boolean => {
  const prefix = Math.min(address.prefix, range.prefix);
  return masked(address.address, prefix) === masked(range.address, prefix);
};

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].flatMap((text) => networkOf(text) ?? []);

const isPrivate = (value: Value): boolean | null => {
  const network = networkOf(textOf(value));
  if (network === null) return null;
  return PRIVATE.some((range) => network.prefix >= range.prefix && isIn(network, range));
};

const isInRange = (value: Value, range: Value): boolean | null => {
  const [address, network] = [networkOf(textOf(value)), networkOf(textOf(range))];
  return address === null || network === null ? null : isIn(address, network);
};

const URL_PARTS =
  /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(?:([^/?#@]*)@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

/** Parts of an absolute URL; all empty for a text that is none. */
const parseUrl = (value: Value): Value => {
  const parts = URL_PARTS.exec(textOf(value)) ?? [];
  const [, scheme = '', user = '', host = '', port = '', path = '', query = '', fragment = ''] = parts;
  const colon = user.indexOf(':');
  const parameters = new Map<string, Value>();
  for (const pair of query === '' ? [] : query.split('&')) {
    const equal = pair.indexOf('=');
    parameters.set(equal < 0 ? pair : pair.slice(0, equal), equal < 0 ? '' : pair.slice(equal + 1));
  }
  return new Map<string, Value>([
    ['Scheme', scheme],
    ['Host', host],
    ['Port', port],
    ['Path', path],
    ['Username', colon < 0 ? user : user.slice(0, colon)],
    ['Password', colon < 0 ? '' : user.slice(colon + 1)],
    ['Query Parameters', parameters],
    ['Fragment', fragment],
  ]);
};

/** Parts of a file's path, of either kind of slashes. */
const parsePath = (value: Value): Value => {
  const text = textOf(value);
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(text)?.[1] ?? '';
  let rest = scheme === '' ? text : text.slice(scheme.length + 3);
  const root = /^[A-Za-z]:/.exec(rest)?.[0] ?? '';
  const lastSlash = Math.max(rest.lastIndexOf('/'), rest.lastIndexOf('\\'));
  const colon = rest.indexOf(':', Math.max(lastSlash, root.length));
  const stream = colon < 0 ? '' : rest.slice(colon + 1);
  if (colon >= 0) rest = rest.slice(0, colon);
  const filename = rest.slice(lastSlash + 1);
  const directory = lastSlash < 0 ? '' : rest.slice(0, lastSlash);
  const dot = filename.lastIndexOf('.');
  return new Map<string, Value>([
    ['Scheme', scheme],
    ['RootPath', root],
    ['DirectoryPath', directory],
    ['DirectoryName', directory.slice(Math.max(directory.lastIndexOf('/'), directory.lastIndexOf('\\')) + 1)],
    ['Filename', filename],
    ['Extension', dot < 0 ? '' : filename.slice(dot + 1)],
    ['AlternateDataStreamName', stream],
  ]);
};

const decoded = (text: string): string => {
  try {
    const binary = atob(text);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Uint8Array.from(binary, (char) => char.charCodeAt(0)),
    );
  } catch {
    return ''; // neither base64 nor UTF-8 gives nothing
  }
};

const encoded = (text: string): string => {
  let binary = '';
  for (const byte of utf8ToBytes(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
};

/** Percent escapes as the bytes of UTF-8 they stand for, those that are none left as they are. */
const urlDecoded = (text: string): string =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    const bytes = Uint8Array.from(run.slice(1).split('%'), (hex) => Number.parseInt(hex, 16));
    return new TextDecoder().decode(bytes);
  });

const base64Decode = plain((value = null) => decoded(textOf(value)));

export const NETWORK: Readonly<Record<string, ScalarFunction>> = {
  ipv4_is_private: plain((value = null) => isPrivate(value)),
  ipv4_is_in_range: plain((value = null, range = null) => isInRange(value, range)),
  ipv4_is_in_any_range: ofAll(([value = null, ...ranges]) => {
    const list = ranges.flatMap((one) => (Array.isArray(one) ? (one as readonly Value[]) : [one]));
    const answers = list.map((range) => isInRange(value, range));
    return answers.includes(true) ? true : answers.every((one) => one === null) ? null : false;
  }),
  ipv4_is_match: plain((a = null, b = null, prefix = null) => {
    const [left, right] = [networkOf(textOf(a)), networkOf(textOf(b))];
    if (left === null || right === null) return null;
    const bits = Math.min(left.prefix, right.prefix, numberOf(prefix) ?? 32);
    return masked(left.address, bits) === masked(right.address, bits);
  }),
  parse_ipv4: plain((value = null) => {
    const network = networkOf(textOf(value));
    return network === null
      ? null
      : BigInt(masked(network.address, network.prefix)) * 2n ** BigInt(32 - network.prefix);
  }),
  parse_url: plain((value = null) => parseUrl(value)),
  parse_path: plain((value = null) => parsePath(value)),
  base64_decode_tostring: base64Decode,
  base64_decodestring: base64Decode,
  base64_encode_tostring: plain((value = null) => encoded(textOf(value))),
  url_decode: plain((value = null) => urlDecoded(textOf(value))),
  url_encode: plain((value = null) => encodeURIComponent(textOf(value).toWellFormed())),
  hash_sha256: plain((value = null) => bytesToHex(sha256(utf8ToBytes(textOf(value).toWellFormed())))),
};
