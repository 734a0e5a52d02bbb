import type { Effect } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';
import { tunnelName } from './name-tunnel.ts';

/** A part of a name has 63 characters at most: what is cut to that size, or into so many, is cut for a name. */
const isSmall = (size: number): boolean => size >= 8 && size <= 63;
const WIDTH = /^(?:-w|--width=|-c|--cols=|-b|--bytes=|-[a-zA-Z]{0,4}[cwb])?(\d{1,3})$/;
const COUNTED = /\.\{(?:\d{0,2},)?(\d{1,2})\}/;

const cutsSmall = (effect: Effect): boolean => {
  if (effect.kind !== 'run') return false;
  switch (effect.program) {
    case 'fold':
    case 'split':
    case 'xxd':
      return effect.args.some((arg) => isSmall(Number(WIDTH.exec(arg)?.[1])));
    case 'base64':
    case 'basenc':
    case 'base32':
      return effect.args.some((arg, at) => {
        const width =
          /^(?:-w|--wrap=)(\d{1,3})$/.exec(arg)?.[1] ?? (/^(?:-w|--wrap)$/.test(effect.args[at - 1] ?? '') ? arg : '');
        return isSmall(Number(width));
      });
    case 'grep':
    case 'sed':
      return effect.args.some((arg) => arg.length < 200 && isSmall(Number(COUNTED.exec(arg)?.[1])));
    default:
      return false;
  }
};

export const commandNameTunnelPieces = defineIndicator({
  id: 'command.name-tunnel-pieces',
  title: 'Sends data out in pieces that fit into names',
  attack: ['T1053.007', 'T1048.003', 'T1071.004', 'T1030'],
  severity: 'high',
  why: 'One name with a code in it may be how a service tells its customers apart. Data that is cut to the length of a name, and asked for piece by piece, leaves.',
  falsePositives: ['Tests of name servers'],
  references: ['https://attack.mitre.org/techniques/T1071/004/'],
  needs: ['effects'],
  kinds: ['run'],
  evaluate: ({ effects }) => {
    const cut = new Set(effects.filter(cutsSmall).map(({ pointer }) => pointer));
    if (cut.size === 0) return [];
    return fromEffects(effects, (effect) => {
      const name = effect.kind === 'run' && cut.has(effect.pointer) ? tunnelName(effect) : undefined;
      return name !== undefined && `cuts what it encodes into pieces and asks for names such as ${quoted(name)}`;
    });
  },
});
