import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

/** The namespace of Cronwarden's own ids; a random one, which must never change. */
const NAMESPACE = '7d2f0b52-6d0e-4a6e-9a53-2f1c1f8a6c41';

/**
 * The id of a name, the same for ever: version 5 of https://www.rfc-editor.org/rfc/rfc9562. Sentinel updates a rule that has
 * the id of one that is there.
 */
export const guidOf = (name: string): string => {
  const bytes = sha1(new Uint8Array([...hexToBytes(NAMESPACE.replaceAll('-', '')), ...utf8ToBytes(name)])).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytesToHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};
