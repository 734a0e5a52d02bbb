// The entry `cronwarden`: the whole scan over files, and everything of `cronwarden/core`.
export * from './core.ts';
export { type Scan, type ScanOptions, scan } from './engine/scan.ts';
export { VERSION } from './engine/version.ts';
export type { Summary } from './model/summary.ts';
export { csvSink } from './sink/csv.ts';
export { htmlSink } from './sink/html/html.ts';
export { jsonlSink, jsonSink } from './sink/json.ts';
export { markdownSink } from './sink/markdown.ts';
export type { Sink, SinkContext } from './sink/sink.ts';
export { tableSink } from './sink/table.ts';
