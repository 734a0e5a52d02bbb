import { defineIndicator } from '../define.ts';
import { firstTime } from './words.ts';

export const baselineNewOrigin = defineIndicator({
  id: 'baseline.new-origin',
  title: 'First write of a known author with this client, or from this network',
  attack: ['T1053.007', 'T1078'],
  severity: 'info',
  why: 'A token that is used by somebody else comes with another program and from another place than its owner’s. The program is what the client says of itself; the address is the one that the API server saw.',
  falsePositives: ['Another tool, a new office, a move to other nodes or runners', 'People who travel'],
  needs: ['newOrigin'],
  evaluate: ({ newOrigin }) => newOrigin.map((one) => firstTime(one, { agent: 'client', address: 'network' })),
});
