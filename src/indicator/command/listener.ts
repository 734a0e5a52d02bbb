import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';
import { NETCATS } from '../text/acts.ts';
import { firstAct, fromCommands } from '../text/evidence.ts';

export const commandListener = defineIndicator({
  id: 'command.listener',
  title: 'Waits for a raw connection',
  attack: ['T1053.007', 'T1095'],
  severity: 'low',
  why: 'A listener without a protocol is the other end of a call-back, or a way in.',
  falsePositives: ['Test servers and relays'],
  needs: ['commands'],
  evaluate: ({ commands }) =>
    fromCommands(commands, (understood) =>
      firstAct(understood, ({ ran: { program, args } }) => {
        const listens = NETCATS.has(program)
          ? args.some((arg) => /^-[a-zA-Z]*l/.test(arg) || arg === '--listen')
          : program === 'socat' && args.some((arg) => /^(?:tcp|udp|ssl|openssl|sctp)[46]?-l/i.test(arg));
        return listens && `waits for connections with ${quoted(program)}`;
      }),
    ),
});
