import assert from 'node:assert/strict';
import { test } from 'node:test';
import { effectsOfText } from './testing.ts';

const written = (text: string): readonly string[] =>
  effectsOfText(text).flatMap((effect) => (effect.kind === 'write' ? [`${effect.path} ${effect.text.trim()}`] : []));

const CASES: Readonly<Record<string, readonly string[]>> = {
  'useradd -g 0 -M -s /bin/sh butter': ['/etc/passwd butter'],
  'adduser -D app': ['/etc/passwd app'],
  'useradd -R /mnt/root x': ['/mnt/root/etc/passwd x'],
  'usermod --root=/mnt/root -aG sudo x': ['/mnt/root/etc/passwd x'],
  "echo 'root:a' | chpasswd": ['/etc/shadow root:a'],
  'passwd -d root': ['/etc/shadow root:'],
  'grep x /etc/passwd': [],
};

for (const [text, wanted] of Object.entries(CASES)) {
  test(`${text} writes ${wanted.join(', ') || 'nothing'}`, () => assert.deepEqual(written(text), wanted));
}
