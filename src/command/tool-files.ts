import { runCode } from './interpret.ts';
import { KUBE_CLIENTS } from './kube.ts';
import type { Call, Machine } from './machine.ts';
import { saysOrigins } from './origins.ts';
import { linesOf, MOST_RUN } from './run-texts.ts';
import { runsFile } from './running.ts';
import { behindOptions } from './tool-options.ts';
import { mapped, type Value } from './value.ts';

/** Characters of one file that are looked through. */
const MOST_CHARACTERS = 20_000;

/** A file of a tool that the command may have written itself, and what the tool runs of it. */
interface ToolFile {
  /** Options that name it. */
  readonly options?: readonly string[];
  /** A name under which the tool looks for it, or a pattern of names. */
  readonly names?: readonly string[];
  readonly pattern?: RegExp;
  /** True where a word without an option may name it. */
  readonly operand?: true;
  /** Words of which one must stand in the call; without them it is read by every call. */
  readonly words?: readonly string[];
  /** The whole file is a script of a shell, or code of this interpreter; else each line that fits holds a command. */
  readonly is: 'shell' | { readonly code: string } | RegExp;
}

const QUOTED = String.raw`"((?:[^"\\]|\\.){1,4000})"`;
const RUBY = { code: 'ruby' } as const;
const PERL = { code: 'perl' } as const;
const PYTHON = { code: 'python3' } as const;
const LUA = { code: 'lua' } as const;
/** Settings of ssh and of those that connect by it. */
const SSH_FILE: ToolFile = {
  options: ['-F'],
  pattern: /\.ssh\/config$/,
  is: /^\s{0,20}(?:ProxyCommand|LocalCommand|KnownHostsCommand)[\s=]{1,8}(\S.*)$/i,
};
const APT_FILE: ToolFile = {
  options: ['-c', '--config-file'],
  pattern: /\/etc\/apt\/(?:apt\.conf$|apt\.conf\.d\/)/,
  is: new RegExp(String.raw`-Invoke(?:-Success)?(?:::)?\s{0,8}(?:=\s{0,4})?\{?\s{0,8}${QUOTED}`),
};

const TOOL_FILES: ReadonlyMap<string, readonly ToolFile[]> = new Map(
  (
    [
      [
        'ansible-playbook',
        [
          {
            operand: true,
            is: /(?:^|[\s{[-])(?:ansible\.(?:builtin|legacy)\.)?(?:shell|command|raw|cmd)\s{0,4}:\s{1,4}(?!\|)(?:"((?:[^"\\]|\\.){1,4000})"|'([^']{1,4000})'|([^"'{}\s][^{}]{0,4000}))/,
          },
        ],
      ],
      ...['apt', 'apt-get', 'aptitude'].map((name) => [name, [APT_FILE]] as const),
      ['bpftrace', [{ operand: true, is: { code: 'bpftrace' } }]],
      ['bundle', [{ names: ['Gemfile'], is: RUBY }]],
      ['byebug', [{ operand: true, is: RUBY }]],
      ['cobc', [{ operand: true, is: new RegExp(String.raw`\bCALL\s{1,8}"SYSTEM"\s{1,8}USING\s{1,8}${QUOTED}`, 'i') }]],
      ...['cowsay', 'cowthink'].map((name) => [name, [{ options: ['-f'], is: PERL }]] as const),
      [
        'dotnet',
        [
          {
            pattern: /\.(?:cs|fs|vb)proj$|\.targets$/,
            is: new RegExp(String.raw`<Exec\s[^>]{0,400}?\bCommand\s{0,4}=\s{0,4}${QUOTED}`),
          },
        ],
      ],
      ['easyrsa', [{ options: ['--vars'], names: ['vars'], is: 'shell' }]],
      ['facter', [{ pattern: /\.rb$/, is: RUBY }]],
      [
        'fail2ban-client',
        [
          {
            pattern: /\/action\.d\//,
            is: /^\s{0,20}action(?:start|stop|ban|unban|check|reload)\s{0,8}=\s{0,8}(\S.*)$/,
          },
        ],
      ],
      ['fastfetch', [{ options: ['-c', '--config'], is: new RegExp(String.raw`"text"\s{0,8}:\s{0,8}${QUOTED}`) }]],
      ...['foreman', 'honcho', 'overmind', 'hivemind'].map(
        (name) =>
          [name, [{ options: ['-f', '--procfile'], names: ['Procfile'], is: /^[\w-]{1,80}:\s{0,8}(\S.*)$/ }]] as const,
      ),
      [
        'gem',
        [
          { names: ['Gemfile'], options: ['-g', '--file'], is: RUBY },
          { operand: true, pattern: /\.gemspec$/, words: ['build'], is: RUBY },
        ],
      ],
      [
        'git',
        [
          {
            pattern: /(?:\.gitconfig|\.git\/config)$/,
            is: /^\s{0,20}(?:sshcommand|pager|editor|fsmonitor|askpass|external|textconv|smudge|clean|program)\s{0,8}=\s{0,8}!?(\S.*)$/i,
          },
          SSH_FILE,
        ],
      ],
      ['less', [{ names: ['.lessfilter'], is: 'shell' }]],
      ['minicom', [{ options: ['-S'], is: /^\s{0,20}!\s{0,8}(\S.*)$/ }]],
      ['needrestart', [{ options: ['-c'], is: PERL }]],
      ['neofetch', [{ options: ['--config'], is: 'shell' }]],
      ['nmap', [{ options: ['--script'], is: LUA }]],
      [
        'openvpn',
        [
          {
            options: ['--config'],
            operand: true,
            is: /^\s{0,20}(?:up|down|route-up|ipchange|tls-verify|auth-user-pass-verify|client-connect|client-disconnect|learn-address)\s{1,8}(\S.*)$/,
          },
        ],
      ],
      [
        'pandoc',
        [
          { options: ['-L', '--lua-filter'], is: LUA },
          { options: ['-F', '--filter'], is: 'shell' },
        ],
      ],
      ...['pdb', 'pdb3'].map((name) => [name, [{ operand: true, is: PYTHON }]] as const),
      ['pipx', [{ operand: true, pattern: /\.py$/, words: ['run'], is: PYTHON }]],
      ['procmail', [{ options: ['-m'], operand: true, names: ['.procmailrc'], is: /^\s{0,20}\|\s{0,8}(\S.*)$/ }]],
      ['puppet', [{ operand: true, pattern: /\.pp$/, is: { code: 'puppet' } }]],
      ['rake', [{ names: ['Rakefile'], options: ['-f', '--rakefile'], is: RUBY }]],
      ['runscript', [{ operand: true, is: /^\s{0,20}!\s{0,8}(\S.*)$/ }]],
      ...['ssh', 'scp', 'sftp', 'rsync', 'autossh'].map((name) => [name, [SSH_FILE]] as const),
      [
        'supervisord',
        [
          {
            options: ['-c', '--configuration'],
            names: ['supervisord.conf'],
            is: /^\s{0,20}command\s{0,8}=\s{0,8}(\S.*)$/,
          },
        ],
      ],
      [
        'systemctl',
        [
          {
            pattern: /\.service$/,
            words: ['start', 'restart', 'enable', 'link', 'reload-or-restart'],
            is: /^\s{0,20}Exec(?:Start|StartPre|StartPost|Stop|Reload|Condition)\s{0,8}=\s{0,8}[-@:+!]{0,4}(\S.*)$/,
          },
        ],
      ],
      ...['terraform', 'tofu', 'terragrunt'].map(
        (name) =>
          [
            name,
            [
              {
                pattern: /\.tf$/,
                words: ['apply', 'plan', 'refresh', 'destroy', 'console'],
                is: new RegExp(String.raw`\bcommand\s{0,8}=\s{0,8}${QUOTED}`),
              },
            ],
          ] as const,
      ),
      ...['task', 'go-task'].map(
        (name) =>
          [
            name,
            [
              {
                options: ['-t', '--taskfile'],
                names: ['Taskfile.yml', 'Taskfile.yaml'],
                is: /^\s{2,40}-\s{1,8}(?:cmd:\s{1,8})?(\S.*)$/,
              },
            ],
          ] as const,
      ),
      ['tshark', [{ options: ['-X'], is: LUA }]],
      ['vagrant', [{ names: ['Vagrantfile'], is: RUBY }]],
      [
        'wg-quick',
        [
          {
            operand: true,
            pattern: /\.conf$/,
            words: ['up', 'down'],
            is: /^\s{0,20}(?:Pre|Post)(?:Up|Down)\s{0,8}=\s{0,8}(\S.*)$/,
          },
        ],
      ],
    ] as readonly (readonly [string, readonly ToolFile[]])[]
  ).map(([name, files]) => [name, files]),
);
export const TOOLS_WITH_FILES: readonly string[] = [...TOOL_FILES.keys()];

/** A tool that looks for its commands beside those of its own: `git x` starts `git-x`. */
const PLUGINS: ReadonlyMap<string, string> = new Map([
  ['git', 'git-'],
  ['kubectl', 'kubectl-'],
  ['cargo', 'cargo-'],
  ['zypper', 'zypper-'],
  ['gh', 'gh-'],
]);

/** A client of the cluster starts the program that its configuration names for the sign-in. */
const signsInBy = (machine: Machine, call: Call): readonly Value[] => {
  const named = [...behindOptions(call, ['--kubeconfig']), machine.variables.get('KUBECONFIG')].flatMap((one) =>
    one === undefined ? [] : (machine.files.get(one.text) ?? []),
  );
  return named.flatMap((file) => {
    if (!file.known) return [];
    const [, exec = ''] = /\n\s{0,40}exec:\s{0,8}\n([\s\S]{1,4000})/.exec(file.text.slice(0, MOST_CHARACTERS)) ?? [];
    const program = /(?:^|\n)\s{0,40}command:\s{0,8}['"]?([^\s'"]{1,400})/.exec(exec)?.[1];
    if (program === undefined) return [];
    const items = /\n?\s{0,40}args:\s{0,8}\n((?:\s{0,40}-\s[^\n]{0,4000}\n?){1,16})/.exec(exec)?.[1] ?? '';
    const words = [...items.matchAll(/-\s{1,8}(?:'([^'\n]*)'|"([^"\n]*)"|([^\n]*))\n?/g)].map(
      ([, single, double, bare = '']) => single ?? double ?? bare,
    );
    return [mapped(file, [program, ...words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`)].join(' '))];
  });
};

/** Texts for a shell in files of a tool that the command wrote; code of another language in them is run at once. */
export const textsOfFiles = (machine: Machine, call: Call): readonly Value[] => {
  // Nothing was written and nothing is mounted: nothing of it can be read.
  if (machine.files.isBare) return [];
  const prefix = PLUGINS.get(call.program);
  const named = prefix === undefined ? undefined : call.texts.find((text) => !text.startsWith('-'));
  const plugin = named === undefined ? undefined : machine.files.get(`${prefix}${named}`);
  if (plugin !== undefined) runsFile(machine, call, plugin, []);
  if (KUBE_CLIENTS.has(call.program)) return signsInBy(machine, call);
  return (TOOL_FILES.get(call.program) ?? []).flatMap((one) =>
    one.words === undefined || one.words.some((word) => call.texts.includes(word)) ? textsOf(machine, call, one) : [],
  );
};

const textsOf = (machine: Machine, call: Call, one: ToolFile): readonly Value[] =>
  filesOf(machine, call, one).flatMap((file) => {
    const { is } = one;
    // Of a script that was brought it is known at least that it runs.
    if (!file.known && (one.operand === true || !(is instanceof RegExp)))
      saysOrigins(machine, call, file.origins, 'file');
    if (!(is instanceof RegExp)) {
      if (is === 'shell') runsFile(machine, call, file, []);
      else runCode(machine, call, file, is.code);
      return [];
    }
    if (!file.known) return [];
    return linesOf(machine, call, mapped(file, file.text.slice(0, MOST_CHARACTERS))).flatMap((line) => {
      const match = is.exec(line.text);
      const text = match?.[3] ?? match?.[2] ?? match?.[1];
      return text === undefined ? [] : [mapped(line, text.replaceAll(/\\(["\\])/g, '$1'))];
    });
  });

const filesOf = (machine: Machine, call: Call, one: ToolFile): readonly Value[] => {
  const { files } = machine;
  const words = call.texts.slice(0, MOST_RUN).filter((text) => !text.startsWith('-'));
  const operands = one.operand === true ? words.filter((text) => one.pattern?.test(text) !== false) : [];
  const asked = [
    ...behindOptions(call, one.options ?? []).map(({ text }) => text.replace(/^lua_script:/, '')),
    ...operands,
    ...(one.names ?? []),
  ];
  const found = asked.flatMap((name) => files.get(name) ?? []);
  const { pattern } = one;
  const matching = pattern === undefined || one.operand === true ? [] : files.named((path) => pattern.test(path));
  return [...new Set([...found, ...matching])].slice(0, MOST_RUN);
};
