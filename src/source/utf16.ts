import { splitCsv } from './csv.ts';
import { splitDocuments } from './documents.ts';
import { detectFraming, HEAD_BYTES } from './frame.ts';
import type { Chunk, Framed, SplitOptions } from './source.ts';
import { fromUtf16, peek } from './text.ts';

/** Splits a UTF-16 stream of whatever framing as if it were UTF-8. Offsets count UTF-8 bytes. */
export async function* splitUtf16(
  chunks: AsyncIterable<Chunk>,
  source: string,
  encoding: 'utf16le' | 'utf16be',
  options: SplitOptions = {},
): AsyncGenerator<Framed> {
  const { head, chunks: text } = await peek(fromUtf16(chunks, encoding), HEAD_BYTES);
  // Documents are also right on lines.
  const split = detectFraming(head) === 'csv' ? splitCsv : splitDocuments;
  yield* split(text, source, options);
}
