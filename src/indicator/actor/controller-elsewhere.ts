import { type Elsewhere, MOST_COUNTED } from '../../model/controller-use.ts';
import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

const others = (count: number): string => `${count} ${count === 1 ? 'other' : 'others'}`;

const TELLS: Readonly<Record<Exclude<Elsewhere['because'], 'alone'>, string>> = {
  'no-manager': 'without a controller manager there, which would have asked for their tokens as it does where they are',
  'at-once': 'while the controller went on where it was, within seconds',
};

const whither = ({ because, company }: Elsewhere): string =>
  because === 'alone'
    ? 'where no other controller is'
    : `where the ${company === 1 ? 'name of one other' : `names of ${company} others`} were used, ${TELLS[because]}`;

const times = (count: number): string =>
  count === 1
    ? ''
    : ` Such writes that came from there: ${count >= MOST_COUNTED ? `at least ${MOST_COUNTED}` : count}.`;

export const actorControllerElsewhere = defineIndicator({
  id: 'actor.controller-elsewhere',
  title: 'Identity of a controller used from where its process is not',
  attack: ['T1053.007', 'T1078', 'T1036.005'],
  severity: 'medium',
  why: 'One process runs all controllers, so that they come from one address, and move together when another process takes over. A name that comes from elsewhere by itself, while its controller goes on where it was, is used by somebody who has its token and knows what its requests look like. So are several names from a place where the controller manager itself never asked for a token, as it does wherever it runs them.',
  falsePositives: [
    'Control planes behind a balancer that hides where requests come from',
    'Control planes that reach the API server now by one family of addresses, now by the other',
  ],
  needs: ['controller'],
  evaluate: ({ controller }) =>
    controller.flatMap(({ what, user, value, pointer, place }) =>
      what !== 'address' || place === null
        ? []
        : [
            {
              says: `The write came under the name of ${quoted(user)} from ${quoted(value)}, ${whither(place)}; before and after that it wrote from ${quoted(place.usual)}, as ${others(place.others)} ${place.others === 1 ? 'does' : 'do'}.${times(place.count)}`,
              at: pointer,
              value,
            },
          ],
    ),
});
