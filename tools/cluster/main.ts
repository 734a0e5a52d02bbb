/**
 * A Kubernetes control plane with nodes on this machine, for trying Cronwarden on real audit events.
 *
 * Usage: npm run cluster [-- start [--nodes 3] [--policy FILE] [--audit-mode blocking|batch] | status | stop | build]
 * Binaries are built once, into the user's cache. Everything listens on the loopback alone.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { buildBinaries } from './build.ts';
import { type Cluster, openCluster, startCluster, stopCluster } from './cluster.ts';
import { ClusterFailure, messageOf } from './failure.ts';
import { takeLock } from './lock.ts';
import { kubeconfigOf } from './parts.ts';
import { people, personNames } from './people.ts';
import { standingFolder } from './places.ts';

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

const describe = (cluster: Cluster): string => {
  const kubectl = cluster.binaries.path('kubectl');
  const width = Math.max(...personNames.map((name) => name.length));
  const whom = personNames.map((name) => `  ${name.padEnd(width)}  ${people[name].is}`).join('\n');
  return `Kubernetes ${cluster.kubernetes} with etcd ${cluster.etcd} at ${cluster.server}, nodes ${cluster.nodes.join(', ')}.

Act as one of these; ${kubeconfigOf(cluster.folder, 'NAME')} is the kubeconfig of NAME:
${whom}

  export KUBECONFIG=${kubeconfigOf(cluster.folder, 'developer')}
  ${kubectl} get pods -n shop

The audit log: ${cluster.auditLog}
  npm run -s cronwarden -- scan ${cluster.auditLog}

Stop it, and remove all that it holds:
  npm run cluster -- stop
`;
};

const start = async (options: Options): Promise<void> => {
  const folder = standingFolder();
  const running = openCluster(folder);
  if (running !== undefined) {
    say('It runs already.');
    process.stdout.write(describe(running));
    return;
  }
  const count = Number(options.nodes);
  if (!Number.isInteger(count) || count < 0 || count > 4)
    throw new ClusterFailure('--nodes takes a number from 0 to 4.');
  const { mode } = options;
  if (mode !== 'blocking' && mode !== 'batch') throw new ClusterFailure('--audit-mode is blocking or batch.');
  const binaries = await buildBinaries(say);
  await stopCluster(folder);
  const interrupted = (): void => {
    void stopCluster(folder).then(() => process.exit(130));
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted).once('SIGHUP', interrupted);
  const nodes = ['node-a', 'node-b', 'node-c', 'node-d'].slice(0, count);
  const { policy } = options;
  const cluster = await startCluster({
    binaries,
    folder,
    nodes,
    auditMode: mode,
    say,
    ...(policy === undefined ? {} : { policy }),
  });
  process.stdout.write(describe(cluster));
};

interface Options {
  readonly nodes: string;
  readonly policy: string | undefined;
  readonly mode: string;
}

const readArguments = (): { readonly verb: string; readonly options: Options } => {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        nodes: { type: 'string', default: '3' },
        policy: { type: 'string' },
        'audit-mode': { type: 'string', default: 'blocking' },
      },
    });
    const [verb = 'start', ...others] = positionals;
    if (others.length > 0) throw new ClusterFailure(`One word is enough; what is ${others.join(' ')}?`);
    return { verb, options: { nodes: values.nodes, policy: values.policy, mode: values['audit-mode'] } };
  } catch (error) {
    throw new ClusterFailure(messageOf(error));
  }
};

const run = async (): Promise<void> => {
  const { verb, options } = readArguments();
  const folder = standingFolder();
  switch (verb) {
    case 'start':
    case 'stop': {
      const release = takeLock(`${folder}.lock`, 'starting or stopping the cluster');
      try {
        if (verb === 'start') await start(options);
        else say(`${await stopCluster(folder)} parts were stopped, and ${folder} was removed.`);
      } finally {
        release();
      }
      return;
    }
    case 'status': {
      const cluster = openCluster(folder);
      process.stdout.write(cluster === undefined ? 'It does not run. Start it: npm run cluster\n' : describe(cluster));
      return;
    }
    case 'build':
      say(`All binaries are in ${(await buildBinaries(say)).folder}.`);
      return;
    default:
      throw new ClusterFailure(`There is no "${verb}". It is one of start, status, stop, build.`);
  }
};

try {
  await run();
} catch (error) {
  if (!(error instanceof ClusterFailure)) throw error;
  say(error.message);
  process.exitCode = 2;
}
