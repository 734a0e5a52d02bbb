import { writeSync } from 'node:fs';
import { openState } from '../state/file.ts';

/**
 * A run to be killed: writes `count` rows of a generation into the state at `path`, saying on stdout where it stands. At the step
 * that is named it stays until it is killed; at none it goes on.
 */
const [, , path = '', generation = '', count = '0', staysAt = ''] = process.argv;

const reach = (step: string): void => {
  writeSync(1, `${step}\n`);
  if (step === staysAt) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
};

const state = await openState(path);
reach('opened');
function* rows() {
  for (let index = 0; index < Number(count); index += 1) {
    yield [`${index}`, { generation, text: 'x'.repeat(900) }] as const;
    if (index === Number(count) / 2) reach('half');
  }
}
state.write('store', rows());
state.finish({
  writtenAt: generation,
  firstEvent: null,
  lastEvent: null,
  runs: Number(generation),
  ruleset: '',
  cluster: null,
});
reach('whole');
state.commit();
reach('committed');
