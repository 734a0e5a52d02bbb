import { bindsShellInCode } from '../../command/code/generic.ts';
import type { Effect } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

/** What a request holds, as each language calls it. */
const REQUEST = [
  String.raw`\$_(?:GET|POST|REQUEST|COOKIE|SERVER|FILES)\b`,
  'php://input',
  String.raw`\brequest\.(?:args|form|values|data|json|cookies|headers|get_data|getParameter|params|query_params)\b`,
  String.raw`\breq\.(?:query|body|params|headers|cookies|url)\b`,
  String.raw`\bparams\[`,
  String.raw`\bself\.(?:path|headers)\b`,
  // The handler of a server of sockets, whatever it calls itself.
  String.raw`\.rfile\.read(?:line)?\(`,
  String.raw`\bfs\.getvalue\(`,
].join('|');
/** Calls that run text, and the signs that Perl, PHP and Ruby have for it. */
const RUNS =
  '(?:\\b(?:system|exec|execSync|spawn|spawnSync|passthru|shell_exec|popen|proc_open|pcntl_exec|eval|assert|create_function|check_output|getoutput|Popen|run|call|getRuntime\\(\\)\\.exec)\\s{0,4}\\(|`)';

/** The call with the request inside its own argument: `system($_GET["c"])`. */
const DIRECT = new RegExp(`${RUNS}[^;\\n]{0,120}(?:${REQUEST})`);
/** A name that the request gives, `$c = $_POST['x']`, and a call of it. */
const NAMED = new RegExp(`\\$?([A-Za-z_]\\w{0,40})\\s{0,4}=[^;=\\n]{0,80}(?:${REQUEST})`, 'g');
/** A name of a function that the request gives: `$_GET[0]($_GET[1])`. */
const CALLED = /\$_(?:GET|POST|REQUEST|COOKIE)\[[^\]\n]{0,40}\]\s{0,4}\(/;
/** A script of a shell behind a server: the request is in its environment. */
const OF_GATEWAY = '\\$\\{?(?:QUERY_STRING|HTTP_[A-Z_]{1,40}|REQUEST_URI|PATH_INFO)\\b';
const GATEWAY = new RegExp(
  `(?:\\beval\\b|\\b(?:ba|da|a)?sh\\s{1,4}-c\\b)[^\\n]{0,200}${OF_GATEWAY}|${OF_GATEWAY}[^\\n]{0,200}\\|\\s{0,4}(?:ba|da|a)?sh\\b`,
);
const MOST_TEXT = 4000;
const MOST_NAMES = 20;

/** A class of Python that answers requests: in any other its path is that of a file. */
const HANDLER = /RequestHandler|\bdo_[A-Z]{3,7}\b/;

/** Whether code runs text that comes with a request. */
const runsRequest = (code: string): boolean => {
  const whole = code.slice(0, MOST_TEXT);
  const text = HANDLER.test(code) ? whole : whole.replaceAll(/\bself\.(?:path|headers)\b/g, 'self.its');
  if (DIRECT.test(text) || CALLED.test(text) || GATEWAY.test(text)) return true;
  let count = 0;
  for (const [, name = ''] of text.matchAll(NAMED)) {
    count += 1;
    if (count > MOST_NAMES) return false;
    if (new RegExp(`${RUNS}(?:[^;\\n]{0,80}[$({,\\s"'])?${name}\\b`).test(text)) return true;
  }
  return false;
};

/** Pages that a server runs when they are asked for. */
const PAGE = /\.(?:jspx?|php\d?|phtml|phar|aspx?|cgi)$/;

const serves = (effect: Effect): string | null => {
  if (effect.kind === 'write' && PAGE.test(effect.path) && bindsShellInCode(effect.text))
    return `writes a page that joins a shell with a network connection (${effect.path})`;
  if (effect.kind === 'write' && runsRequest(effect.text))
    return `writes a page that runs what a request holds (${effect.path})`;
  return effect.kind === 'code' && runsRequest(effect.text) ? 'answers requests by running what they hold' : null;
};

export const commandWebShell = defineIndicator({
  id: 'command.web-shell',
  title: 'Serves a page that runs what a request holds',
  attack: ['T1053.007', 'T1505.003', 'T1059'],
  severity: 'high',
  why: 'Whoever reaches the page runs commands in the container, as often as they like, without a further request to the API server.',
  falsePositives: ['Teaching material and targets of exercises'],
  references: ['https://attack.mitre.org/techniques/T1505/003/'],
  needs: ['effects'],
  kinds: ['code', 'write'],
  evaluate: ({ effects }) => fromEffects(effects, serves),
});
