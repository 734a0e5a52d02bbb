import { KUBE_CLIENTS } from '../../command/kube.ts';
import { isPublicAddress } from '../../command/network.ts';
import type { Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';
import { hostOf, isBareAddress } from '../sources.ts';

/** A bare address of the open network, or a name outside that is asked without encryption. */
const isLoose = (url: string): boolean =>
  isBareAddress(url) && (isPublicAddress(hostOf(url)) || /[a-z]/i.test(hostOf(url)));

/** `kubectl apply -f http://192.0.2.7/a.yaml`: the address of objects that nobody signed. */
const appliedFrom = ({ program, args }: Run): string | undefined =>
  KUBE_CLIENTS.has(program) && args.some((arg) => /^(?:apply|create|replace)$/.test(arg))
    ? args
        .filter((arg, at) => /^(?:-f|--filename)$/.test(args[at - 1] ?? '') || /^(?:-f|--filename=)https?:/.test(arg))
        .map((arg) => arg.replace(/^(?:-f|--filename=)/, ''))
        .find((arg) => /^https?:\/\//.test(arg) && isLoose(arg))
    : undefined;

/** A chart of Helm, or the repository that it comes from. */
const chartFrom = ({ program, args }: Run): string | undefined =>
  program === 'helm' && args.some((arg) => /^(?:install|upgrade|template)$/.test(arg))
    ? args.find(
        (arg) => /^(?:--repo=)?(?:https?|oci):\/\//.test(arg) && isPublicAddress(hostOf(arg.replace(/^--repo=/, ''))),
      )
    : undefined;

/** Settings of managers of packages, which every build with them obeys. */
const SETTINGS: readonly RegExp[] = [
  /<mirrorOf>[^<]{1,200}<\/mirrorOf>\s{0,80}(?:<\w{1,20}>[^<]{0,200}<\/\w{1,20}>\s{0,80}){0,4}<url>\s{0,8}(https?:\/\/[^\s<]{1,300})/,
  /(?:\b|\\n)(?:extra-)?index-url\s{0,4}=\s{0,4}(https?:\/\/[^\s"'\\]{1,300})/,
  /(?:^|[\s"':]|\\n)(?:@[\w-]{1,60}:)?registry\s{0,4}=\s{0,4}(https?:\/\/[^\s"'\\]{1,300})/,
  /(?:\b|\\n)GOPROXY["']?\s{0,4}[=:]\s{0,4}["']?(https?:\/\/[^\s"'\\,|]{1,300})/,
  /(?:\b|\\n)npmRegistryServer\s{0,4}:\s{0,4}["']?(https?:\/\/[^\s"'\\]{1,300})/,
];
const SET = /<mirrorOf>|index-url|registry\s{0,4}=|GOPROXY|npmRegistryServer/;
const MOST_SETTINGS = 32 * 1024;

const setTo = (given: string | null): string | undefined => {
  if (given === null || !SET.test(given)) return undefined;
  const text = given.slice(0, MOST_SETTINGS);
  return SETTINGS.flatMap((setting) => setting.exec(text)?.[1] ?? []).find((url) => isPublicAddress(hostOf(url)));
};

export const commandPackageFromAddress = defineIndicator({
  id: 'command.package-from-address',
  title: 'Installs packages from a bare address, or objects that come from one or without encryption',
  attack: ['T1053.007', 'T1105', 'T1195.001'],
  severity: 'high',
  why: 'A package runs code of its author when it is installed. An index without a name is nobody who can be asked.',
  falsePositives: ['Mirrors that are reached by a public address'],
  needs: ['effects'],
  kinds: ['install', 'kube-api', 'run', 'write'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind === 'run') {
        const url = appliedFrom(effect) ?? chartFrom(effect)?.replace(/^--repo=/, '');
        return url !== undefined && `creates the objects that ${quoted(hostOf(url))} gives`;
      }
      if (effect.kind === 'write' || effect.kind === 'kube-api') {
        const url = setTo(effect.kind === 'write' ? effect.text : effect.verb === 'get' ? null : effect.manifest);
        return url !== undefined && `makes builds take their packages from ${quoted(hostOf(url))}`;
      }
      if (effect.kind !== 'install') return null;
      const from = effect.packages.find(
        (one, index, all) =>
          /^(?:--(?!proxy=)[\w-]{1,40}=|-[a-zA-Z]|[\w.-]{1,80}\s{0,2}@\s{0,2})?(?:(?:git|hg|svn|bzr)\+)?https?:\/\//.test(
            one,
          ) &&
          all[index - 1] !== '--proxy' &&
          (KUBE_CLIENTS.has(effect.program) ? isLoose(one) : isPublicAddress(hostOf(one))),
      );
      if (from === undefined) return null;
      return KUBE_CLIENTS.has(effect.program)
        ? `creates the objects that ${quoted(hostOf(from))} gives`
        : `installs packages from ${quoted(hostOf(from))}`;
    }),
});
