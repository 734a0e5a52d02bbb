import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createGzip, createZstdCompress } from 'node:zlib';

/** The same events in another wrapping. */
export interface Variant {
  readonly name: string;
  readonly suffix: string;
  write(day: string, path: string): Promise<void>;
}

/** Writes `text(line, index)` for each line of the day, between `before` and `after`, and waits where the disk is slow. */
const rewrite = async (
  day: string,
  path: string,
  text: (line: string, index: number) => string,
  before = '',
  after = '',
): Promise<void> => {
  const out = createWriteStream(path, { highWaterMark: 4 * 1024 * 1024 });
  out.write(before);
  let index = 0;
  for await (const line of createInterface({ input: createReadStream(day, { highWaterMark: 1024 * 1024 }) })) {
    if (!out.write(text(line, index++))) await once(out, 'drain');
  }
  out.end(after);
  await once(out, 'close');
};

/** AKS cuts the text of one event at 16 KiB before it wraps it. */
const azureLimit = 16 * 1024;
const azureRow = (line: string): string => {
  const stageTime = /"stageTimestamp":"([^"]+)"/.exec(line)?.[1] ?? '';
  return `${JSON.stringify({
    category: 'kube-audit',
    operationName: 'Microsoft.ContainerService/managedClusters/diagnosticLogs/Read',
    properties: {
      log: line.slice(0, azureLimit),
      containerID: '2f6c1b9e04d7a853'.repeat(4),
      stream: 'stdout',
      pod: 'kube-apiserver-7d9c4b5f6d-x7k2p',
    },
    resourceId:
      '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000000/RESOURCEGROUPS/EXAMPLE/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/PROD-1',
    serviceBuild: 'na',
    time: stageTime,
  })}\n`;
};

export const variants: readonly Variant[] = [
  {
    name: 'gzip',
    suffix: '.gz',
    write: (day, path) => pipeline(createReadStream(day), createGzip({ level: 6 }), createWriteStream(path)),
  },
  {
    name: 'zstd',
    suffix: '.zst',
    write: (day, path) => pipeline(createReadStream(day), createZstdCompress(), createWriteStream(path)),
  },
  {
    name: 'EventList on one line',
    suffix: '.list.json',
    write: (day, path) =>
      rewrite(
        day,
        path,
        (line, index) => (index === 0 ? line : `,${line}`),
        '{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[',
        ']}\n',
      ),
  },
  {
    name: 'pretty-printed JSON',
    suffix: '.pretty.json',
    write: (day, path) => rewrite(day, path, (line) => `${JSON.stringify(JSON.parse(line), null, 2)}\n`),
  },
  {
    name: 'Azure resource log, JSON Lines',
    suffix: '.azure.jsonl',
    write: (day, path) => rewrite(day, path, azureRow),
  },
];
