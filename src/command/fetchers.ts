import { baseName } from '../lib/path.ts';

/** What a program brings that is no web client: from a repository, a registry, the storage of a cloud, another host. */
export interface Fetched {
  readonly urls: readonly string[];
  /** Files that it writes. */
  readonly files: readonly string[];
  /** Directory that it fills. */
  readonly tree: string | null;
  /** It puts the content out. */
  readonly putsOut: boolean;
}

/** Programs whose sources belong to whoever runs them, as a rule: repositories, buckets, hosts with a sign-in. */
export const OWN_SOURCES: ReadonlySet<string> = new Set([
  ...['git', 'svn', 'hg', 'aws', 's3cmd', 's5cmd', 'gsutil', 'gcloud', 'az', 'azcopy', 'rclone', 'mc', 'scp', 'rsync'],
  ...[
    'ftp',
    'tnftp',
    'ncftp',
    'psftp',
    'smbclient',
    'lftp',
    'go',
    'sshfs',
    's3fs',
    'mount',
    'mount.nfs',
    'mount.nfs4',
    'mount.cifs',
    'sftp',
    'ssh',
    'kubectl',
    'oc',
  ],
]);

const BUCKET = /^(?:s3|gs):\/\//;
const REMOTE = /^(?:(?:rsync|scp):\/\/|(?:[\w.-]{1,64}@)?[\w.-]{1,253}:(?!\/\/))/;
/** Options that take the next word, of each program: `-r` is a flag to one and has a value with another. */
const WITH_VALUE: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    git: '-C -c -b -u -o -j --branch --depth --upload-pack --origin --jobs --config --reference --template --filter',
    svn: '-r --revision --username --password',
    hg: '-r -b -u --rev --branch --updaterev',
    aws: '--endpoint-url --profile --region --exclude --include --output --query --ca-bundle --sse --acl',
    s3cmd: '-c --config --access_key --secret_key --region --host --host-bucket',
    s5cmd: '--endpoint-url --profile --credentials-file --numworkers',
    gsutil: '-o -h -u',
    gcloud: '--project --account --format --impersonate-service-account',
    rclone: '--config --http-url --transfers --checkers --bwlimit --log-file --log-level --include --exclude',
    mc: '-C --config-dir --attr --newer-than --older-than',
    scp: '-P -i -o -F -c -l -S -J -D -X',
    rsync:
      '-e -f -T -M -B --rsh --exclude --include --password-file --timeout --bwlimit --port --rsync-path --log-file',
    kubectl: '-n -c -s --namespace --container --context --kubeconfig --server --token --user --cluster --retries --as',
    oc: '-n -c -s --namespace --container --context --kubeconfig --server --token --user --cluster --retries --as',
    oras: '-o -u -p --output --username --password --config',
    crane: '--platform',
    skopeo: '--src-creds --dest-creds --creds --authfile --src-authfile --override-arch --override-os --format',
    ftpget: '-u -p -P',
    tftp: '-l -r -b',
    npx: '-p -c --package --call',
  }).map(([program, options]) => [program, new Set(options.split(' '))]),
);

/** The words of a call that are no options; `-` stands for the standard output. */
const operands = (program: string, texts: readonly string[]): readonly string[] => {
  const valued = WITH_VALUE.get(program);
  return texts.filter(
    (text, index) => (text === '-' || !text.startsWith('-')) && valued?.has(texts[index - 1] ?? '') !== true,
  );
};

const optionOf = (texts: readonly string[], ...names: readonly string[]): string | undefined => {
  for (const [index, text] of texts.entries()) {
    if (names.includes(text)) return texts[index + 1];
    const name = names.find((one) => one.startsWith('--') && text.startsWith(`${one}=`));
    if (name !== undefined) return text.slice(name.length + 1);
  }
  return undefined;
};

/** A copy to a file, to a directory, or to the standard output. */
const copy = (from: string, to: string): Fetched => ({
  urls: [from],
  files: to === '-' ? [] : [to, `${to.replace(/\/$/, '')}/${baseName(from)}`],
  tree: null,
  putsOut: to === '-',
});
const filling = (from: string, tree: string): Fetched => ({ urls: [from], files: [], tree, putsOut: false });

/** `null` where the call brings nothing from elsewhere. */
export const fetchedBy = (program: string, texts: readonly string[]): Fetched | null => {
  const words = operands(program, texts);
  const [first = '', second = '', third] = words;
  switch (program) {
    case 'git':
      return first === 'clone' && second !== ''
        ? filling(second, third ?? baseName(second.replace(/\/$/, '')).replace(/\.git$/, ''))
        : null;
    case 'svn':
    case 'hg':
      return /^(?:checkout|co|export|clone)$/.test(first) && second !== ''
        ? filling(second, third ?? baseName(second))
        : null;
    case 'aws':
    case 's3cmd':
    case 's5cmd':
    case 'gsutil':
    case 'gcloud': {
      if (program === 'aws' && words[1] === 'get-object') {
        const [bucket = '', key = ''] = [optionOf(texts, '--bucket'), optionOf(texts, '--key')];
        const file = texts.at(-1) ?? '';
        const files = file.startsWith('-') || file === key || file === bucket ? [] : [file];
        return { urls: [`s3://${bucket}/${key}`], files, tree: null, putsOut: true };
      }
      const at = words.findIndex((word) => BUCKET.test(word));
      const from = words[at];
      const to = words[at + 1];
      if (from === undefined || to === undefined || BUCKET.test(to)) return null;
      return words.includes('sync') || words.includes('rsync') ? filling(from, to) : copy(from, to);
    }
    case 'az': {
      const to = optionOf(texts, '--file', '-f', '--destination');
      const name = optionOf(texts, '--name') ?? 'blob';
      return texts.includes('download') && to !== undefined ? copy(`az:${name}`, to) : null;
    }
    case 'azcopy':
      return /^(?:copy|cp)$/.test(first) && /^https?:/.test(second) && third !== undefined ? copy(second, third) : null;
    case 'rclone': {
      if (!/^(?:copy|copyto|sync|cat|copyurl)$/.test(first)) return null;
      const base = optionOf(texts, '--http-url') ?? '';
      const from = second.startsWith(':http:') ? `${base}/${second.slice(6)}` : second;
      if (first === 'cat') return copy(from, '-');
      if (third === undefined || third.includes(':') || !second.includes(':')) return null;
      return copy(from, third);
    }
    case 'mc':
      return first === 'cp' && third !== undefined && !/^[./]/.test(second) && /^[./]/.test(third)
        ? copy(second, third)
        : null;
    case 'scp':
    case 'rsync': {
      const to = words.at(-1) ?? '';
      return REMOTE.test(first) && words.length > 1 && !REMOTE.test(to) ? copy(first, to) : null;
    }
    case 'kubectl':
    case 'oc':
      return first === 'cp' && second.includes(':') && third !== undefined ? copy(second, third) : null;
    case 'oras':
      return first === 'pull' && second !== '' ? filling(second, optionOf(texts, '-o', '--output') ?? '.') : null;
    case 'crane':
      return first === 'export' && third !== undefined ? copy(second, third) : null;
    case 'skopeo':
      return first === 'copy' && /^(?:dir|oci):/.test(third ?? '')
        ? filling(second, (third ?? '').replace(/^\w+:/, ''))
        : null;
    case 'ftpget':
      return second !== ''
        ? { urls: [`ftp://${first}/${third ?? second}`], files: [second], tree: null, putsOut: second === '-' }
        : null;
    case 'tftp':
      return texts.includes('-g')
        ? copy(`tftp://${first}/${optionOf(texts, '-r') ?? ''}`, optionOf(texts, '-l') ?? optionOf(texts, '-r') ?? '')
        : null;
    case 'dig':
    case 'drill':
    case 'kdig':
    case 'nslookup': {
      // A record of text is what somebody wrote for whoever asks.
      const asks = texts.some((text) => /^(?:txt|-(?:query)?type=txt|-q=txt)$/i.test(text));
      const name = texts.find((text) => text.includes('.') && !/^[-+@]/.test(text));
      return asks ? { urls: [`dns:${name ?? ''}`], files: [], tree: null, putsOut: true } : null;
    }
    case 'go': {
      // A path that begins with a host, and a version: without one it is a part of the module around it.
      const [, module = '', name = ''] =
        /^((?:[\w-]{1,63}\.){1,8}[\w-]{1,63}(?::\d{1,5})?\/(?:[^\s@]{1,400}\/)?([\w.-]{1,80}?))(?:\/v\d{1,3})?@\S{1,120}$/.exec(
          second,
        ) ?? [];
      if (module === '' || !/^(?:run|install|get)$/.test(first)) return null;
      const files = first === 'install' ? [`/go/bin/${name}`] : [];
      return { urls: [`https://${module}`], files, tree: null, putsOut: false };
    }
    case 'npx':
    case 'bunx':
      return /^https?:\/\//.test(first) ? { urls: [first], files: [], tree: null, putsOut: false } : null;
    case 'deno':
      // Its standard library is part of it, wherever it is kept.
      return first === 'run' &&
        /^https?:\/\//.test(second) &&
        !/^https:\/\/(?:deno\.land\/std[@/]|jsr\.io\/@std\/)/.test(second)
        ? { urls: [second], files: [], tree: null, putsOut: false }
        : null;
    default:
      return null;
  }
};

/** Programs that run what they have just brought. */
export const RUNS_FETCHED: ReadonlySet<string> = new Set(['npx', 'bunx', 'deno']);
