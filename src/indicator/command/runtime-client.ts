import { isPublicAddress } from '../../command/network.ts';
import type { Effect, Run } from '../../model/effect.ts';
import type { ImageFact } from '../../model/facts.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

/** Clients that start containers past the API server. */
export const RUNTIME_CLIENTS: ReadonlySet<string> = new Set(['docker', 'podman', 'nerdctl', 'ctr', 'crictl']);

const POWER = /^--(?:privileged|pid=host|userns=host|net-host|cap-add=(?:ALL|SYS_ADMIN))$/;
/** `-v /:/x`, `-v=/etc:/x`, `--volume=/:/x`, `--mount type=bind,src=/,…`: the node's root or configuration as a volume. */
const ROOT_VOLUME =
  /^(?:(?:-v|--volume)=?)?\/(?:etc|root|proc|dev|var)?:\/|(?:^|,)(?:src|source)=\/(?:etc|root)?(?:,|$)/;

/** `-H tcp://192.0.2.7:2375`, `-H=…`, `--host=…`, `DOCKER_HOST=…`: a daemon that is asked over the network. */
const DAEMON = /^(?:-H=?|--host=|DOCKER_HOST=)?(?:tcp:\/\/)?([^\s/]{1,253}):\d{2,5}\/?$/;
const NAMES_DAEMON = /^(?:-H.|--host=|DOCKER_HOST=|tcp:\/\/)/;

/** A daemon of whoever it may be: its address was fetched, or is one of the internet. */
const foreignDaemon = ({ words, fetched = [] }: Run): string | undefined =>
  words.find((word, at) => {
    const isNamed = NAMES_DAEMON.test(word) || /^(?:-H|--host)$/.test(words[at - 1] ?? '');
    const host = isNamed && word.length < 400 ? DAEMON.exec(word)?.[1] : undefined;
    return host !== undefined && (fetched.includes(at) || isPublicAddress(host));
  });

/** Images that are a daemon by their names: `docker:26-dind`. */
const isDaemon = ({ base, tag }: ImageFact): boolean =>
  /(?:^|[-_])dind(?:$|[-_])/.test(base) || (base === 'docker' && /(?:^|-)dind(?:$|-)/.test(tag ?? ''));

/** `-H tcp://localhost:2375` and its like: the daemon of this pod. */
const BESIDE = /^(?:-H=?|--host=|DOCKER_HOST=)?tcp:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{2,5})?\/?$/;

export const commandRuntimeClient = defineIndicator({
  id: 'command.runtime-client',
  title: 'Starts a container with power over the node',
  attack: ['T1053.007', 'T1059.013', 'T1610', 'T1611'],
  severity: 'high',
  why: 'Such a container is started past the API server: no admission, no audit record, no owner.',
  falsePositives: ['Tests of container tools in build clusters'],
  needs: ['effects'],
  asks: ['images'],
  kinds: ['run'],
  evaluate: ({ effects }, { images }) => {
    const daemons = images.state === 'seen' ? images.value.filter(isDaemon) : [];
    // What a daemon in another container of the pod may do is what that container may do, which is told as its power.
    const asksSidecar = (effect: Effect & Run): boolean =>
      effect.words.some((word) => BESIDE.test(word)) && daemons.some(({ container }) => container !== effect.container);
    return fromEffects(effects, (effect) => {
      if (effect.kind !== 'run' || !RUNTIME_CLIENTS.has(effect.program)) return null;
      const { program, args } = effect;
      if (!args.some((arg) => arg === 'run' || arg === 'create' || arg === 'runp')) return null;
      const daemon = foreignDaemon(effect);
      if (daemon !== undefined) return `starts a container on another host, through ${quoted(daemon)}`;
      const power = args.some((arg) => POWER.test(arg)) || args.some((arg) => ROOT_VOLUME.test(arg));
      return power && !asksSidecar(effect) && `starts a container with power over the node through ${quoted(program)}`;
    });
  },
});
