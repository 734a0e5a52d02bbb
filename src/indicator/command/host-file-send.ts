import { isCounter } from '../../command/measures.ts';
import type { HostPlace } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { isHomeData, isSensitive } from '../host/sensitive.ts';

/** Backups of a node go to storage and to other hosts; whose they are, keys and hashes of persons are no part of one. */
const PERSONAL =
  /^\/etc\/g?shadow-?$|\/\.ssh\/id_[a-z0-9]+$|^\/(?:home|root)\/(?:[^\s]{0,400}\/)?(?:\.?id_[a-z0-9]*\*?|\.kube\/(?:config|\*)|\.aws\/(?:credentials|\*)|\.ssh\/\*)$/;

/** The data of an application, of which nothing else is in reach: as ordinary as data elsewhere. */
const isMountedData = ({ mounted }: HostPlace): boolean => mounted !== undefined && isHomeData({ path: mounted });

/** Programs that give out a directory to whoever asks. */
const SERVES = /\bhttp\.server\b|\bSimpleHTTPServer\b|\bphp\d?\s{1,4}-S\s|\bhttpd\s[^;|&]{0,80}-h\s/;

export const commandHostFileSend = defineIndicator({
  id: 'command.host-file-send',
  title: 'Sends files of the node out of the cluster, or serves them',
  attack: ['T1053.007', 'T1048', 'T1552.001'],
  severity: 'high',
  why: 'Keys, hashes and configuration of the node leave by the shortest way.',
  falsePositives: ['Home-made backups of nodes to an outside host'],
  needs: ['effects'],
  kinds: ['read', 'send'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        (effect.kind === 'read' &&
          effect.host !== null &&
          SERVES.test(effect.shown) &&
          (effect.host.path === '/' || isSensitive(effect.host)) &&
          'serves files of the node to whoever asks') ||
        (effect.kind === 'send' &&
          effect.what.host !== null &&
          !isCounter(effect.what.host.path) &&
          !isMountedData(effect.what.host) &&
          (effect.by === 'copy' || effect.by === 'storage'
            ? PERSONAL.test(effect.what.host.path)
            : isSensitive(effect.what.host) || effect.what.host.path === '/') &&
          'sends files of the node out of the cluster'),
    ),
});
