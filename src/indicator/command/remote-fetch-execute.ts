import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { isKnownInstaller, isKnownPublisher, isOfImageOwner } from '../publishers.ts';
import { quoted } from '../quote.ts';
import { isOwnSource } from '../sources.ts';
import { isExploit } from './exploits.ts';

const HOW = {
  input: 'pipes a download into an interpreter',
  text: 'runs the text of a download',
  file: 'saves a download and runs it',
  code: 'runs code that downloads code',
  unpacked: 'unpacks a download and runs what is in it',
} as const;

export const commandRemoteFetchExecute = defineIndicator({
  id: 'command.remote-fetch-execute',
  title: 'Downloads a program and runs it',
  attack: ['T1053.007', 'T1105', 'T1059.004'],
  severity: 'high',
  why: 'Fetching at run time keeps the manifest clean, and the payload can change without another call to the API.',
  falsePositives: ['Installers in development clusters', 'Vendor agents that install themselves'],
  needs: ['effects'],
  kinds: ['execute'],
  asks: ['images'],
  evaluate: ({ effects }, { images }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind !== 'execute' || effect.what !== 'downloaded') return null;
      if (effect.from?.kind === 'download' && isOwnSource(effect.from))
        return effect.from.urls.some(isExploit) && 'fetches an exploit and runs it';
      if (effect.fixed === 'checksum') return null;
      const urls = effect.from?.kind === 'download' ? effect.from.urls : [];
      if (isOfImageOwner(effect, urls, images)) return null;
      const isText = effect.how === 'input' || effect.how === 'text';
      // What a person's start-up file installs is the business of that person.
      if (effect.layers.includes('planted') && isKnownInstaller(urls)) return null;
      if (isText ? isKnownInstaller(urls) && effect.fixed !== undefined : isKnownPublisher(urls)) return null;
      const [from] = urls;
      return from === undefined
        ? HOW[effect.how]
        : `${HOW[effect.how]}, from ${quoted(from.replace(/\/\/[^/@]{0,200}@/, '//'))}`;
    }),
});
