import { isClusterHost } from '../../command/network.ts';
import type { Effect } from '../../model/effect.ts';
import { isKnownInstaller } from '../publishers.ts';
import { hostOf, isBareAddress } from '../sources.ts';

const MOST_TEXT = 8000;
const MOST_FOUND = 20;

/** A client that fetches, and an interpreter that is fed. */
const FETCHES = /\b(?:curl|wget|fetch)\b/;
const RUNS = /^\s{0,8}(?:sudo\s{1,4})?(?:\S{0,40}\/)?(?:(?:ba|da|z|k|a)?sh|python[\d.]{0,5}|perl|node|php|ruby)\b/;
const MOST_PARTS = 200;

/** Text that nobody could read, decoded into an interpreter. */
const UNPACKED =
  /\bbase(?:64|32)\s{1,4}(?:-[dD]|--decode)\s{0,4}\|\s{0,4}(?:sudo\s{1,4})?(?:\S{0,40}\/)?(?:(?:ba|da|z|k|a)?sh|python[\d.]{0,5}|perl|node|php|ruby)\b/;

/** Addresses of downloads whose output an interpreter runs. */
const fetchedIn = (text: string): readonly string[] =>
  text.split(/[;\n]|&&/).flatMap((step) => {
    const parts = step.split('|', MOST_PARTS);
    return parts.flatMap((part, at) =>
      RUNS.test(parts[at + 1] ?? '') && FETCHES.test(part) ? (ADDRESS.exec(part)?.[0] ?? []) : [],
    );
  });

/** The same inside of a language: what runs text, with a client or a decoder in what it is given. */
const IN_CODE =
  /\b(?:exec|eval|os\.system|popen|subprocess\.\w{1,20}|execSync|spawnSync|Function|instance_eval|system)\s{0,4}\([^\n]{0,200}?(?:urlopen|urllib|requests\.(?:get|post)|b64decode|base64|Net::HTTP|URI\.open|fetch\(|https?\.get|\bcurl\s|\bwget\s)[^\n]{0,300}/g;
const ADDRESS = /https?:\/\/[^\s"'|)<>]{1,300}/;

/** All variables at once, in a language; a client of it that may send them. */
const WHOLE_ENVIRONMENT =
  /\bos\.environ(?!\s{0,4}[.[])|\bos\.environ\.(?:items|copy)\(|\bprocess\.env(?=\s{0,4}[),}\]])|\bENV\.(?:to_h|to_a|inspect|map)\b|%ENV\b/;
const CLIENT_OF_CODE =
  /urlopen|urllib|requests\.(?:post|get|put)|httpx|https?\.(?:request|get|post)|\bfetch\(|axios|\.request\(|Net::HTTP|HTTP::Tiny|\bsocket\b/;

/** Addresses to which a planted text sends all variables of whoever runs it. */
const environmentSentIn = (text: string): readonly string[] => {
  if (WHOLE_ENVIRONMENT.test(text) && CLIENT_OF_CODE.test(text)) {
    const named = HOST_OPTION.exec(text)?.[1];
    return [
      ...(text.match(ADDRESSES) ?? []).slice(0, MOST_FOUND),
      ...(named === undefined ? [] : [`https://${named}/`]),
    ];
  }
  if (!ENVIRONMENT.test(text)) return [];
  return text
    .split('\n')
    .flatMap((line) => (SENDER.test(line) && ENVIRONMENT.test(line) ? (ADDRESS.exec(line)?.[0] ?? []) : []));
};
/** The host of a request as a field of its own. */
const HOST_OPTION = /\bhost(?:name)?["']?\s{0,4}[:=]\s{0,4}\\?["']([\w.-]{1,200})/;
const ADDRESSES = /https?:\/\/[^\s"'|)<>]{1,300}/g;

/** How strange the source of what is run must be: an address without a name or without encryption, or any but known installers. */
type Strangeness = 'bare' | 'any';

/** What a text would do that is planted in something that others run; `null` for a text that fetches nothing to run. */
export const plantedIn = (whole: string, strangeness: Strangeness): string | null => {
  const text = whole.slice(0, MOST_TEXT);
  const isStrange = (url: string): boolean =>
    isBareAddress(url) || (strangeness === 'any' && !isClusterHost(hostOf(url)) && !isKnownInstaller([url]));
  if (fetchedIn(text).some(isStrange)) return 'that fetches and runs a program';
  if (UNPACKED.test(text)) return 'that unpacks and runs a program';
  if (environmentSentIn(text).some(isStrange)) return 'that sends its environment';
  const inCode = [...text.matchAll(IN_CODE)].slice(0, MOST_FOUND).some(([line]) => {
    const url = ADDRESS.exec(line)?.[0];
    return url === undefined
      ? strangeness === 'any' && /b64decode|base64|atob/.test(line) && /["'][\w+/=]{40,}["']/.test(line)
      : isStrange(url);
  });
  return inCode ? 'that runs what it fetches or unpacks' : null;
};

/** All secrets of a workflow at once, which no step needs, in a line or under the name of a variable. */
const ALL_SECRETS = /\$\{\{\s{0,4}toJSON\(\s{0,4}secrets\s{0,4}\)\s{0,4}\}\}/i;
const NAMED = /^[\s-]{0,60}(\w{1,60}):\s{0,8}["']?\$\{\{\s{0,4}toJSON\(\s{0,4}secrets\s{0,4}\)/gim;
const SENDER = /\b(?:curl|wget|nc|ncat|Invoke-WebRequest|Invoke-RestMethod)\b/;
/** The environment of a step, on its way to a client that sends. */
const ENVIRONMENT =
  /(?:^|[\s;&("'=])(?:env|printenv|export\s{1,4}-p|set)\s{0,4}\||[({]\s{0,4}(?:env|printenv|export\s{1,4}-p)\s{0,4}[;&][^|]{0,200}\|/;
/** A file with which whoever runs a pipeline signs in elsewhere, on its way to a client that sends. */
const SIGN_IN_FILE =
  /(?:\bcat\b[^|;]{0,200}|@)(?:~|\$HOME|\$\{HOME\}|\/root|\/kaniko)\/\.(?:docker\/config\.json|npmrc|netrc|git-credentials|aws\/credentials|kube\/config|ssh\/id_\w{1,20}|pypirc)\b/;

/** What the text of a pipeline would send to whom; `null` for one that keeps its secrets. */
export const secretsSentBy = (whole: string): string | null => {
  const text = whole.slice(0, MOST_TEXT);
  const names = [...text.matchAll(NAMED)].slice(0, MOST_FOUND).flatMap(([, name]) => name ?? []);
  const hasSecrets = (line: string): boolean =>
    ALL_SECRETS.test(line) ||
    ENVIRONMENT.test(line) ||
    SIGN_IN_FILE.test(line) ||
    names.some((name) => [`$${name}`, `\${${name}}`, `env.${name}`].some((use) => line.includes(use)));
  for (const line of text.split('\n')) {
    const url = SENDER.test(line) && hasSecrets(line) ? ADDRESS.exec(line)?.[0] : undefined;
    if (url !== undefined && !isClusterHost(hostOf(url))) return hostOf(url);
  }
  return null;
};

/** What gives out the content of a repository or of a directory, and a client that sends what comes in. */
const GIVES_CONTENT =
  /\bgit\s(?:[^|]{0,100}\s)?(?:archive|bundle|cat-file|show|diff|log\s[^|]{0,40}-p|format-patch|pack-objects)\b|\btar\s{1,4}-{0,2}[a-z]{0,4}c/;
const SENDS_INPUT =
  /\bcurl\b[^|]{0,400}(?:@-|-T\s?-|--upload-file[ =]-)|\bwget\b[^|]{0,400}--(?:post|body)-file[ =](?:-|\/dev\/stdin)/;

/** A host of a request in code, in an address or by itself. */
const HOST_IN_CODE = /https?:\/\/([\w.-]{1,200})|\bhost(?:name)?\s{0,4}[:=]\s{0,4}["']([\w.-]{1,200})/;

/** Where a planted text sends the content of the repository in which it runs; `null` for one that sends none. */
export const contentSentBy = (whole: string): string | null => {
  if (/^#![^\n]{0,100}(?:node|python|ruby|perl|php)/.test(whole)) {
    const text = whole.slice(0, MOST_TEXT);
    const to = GIVES_CONTENT.test(text) && CLIENT_OF_CODE.test(text) ? HOST_IN_CODE.exec(text) : null;
    const host = to?.[1] ?? to?.[2];
    return host === undefined || isClusterHost(host) ? null : host;
  }
  for (const step of whole.slice(0, MOST_TEXT).split(/[;\n]|&&/)) {
    const parts = step.split('|', MOST_PARTS);
    const from = parts.findIndex((part) => GIVES_CONTENT.test(part));
    if (from < 0) continue;
    const url = parts
      .slice(from + 1)
      .flatMap((part) => (SENDS_INPUT.test(part) ? (ADDRESS.exec(part)?.[0] ?? []) : []))[0];
    if (url !== undefined && !isClusterHost(hostOf(url))) return hostOf(url);
  }
  return null;
};

/** Documents show commands to people. */
const DOCUMENT = /\.(?:md|mdx|txt|rst|adoc|html?|log)$/i;

/** Programs that put a text into a file by their words. */
const EDITORS: ReadonlySet<string> = new Set(['sed', 'jq', 'yq', 'npm', 'perl']);

/** A text that a command writes or puts into a file, as far as it may be run by somebody later. */
export const writtenText = (effect: Effect): string | null => {
  if (effect.kind === 'write') return DOCUMENT.test(effect.path) ? null : effect.text;
  if (effect.kind === 'run' && EDITORS.has(effect.program))
    return effect.args.some((arg) => DOCUMENT.test(arg)) ? null : effect.args.join(' ');
  return null;
};

/** Files that a forge runs by itself once they are pushed. */
export const isPipeline = (path: string, text: string): boolean =>
  /(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/|\.gitlab-ci[\w.-]{0,40}\.ya?ml$|(?:^|\/)(?:Jenkinsfile|azure-pipelines[\w.-]{0,40}|bitbucket-pipelines\.yml|\.drone\.yml|\.travis\.yml)$|\.circleci\//.test(
    path,
  ) ||
  (/\.ya?ml$/.test(path) && (IS_WORKFLOW.every((part) => part.test(text)) || TEMPLATE.test(text)));

const IS_WORKFLOW: readonly RegExp[] = [/^jobs:/m, /^(?:on|"on"|'on'):/m];
/** Steps of a template that pipelines include, and of an action that workflows use. */
const TEMPLATE =
  /^\s{0,20}(?:before_script|after_script|script):\s{0,8}(?:\n\s{0,40}-\s|\[|[|>])|^\s{0,8}using:\s{1,4}["']?composite/m;
