import type { Download, Effect } from '../model/effect.ts';
import type { Call, Machine } from './machine.ts';
import { hostsOf, isPublicAddress } from './network.ts';
import { saysOrigins } from './origins.ts';

/** How the value of a variable names what every program of a kind loads into itself. */
interface Loading {
  /** The value is a list of files, or of directories in which files of this name are looked for; else it holds options. */
  readonly is: 'files' | { readonly inDirectories: RegExp } | { readonly options: RegExp };
  /** Watching a program is what such files are for, and projects publish theirs under a version. */
  readonly isAgent?: true;
}

const FILES: Loading = { is: 'files' };
const LIBRARIES: Loading = { is: { inDirectories: /\.so(?:\.[\d.]{1,12})?$/ } };
const JAVA: Loading = { is: { options: /-(?:javaagent|agentpath):([^=\s"']{1,400})/g }, isAgent: true };

/** Variables by which a program is made to load a file, whoever set them. */
export const LOADING: ReadonlyMap<string, Loading> = new Map<string, Loading>([
  ['LD_PRELOAD', FILES],
  ['LD_AUDIT', FILES],
  ['LD_LIBRARY_PATH', LIBRARIES],
  ['GCONV_PATH', LIBRARIES],
  ['PYTHONSTARTUP', FILES],
  ['PYTHONPATH', { is: { inDirectories: /^(?:site|user)customize\.py$|\.pth$/ } }],
  ['PERL5LIB', { is: { inDirectories: /\.p[lm]$/ } }],
  ['RUBYOPT', { is: { options: /-r\s{0,4}([^\s"']{1,400})/g } }],
  [
    'NODE_OPTIONS',
    { is: { options: /(?:^|\s)(?:-r|--(?:require|import|loader|experimental-loader))[=\s]([^\s"']{1,400})/g } },
  ],
  ['DOTNET_STARTUP_HOOKS', { ...FILES, isAgent: true }],
  ['CORECLR_PROFILER_PATH', { ...FILES, isAgent: true }],
  ...[
    'JAVA_TOOL_OPTIONS',
    '_JAVA_OPTIONS',
    'JDK_JAVA_OPTIONS',
    'JAVA_OPTS',
    'CATALINA_OPTS',
    'MAVEN_OPTS',
    'GRADLE_OPTS',
  ].map((name): [string, Loading] => [name, JAVA]),
]);
/**
 * A library by the directory of whoever loads it: hooks of a runtime that take over the variables of the container find one of
 * the image there, CVE-2025-23266.
 */
const OF_A_PROCESS = /(?:^|[:\s])\/proc\/(?:self|\d{1,7})\/(?:cwd|root)\//;
const INHERITED = 'makes hooks of the container runtime load a library of the image';
const MOST_NAMES = 16;
const MOST_VALUE = 4000;

/** Says that a download is run that a variable makes programs load. A file that was said before is not said again. */
export const loadsByVariables = (machine: Machine, call: Call): void => {
  const preload = machine.variables.get('LD_PRELOAD')?.text ?? '';
  if (OF_A_PROCESS.test(preload) && !machine.effects.some((one) => one.kind === 'escape' && one.does === INHERITED))
    machine.emit({ kind: 'escape', how: 'kernel', does: INHERITED, takesOver: true, program: '' }, call);
  if (machine.files.isBlank) return;
  for (const [name, loading] of LOADING) {
    const value = machine.variables.get(name);
    if (value === undefined || !value.known || value.text.length > MOST_VALUE) continue;
    const origins = originsOf(machine, value.text, loading).filter(
      (one) => one.kind === 'download' && (loading.isAgent !== true || isLoose(one)) && !isSaid(machine, one),
    );
    saysOrigins(machine, call, origins, 'file');
  }
};

const originsOf = (machine: Machine, text: string, { is }: Loading): readonly Effect[] => {
  const { files } = machine;
  if (is === 'files' || 'inDirectories' in is) {
    const names = text.split(/[:;\s]/, MOST_NAMES).filter((one) => one !== '');
    return names.flatMap((one) =>
      is === 'files' ? (files.get(one)?.origins ?? []) : files.originsBelow(one, (name) => is.inDirectories.test(name)),
    );
  }
  return [...text.matchAll(is.options)]
    .slice(0, MOST_NAMES)
    .flatMap(([, name = '']) => files.get(name)?.origins ?? files.get(`${name}.rb`)?.origins ?? []);
};

const isSaid = (machine: Machine, from: Effect): boolean =>
  machine.effects.some((one) => one.kind === 'execute' && one.from === from);

/** From a bare address or without encryption, or without a version in its address. */
const isLoose = ({ urls }: Download): boolean =>
  urls.some((url) => !url.startsWith('https:') || !/\d\.\d/.test(url.replace(/^https:\/\/[^/]{0,255}/, ''))) ||
  hostsOf(urls).some(isPublicAddress);
