import { baseName, isShell, runsInput } from '../../command/programs.ts';
import { defineIndicator } from '../define.ts';
import { isPeer, NETCATS, NETWORK_DEVICE } from '../text/acts.ts';
import { firstAct, fromCommands } from '../text/evidence.ts';
import type { Step } from '../text/shell-text.ts';
import type { Act, Understood } from '../text/understand.ts';

export const commandReverseShell = defineIndicator({
  id: 'command.reverse-shell',
  title: 'Binds a shell to a network connection',
  attack: ['T1053.007', 'T1059.004', 'T1095'],
  severity: 'high',
  why: 'Someone outside gets an interactive shell in the cluster, renewed at every run. No job needs that.',
  falsePositives: ['Exercises and attack emulation'],
  needs: ['commands'],
  evaluate: ({ commands }) =>
    fromCommands(commands, (understood) =>
      firstAct(
        understood,
        (act) =>
          (deviceShell(act, understood) && 'binds a shell to a network connection of the shell itself') ||
          (netcatRuns(act) && 'hands a program to netcat for whoever is at the other end') ||
          (pipedShell(act, understood) && 'joins a shell with a network connection through pipes') ||
          (socatRuns(act) && 'joins a shell with a network connection through socat') ||
          (codeShell(act) && 'opens a socket and starts a shell on it, in code'),
      ),
    ),
});

const touchesDevice = ({ redirects }: Step): boolean => redirects.some(({ target }) => NETWORK_DEVICE.test(target));

/** `/dev/tcp` alone is how scripts without curl test a port. It takes a shell that reads or writes there. */
const deviceShell = (act: Act, { acts }: Understood): boolean => {
  const { step, ran } = act;
  if (isShell(ran.program) && touchesDevice(step)) return true;
  if (runsInput(ran) && isShell(ran.program) && step.from.some(touchesDevice)) return true;
  // A descriptor that was opened on the device, and a shell or a variable that runs on it.
  const onDescriptor = step.redirects.some(
    ({ op, target }) => (op === '<&' || op === '>&') && /^[3-9]\d{0,2}$/.test(target),
  );
  if (!onDescriptor || !(isShell(ran.program) || ran.path.startsWith('$'))) return false;
  return acts.some((other) => touchesDevice(other.step));
};

const RUN_OPTIONS = /^(?:-[a-zA-Z]*e|--exec|--sh-exec|--lua-exec)(?:=|$)/;

/** `-e PROGRAM` of any netcat; `-c` means TLS for one of them, so it needs a program behind it. */
const netcatRuns = ({ ran: { program, args } }: Act): boolean =>
  NETCATS.has(program) &&
  args.some((arg, index) => {
    const next = args[index + 1] ?? '';
    if (RUN_OPTIONS.test(arg)) return next !== '' || arg.includes('=');
    return /^-[a-zA-Z]*c$/.test(arg) && (next.startsWith('/') || isShell(next.split(' ', 1)[0] ?? ''));
  });

/** `sh -i | nc HOST PORT` and `nc HOST PORT | sh`, with or without a named pipe that closes the ring. */
const pipedShell = (act: Act, { actOf }: Understood): boolean => {
  const shellFed = runsInput(act.ran) && isShell(act.ran.program);
  const peer = isPeer(act);
  if (!shellFed && !peer) return false;
  const queue: Step[] = [...act.step.from];
  const seen = new Set<Step>(queue);
  for (let step = queue.pop(); step !== undefined && seen.size < 128; step = queue.pop()) {
    const other = actOf.get(step);
    if (other !== undefined) {
      if (shellFed && isPeer(other)) return true;
      if (peer && isShell(other.ran.program) && runsInput(other.ran)) return true;
    }
    for (const one of step.from) {
      if (!seen.has(one)) {
        seen.add(one);
        queue.push(one);
      }
    }
  }
  return false;
};

const SHELL_NAME = /(?:^|[/:,"'\s])(?:ba|da|a|z|k)?sh(?:$|[\s,"'])/;

const socatRuns = ({ ran: { program, args } }: Act): boolean =>
  program === 'socat' &&
  args.some((arg) => /^(?:exec|system):/i.test(arg) && SHELL_NAME.test(arg)) &&
  args.some((arg) => /^(?:tcp|udp|ssl|openssl|sctp|vsock|socks)/i.test(arg));

const SOCKETS =
  /\bsocket\b|Socket|fsockopen|stream_socket_client|require\(["'](?:node:)?(?:net|tls)["']\)|\/inet\/(?:tcp|udp)\/|TcpClient|TCPClient/;
const SHELLS = /["'`/](?:ba|da|a|z|k)?sh\b|\bpty\.spawn|\bdup2\b|cmd\.exe|powershell/;
const STARTS =
  /\b(?:exec|spawn|system|popen|Popen|subprocess|proc_open|passthru|shell_exec|fork|call|execve|dup2|getline|Process)\b/;

/** A socket, a shell and a way to start it, together in the code of one interpreter. */
const codeShell = ({ code, ran, step }: Act): boolean => {
  const text = code ?? (/^[gm]?awk$/.test(baseName(ran.path)) ? step.words.join(' ') : null);
  if (text === null) return false;
  if (code === null) return text.includes('/inet/') && STARTS.test(text);
  return SOCKETS.test(text) && SHELLS.test(text) && STARTS.test(text);
};
