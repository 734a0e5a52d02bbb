import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

export const actorControllerElsewhere = defineIndicator({
  id: 'actor.controller-elsewhere',
  title: 'Identity of a controller used from where no other controller is',
  attack: ['T1053.007', 'T1078', 'T1036.005'],
  severity: 'medium',
  why: 'One process runs all controllers, so that they come from one address, and move together when another process takes over. A name that comes from elsewhere by itself, while its controller goes on where it was, is used by somebody who has its token and knows what its requests look like.',
  falsePositives: ['Control planes behind a balancer that hides where requests come from'],
  needs: ['controller'],
  evaluate: ({ controller }) =>
    controller.flatMap(({ what, user, value, pointer, place }) =>
      what !== 'address' || place === null
        ? []
        : [
            {
              says: `The write came under the name of ${quoted(user)} from ${quoted(value)}, where no other controller is; before and after that it wrote from ${quoted(place.usual)}, as ${place.others} ${place.others === 1 ? 'other does' : 'others do'}.${place.count === 1 ? '' : ` Such writes that came from there: ${place.count}.`}`,
              at: pointer,
              value,
            },
          ],
    ),
});
