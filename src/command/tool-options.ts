import { runCode } from './interpret.ts';
import type { Call, Machine } from './machine.ts';
import { MOST_RUN } from './run-texts.ts';
import { mapped, type Value } from './value.ts';

/**
 * Options whose value a program starts, as a text for a shell or as the name of a program. A word without a dash is a
 * command of the program that takes one.
 */
export const OPTION_TEXTS: ReadonlyMap<string, readonly string[]> = new Map(
  (
    [
      ['acme.sh', '--pre-hook --post-hook --renew-hook --reloadcmd'],
      ['borg', '--rsh'],
      ['bpftrace', '-c'],
      ['cdist', '-s --shell'],
      ['certbot', '--pre-hook --post-hook --deploy-hook --renew-hook --manual-auth-hook --manual-cleanup-hook'],
      ['check_ssl_cert', '--grep-bin --curl-bin --openssl --nmap-bin --dig-bin --date-bin --file-bin --jq-bin'],
      ['consul-template', '-exec'],
      ['csvtool', 'call'],
      ['dehydrated', '--hook -k'],
      ['dhclient', '-sf'],
      ['dhcpcd', '-c --script'],
      ['dmsetup', '--exec'],
      ['dnsmasq', '--conf-script --dhcp-script'],
      ['enscript', '-I --filter'],
      ['fc', '-e'],
      ['fetchmail', '--preconnect --postconnect -m --mda'],
      ['forge', '--use'],
      ['fzf', '--preview --with-shell'],
      ['gem', '-e --editor'],
      ['genie', '-c --command'],
      ['git', '--upload-pack --receive-pack'],
      ['hg', '--ssh -e --remotecmd'],
      ['latexmk', '-pdflatex -latex -lualatex -xelatex -dvipdf -print'],
      ['lego', '--run-hook --renew-hook'],
      ['logrotate', '-m --mail'],
      ['mail', '--exec'],
      ['man', '-P --pager -H --html'],
      ['mapfile', '-C'],
      ['mosh', '--ssh --server'],
      ['msmtp', '--passwordeval'],
      ['nix-shell', '--run --command'],
      ['nodemon', '--exec -x'],
      [
        'openvpn',
        '--up --down --route-up --route-pre-down --ipchange --tls-verify --auth-user-pass-verify --client-connect --client-disconnect --learn-address',
      ],
      ['perlbug', '-e'],
      ['pip', '--editor'],
      ['pip3', '--editor'],
      ['plymouth', '--command'],
      ['pppd', 'connect disconnect init pty welcome'],
      ['readarray', '-C'],
      ['rclone', '--password-command'],
      ['restic', '--password-command'],
      ['rpm', '--pipe'],
      ['salt', 'cmd.run cmd.shell cmd.run_all'],
      ['salt-call', 'cmd.run cmd.shell cmd.run_all'],
      ['scp', '-S'],
      ['scrot', '-e --exec'],
      ['sftp', '-S -D'],
      ['sort', '--compress-program'],
      ['sshuttle', '-e --ssh-cmd'],
      ['svn', '--editor-cmd --diff-cmd --diff3-cmd'],
      ['tcpdump', '-z'],
      ['udhcpc', '-s --script'],
      ['vagrant', '-c --command'],
      ['wget', '--use-askpass'],
      ['xterm', '-e'],
      ['youtube-dl', '--exec'],
      ['yt-dlp', '--exec --exec-before-download'],
      ['zic', '-y'],
      ['zip', '-TT --unzip-command'],
      ...['aria2c'].map(
        (name) =>
          [
            name,
            '--on-download-start --on-download-complete --on-download-error --on-download-stop --on-download-pause --on-bt-download-complete',
          ] as const,
      ),
    ] as const
  ).map(([name, options]) => [name, options.split(' ')]),
);

/** Options whose value is code, with the interpreter of that code. */
export const OPTION_CODE: ReadonlyMap<string, readonly [options: readonly string[], interpreter: string]> = new Map(
  (
    [
      ['bee', 'eval ev', 'php'],
      ['bpftrace', '-e', 'bpftrace'],
      ['chef-apply', '-e --execute', 'ruby'],
      ['drush', 'eval ev php:eval', 'php'],
      ['exiftool', '-if', 'perl'],
      ['gimp', '-b --batch', 'python3'],
      ['gnuplot', '-e', 'gnuplot'],
      ['ipython', '-c', 'python3'],
      ['knife', '-E --exec', 'ruby'],
      ['latexmk', '-e', 'perl'],
      ['puppet', '-e --execute', 'puppet'],
      ['rails', 'runner r', 'ruby'],
      ['rake', '-e -E -p --execute --execute-print --execute-continue', 'ruby'],
      ['sage', '-c', 'python3'],
      ['sqlmap', '--eval', 'python3'],
      ['wp', 'eval', 'php'],
    ] as const
  ).map(([name, options, interpreter]) => [name, [options.split(' '), interpreter]]),
);

/** The words behind these options: in the next word, after `=`, or in the same word where it can be no other option. */
export const behindOptions = (
  { texts, args }: Pick<Call, 'texts' | 'args'>,
  names: readonly string[],
): readonly Value[] => {
  const found: Value[] = [];
  for (const [index, text] of texts.entries()) {
    if (found.length >= MOST_RUN) break;
    const arg = args[index];
    if (arg === undefined) continue;
    for (const name of names) {
      const next = args[index + 1];
      if (text === name) {
        if (next !== undefined) found.push(next);
      } else if (name.startsWith('-') && text.startsWith(name)) {
        const rest = text.slice(name.length);
        if (name.length > 2 && rest.startsWith('=')) found.push(mapped(arg, rest.slice(1)));
        else if (name.length === 2 && /[\s/|;]/.test(rest)) found.push(mapped(arg, rest.replace(/^=/, '')));
      }
    }
  }
  return found;
};

/** Texts for a shell behind options; code of another language behind options is run at once. */
export const textsBehindOptions = (machine: Machine, call: Call): readonly Value[] => {
  const code = OPTION_CODE.get(call.program);
  if (code !== undefined) {
    for (const one of behindOptions(call, code[0])) runCode(machine, call, one, code[1], call.input);
  }
  const options = OPTION_TEXTS.get(call.program);
  return options === undefined
    ? []
    : behindOptions(call, options).map((one) => mapped(one, one.text.replace(/^!/, '')));
};
