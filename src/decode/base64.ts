/** `undefined`: not gzip, or more than `maxBytes`. */
export type Inflate = (bytes: Uint8Array, maxBytes: number) => Uint8Array | undefined;

/** Bytes that all compressed parts of one record may give together. */
export const MAX_INFLATED = 64 * 1024 * 1024;

/** `null` for what is not base64. */
export const bytesOfBase64 = (text: string): Uint8Array | null => {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
};
