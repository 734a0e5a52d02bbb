import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { effectsOf } from './effects.ts';
import { effectsOfText, said } from './testing.ts';

/** An archive of one file, as `tar` writes it. */
const archive = (name: string, content: string): Buffer => {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.write(content);
  return Buffer.concat([header, body, Buffer.alloc(1024)]);
};
const written = archive('r.sh', 'say a\n').toString('base64');

for (const [situation, script, expected] of [
  ['into the working directory', `cd /tmp; echo ${written} | base64 -d | tar x; sh r.sh`, ['a']],
  ['into a folder', `echo ${written} | base64 -d > /tmp/x.tar; tar -C /opt -xf /tmp/x.tar; sh /opt/r.sh`, ['a']],
  ['that is only listed', `echo ${written} | base64 -d | tar t; sh /opt/r.sh`, []],
] as const) {
  test(`a file of an archive that the command holds: ${situation}`, () => assert.deepEqual(said(script), expected));
}

for (const [situation, script, runs] of [
  ['xz', 'unxz /tmp/x.xz; sh /tmp/x', true],
  ['a name that zstd takes', 'zstd -qd /tmp/x.xz -o /tmp/y; sh /tmp/y', true],
  ['the standard output', 'xz -dc /tmp/x.xz; sh /tmp/x', false],
  ['another file', 'unxz /tmp/z.xz; sh /tmp/z', false],
] as const) {
  test(`a file that is unpacked in its place: ${situation}`, () => {
    const found = effectsOfText(`echo QUFBQQ== | base64 -d > /tmp/x.xz; ${script}`);
    assert.equal(
      found.some(({ kind }) => kind === 'execute'),
      runs,
    );
  });
}

const executed = (bytes: Buffer): readonly string[] =>
  effectsOf({
    commands: [
      {
        container: 'main',
        role: 'container',
        pointer: '',
        carrier: 'command',
        argv: ['sh', '-c', `echo ${bytes.toString('base64')} | base64 -d | tar xz -C /tmp; sh /tmp/r.sh`],
        entrypoint: null,
        shown: '',
        script: null,
      },
    ],
    hostPaths: [],
    environment: [],
    mounts: [],
  }).flatMap((effect) =>
    effect.kind === 'execute' ? [`${effect.what}${effect.isRead === true ? ', read' : ''}`] : [],
  );

test('without what unpacks, the file is decoded data that nobody read', () => {
  assert.deepEqual(executed(gzipSync(archive('r.sh', 'say a\n'))), ['decoded']);
});
test('bytes that are no archive are', () => assert.deepEqual(said(`echo AAAA | base64 -d | tar x; sh r.sh`), []));
