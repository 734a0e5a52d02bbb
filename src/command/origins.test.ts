import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CommandFact } from '../model/facts.ts';
import { effectsOf } from './effects.ts';

/** What a script runs that came from elsewhere, and how. */
const executes = (script: string): readonly string[] => {
  const argv = ['sh', '-c', script];
  const place = { container: 'main', role: 'container', pointer: '', carrier: 'command' } as const;
  const command: CommandFact = { ...place, argv, entrypoint: null, shown: script, script };
  return effectsOf({ commands: [command], hostPaths: [], environment: [], mounts: [] }).flatMap((effect) =>
    effect.kind === 'execute'
      ? [`${effect.what} ${effect.how}`]
      : effect.kind === 'connect' && effect.binds !== null
        ? ['connected']
        : [],
  );
};

const CASES: Readonly<Record<string, [script: string, wanted: readonly string[]]>> = {
  'a download on the input of a shell': ['curl http://h/x | sh', ['downloaded input']],
  'a download in a word': ['sh -c "$(curl http://h/x)"', ['downloaded text']],
  'a download in a variable': ['A=$(curl http://h/x); eval "$A"', ['downloaded text']],
  'a download that was saved': ['curl -o a http://h/x; sh a', ['downloaded file']],
  'a download through filters': ['curl http://h/x | tr a b | sed 1d | sh', ['downloaded input']],
  'two downloads in one variable': [
    'A=$(curl http://h/x); A="$A$(wget -qO- http://h/y)"; eval "$A"',
    ['downloaded text', 'downloaded text'],
  ],
  'decoded text': ['echo ZGF0ZQ== | base64 -d | sh', ['decoded input']],
  'what a connection sends': ['nc h 1 | sh', ['connected']],
  'a download that is only kept': ['curl -o a http://h/x; cat a', []],
  'a download as an argument': ['A=$(curl http://h/x); echo "$A"', []],
  'a text of its own': ['echo date | sh', []],
};
for (const [name, [script, wanted]] of Object.entries(CASES)) {
  test(`runs ${name}`, () => assert.deepEqual(executes(script), wanted));
}
