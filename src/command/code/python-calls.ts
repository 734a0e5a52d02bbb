import { awsCall } from './aws.ts';
import { DATABASES } from './databases.ts';
import { isKubeModel, kubeModel, parsesYaml } from './kube-models.ts';
import { createsFrom, isKubeClient } from './kubernetes.ts';
import { environment } from './objects.ts';
import { FILES } from './python-files.ts';
import { NETWORK } from './python-network.ts';
import { PROCESSES } from './python-processes.ts';
import { VALUES } from './python-values.ts';
import { decodedAs } from './texts.ts';
import { argumentOf, type Handler, type Host, list, number, object, ref, type Thing, text, textOf } from './things.ts';

/** What Python brings and what its usual libraries add, by path. */
const CALLS: ReadonlyMap<string, Handler> = new Map([...PROCESSES, ...VALUES, ...FILES, ...NETWORK, ...DATABASES]);

const kubeClient: Handler = (_host, call) => {
  const client = argumentOf(call, 0, 'api_client');
  return object('kube', [], client === undefined ? [] : [['client', client]]);
};
const DOCUMENTS = /^(?:yaml|ruamel\.yaml)\.(?:safe_|full_|unsafe_)?load(?:_all)?$/;

/** Names of modules and functions that mean the same. */
const ALIASES: readonly (readonly [RegExp, string])[] = [
  [/^(?:__builtins__|builtins|__builtin__)\.(?:__dict__\.)?/, ''],
  [/^six\.moves\./, ''],
  [/^(?:urllib2|urllib)\.(?=(?:urlopen|Request|urlretrieve|build_opener)$)/, 'urllib.request.'],
  [/^urllib\.(?=(?:unquote|urlencode|quote)$)/, 'urllib.parse.'],
  [/^httplib\./, 'http.client.'],
  [/^(?:posix|nt)\./, 'os.'],
  [/^_socket\./, 'socket.'],
  [/^multiprocessing\.(?:dummy|context)\./, 'multiprocessing.'],
  [/^(?:eventlet|gevent)\.(?:green\.|monkey\.)?/, ''],
  [/^concurrent\.futures\..*/, 'concurrent.futures'],
  [/^sys\.modules\./, ''],
  [/^(?:_io|io)\.open$/, 'open'],
];

export const pythonPath = (path: string): string => {
  let out = path.replaceAll('.__dict__', '').replaceAll('.__call__', '');
  for (const [pattern, name] of ALIASES) out = out.replace(pattern, name);
  return out;
};

export const pythonCall = (path: string): Handler | undefined => {
  const found = CALLS.get(path);
  if (found !== undefined) return found;
  if (isKubeClient(path)) return kubeClient;
  if (isKubeModel(path)) return kubeModel;
  if (/^kubernetes(?:_asyncio)?\.client(?:\.api_client)?\.ApiClient$/.test(path)) return () => object('kube-client');
  if (/^kubernetes(?:_asyncio)?\.utils\.(?:create_from_yaml\.)?create_from_(?:dict|yaml)$/.test(path))
    return createsFrom;
  if (DOCUMENTS.test(path)) return parsesYaml;
  if (path.startsWith('boto')) return awsCall(path);
  if (path.startsWith('\0codec.'))
    return (host, { args }) => list([decodedAs(host, args[0], path.slice(7)), number(0)]);
  return undefined;
};

/** What stands behind a path without a call. */
export const pythonMember = (host: Host, path: string): Thing | null => {
  if (path === 'os.environ' || path === 'os.environb') return environment(host);
  if (path.startsWith('\0names.')) return host.named(path.slice(7));
  if (path === '*.__builtins__') return ref('*');
  if (path.startsWith('*.')) return CALLS.has(path.slice(2)) ? ref(path.slice(2)) : ref(`os.${path.slice(2)}`);
  if (path === 'sys.argv') return list([text('-c'), ...host.operands.map(textOf)]);
  return null;
};
