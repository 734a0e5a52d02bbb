import type { Effect, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

const SERVERS: ReadonlySet<string> = new Set([
  'sshd',
  'dropbear',
  'in.telnetd',
  'telnetd',
  'shellinaboxd',
  'ttyd',
  'gotty',
]);
const STARTERS: ReadonlySet<string> = new Set(['service', 'systemctl', 'rc-service', 'invoke-rc.d']);
const SERVICE = /^(?:ssh|sshd|dropbear)(?:\.service)?$/;

/** Starts a server of the container itself that asks for a password. */
export const startsServer = (effect: Effect): boolean => {
  if (effect.kind !== 'run' || effect.onHost !== null) return false;
  const { program, args, words } = effect;
  if (SERVERS.has(program)) return !args.some((arg) => arg === '-t' || arg === '-V');
  if (STARTERS.has(program))
    return args.some((arg) => SERVICE.test(arg)) && args.some((arg) => /^(?:re)?start$/.test(arg));
  return SERVICE.test(program) && words[0] === `/etc/init.d/${program}` && args[0] === 'start';
};

const SHELL = /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|a|z|k)?sh$/;

/** A terminal on a page: `ttyd -p 80 bash`, without a name and a password, or a proxy in front that asks for them. */
const servesPage = ({ program, args }: Run): boolean => {
  if (program === 'shellinaboxd')
    return args.some((arg) => /^\/[^:]{0,100}:[^:]{1,40}:[^:]{1,40}:[^:]{0,100}:\/\S{0,40}sh\b/.test(arg));
  if (program !== 'ttyd' && program !== 'gotty') return false;
  const isAsked = args.some((arg) => /^(?:-[cH]|--(?:credential|auth-header))(?:=|$)/.test(arg));
  return (
    !isAsked && args.some((arg) => SHELL.test(arg)) && !args.some((arg) => /^(?:127\.0\.0\.1|localhost|lo)$/.test(arg))
  );
};

/** `telnetd -l /bin/sh`: in the place of what asks who it is stands a shell. */
const givesShell = (effect: Effect): boolean =>
  (effect.kind === 'run' && servesPage(effect)) ||
  (effect.kind === 'run' &&
    /^(?:in\.)?telnetd$/.test(effect.program) &&
    effect.args.some(
      (arg, at) =>
        /^-l(?:\/\w{1,20}){0,4}\/(?:ba|da|a|z|k)?sh$/.test(arg) ||
        (/^-[a-zA-Z]*l$/.test(arg) && /(?:^|\/)(?:ba|da|a|z|k)?sh$/.test(effect.args[at + 1] ?? '')),
    ));

/** Whether it is told to take keys alone. */
const takesKeysAlone = ({ program, args }: Run): boolean =>
  args.some((arg) => (program === 'dropbear' ? /^-[a-zA-Z]*[sg]/ : /PasswordAuthentication[= ]no/i).test(arg));

const MAKERS: ReadonlySet<string> = new Set(['useradd', 'adduser', 'usermod']);
/** A line of an account with the number of root: its name, and what stands for its password. */
const ROOTS = /^([^:\n]{1,40}):([^:\n]{0,200}):0:/gm;
const MOST_TEXT = 20_000;

/** Names under which somebody is root here. */
const rootsBy = (effect: Effect): readonly string[] => {
  if (effect.kind === 'write' && effect.path === '/etc/passwd')
    return [...effect.text.slice(0, MOST_TEXT).matchAll(ROOTS)].map(([, name = '']) => name);
  if (effect.kind !== 'run' || !MAKERS.has(effect.program)) return [];
  const { args } = effect;
  const isRoot = args.some((arg, at) =>
    arg === '0' ? /^(?:-[a-z]*u|--uid)$/.test(args[at - 1] ?? '') : /^(?:-[a-z]*u0|--uid=0)$/.test(arg),
  );
  const name = isRoot ? args.findLast((arg) => !arg.startsWith('-')) : undefined;
  return name === undefined ? [] : [name];
};

/** A password of root that stands in the manifest, or in an object that it names. */
const setsPassword = (effect: Effect, roots: ReadonlySet<string>): boolean => {
  if (effect.kind !== 'write' || effect.host !== null) return false;
  const text = effect.text.slice(0, MOST_TEXT);
  if (effect.path === '/etc/passwd')
    return [...text.matchAll(ROOTS)].some(([, , password = '']) => password.length > 1);
  return effect.path === '/etc/shadow' && text.split('\n').some((line) => roots.has(line.split(':', 1)[0] ?? ''));
};

export const commandLoginServer = defineIndicator({
  id: 'command.login-server',
  title: 'Lets root sign in with a password that it sets, or with none',
  attack: ['T1053.007', 'T1021.004', 'T1098'],
  severity: 'high',
  why: 'A server that lets root in by password is a way back into the cluster for whoever knows it, past the API server and its log.',
  falsePositives: ['Workplaces of developers who sign in by ssh'],
  references: ['https://attack.mitre.org/techniques/T1021/004/'],
  needs: ['effects'],
  kinds: ['run', 'write'],
  evaluate: ({ effects }) => {
    const open = fromEffects(
      effects,
      (effect) => givesShell(effect) && 'gives a shell to whoever connects, without a sign-in',
    );
    if (open.length > 0) return open;
    const roots = new Set(['root', ...effects.flatMap(rootsBy)]);
    const opened = new Set(effects.filter((effect) => setsPassword(effect, roots)).map(({ container }) => container));
    if (opened.size === 0) return [];
    return fromEffects(
      effects,
      (effect) =>
        opened.has(effect.container) &&
        startsServer(effect) &&
        !(effect.kind === 'run' && takesKeysAlone(effect)) &&
        'sets the password of root and starts a server to sign in',
    );
  },
});
