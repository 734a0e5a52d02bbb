import { WORK } from './budget.ts';
import { runCode } from './interpret.ts';
import type { Call, Machine } from './machine.ts';
import { isOpaque } from './opaque.ts';
import type { Value } from './value.ts';

/**
 * Tools that start programs which their own texts tell: descriptions of builds and of machines, servers, editors of pages. Managers of
 * packages are none of them: their lists are full of checksums.
 */
export const TOLD_BY_TEXT: ReadonlySet<string> = new Set([
  ...[
    'terraform',
    'tofu',
    'packer',
    'vagrant',
    'ant',
    'mvn',
    'mvnw',
    'gradle',
    'gradlew',
    'sbt',
    'lein',
    'bazel',
    'buck2',
  ],
  ...[
    'ninja',
    'cmake',
    'meson',
    'scons',
    'waf',
    'rake',
    'erb',
    'thor',
    'jekyll',
    'groff',
    'troff',
    'nroff',
    'roff2pdf',
    'm4',
  ],
  ...['lighttpd', 'nginx', 'openresty', 'httpd', 'apache2', 'haproxy', 'unbound', 'xinetd', 'telegraf', 'fluentd'],
  ...['fluent-bit', 'vector', 'logstash', 'collectd', 'monit', 'supervisord', 'logrotate', 'kotlin'],
  ...['dpkg', 'rpm', 'gdb', 'lldb', 'sqlite3'],
]);
/** What starts a program, in any of those. */
const STARTS =
  /\b(?:local-exec|remote-exec|external|exec(?:utable|Command|ute)?|system|popen|spawn|esyscmd|syscmd|include_shell|command|run|generate|ProcessBuilder|commandLine|shell(?:_exec)?|process_cmd|IO)\b|^\.sy\b|%x|`/m;
/** Those whose texts have readers of their own. */
const READ_BY_ITSELF: ReadonlySet<string> = new Set([...['terraform', 'tofu', 'rpm', 'gdb', 'lldb']]);
const MOST_FILES = 8;
const MOST_SEEN = 1000;
const LEAST_TEXT = 24;
const MOST_TEXT = 32 * 1024;

const read = new WeakMap<Machine, Set<string>>();

/**
 * Texts that the command wrote, or hands over, read as code of a language without a parser: what starts programs in it does so for
 * the tool that is started now. Each is read once.
 */
export const readsToolTexts = (machine: Machine, call: Call): void => {
  if (!TOLD_BY_TEXT.has(call.program)) return;
  const seen = read.get(machine) ?? new Set<string>();
  read.set(machine, seen);
  if (!machine.spend(machine.files.size * WORK.word)) return;
  const written = machine.files.named((path) => !/\.(?:sh|py|pl|rb|js)$/.test(path)).slice(0, MOST_FILES);
  const texts: readonly Value[] = [...(call.input === null ? [] : [call.input]), ...written, ...call.args];
  for (const value of texts) {
    const { text, known } = value;
    if (!known || text.length < LEAST_TEXT || text.length > MOST_TEXT || seen.has(text)) continue;
    if (!machine.spend(text.length * WORK.lookedAtCharacter)) return;
    if (seen.size < MOST_SEEN) seen.add(text);
    if (!STARTS.test(text)) continue;
    if (!READ_BY_ITSELF.has(call.program)) runCode(machine, call, value, call.program);
    if (!isOpaque(text)) continue;
    const from = machine.emit({ kind: 'decode', layer: call.program }, call);
    machine.emit({ kind: 'execute', what: 'decoded', how: 'code', from }, call);
  }
};
