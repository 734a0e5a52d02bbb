import { FIELD_MANAGER, type PlannedRequest } from './request.ts';
import { parseResourcePath } from './resource.ts';
import { jsonText, quote } from './shell.ts';

/** `cronjobs.v1.batch`, which no other resource of a cluster can be mistaken for. */
const fullResource = (group: string, version: string, resource: string): string =>
  group === '' ? resource : `${resource}.${version}.${group}`;

/** Words of the command, not quoted, and what it reads from its input. */
export interface Kubectl {
  readonly words: readonly string[];
  readonly input: string | null;
}

/**
 * What asks the server for the same with kubectl. Deletions and creations go to the path itself, since only so does kubectl
 * send preconditions.
 */
export const kubectlOf = (request: PlannedRequest): Kubectl => {
  const { method, path, body } = request;
  const parsed = parseResourcePath(path);
  switch (method) {
    case 'GET': {
      const [, query = ''] = path.split('?');
      const selector = new URLSearchParams(query).get('fieldSelector');
      // Without an output format the server sends a table of names, never the values.
      if (request.accept.includes('PartialObjectMetadata') && parsed !== undefined) {
        return {
          words: [
            ...['get', parsed.resource],
            ...(parsed.namespace === null ? [] : ['-n', decoded(parsed.namespace)]),
            ...(selector === null ? [] : ['--field-selector', selector]),
            ...(parsed.name === null ? [] : ['--', decoded(parsed.name)]),
          ],
          input: null,
        };
      }
      return { words: ['get', '--raw', path], input: null };
    }
    case 'POST':
      return { words: ['create', '--raw', path, '-f', '-'], input: jsonText(body) };
    case 'DELETE':
      return { words: ['delete', '--raw', path, '-f', '-'], input: jsonText(body) };
    case 'PATCH':
      return {
        words: [
          ...['patch', fullResource(parsed?.group ?? '', parsed?.version ?? '', parsed?.resource ?? '')],
          ...(parsed?.namespace === null || parsed === undefined ? [] : ['-n', decoded(parsed.namespace)]),
          ...[
            '--type',
            'merge',
            '--field-manager',
            FIELD_MANAGER,
            '-p',
            jsonText(body),
            '--',
            decoded(parsed?.name ?? ''),
          ],
        ],
        input: null,
      };
    default:
      return method satisfies never;
  }
};

/** A segment of a path as the name it stands for. */
const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // A `{place}` beside a percent sign; it is not a path of ours.
  }
};

/** One line for a shell. */
export const kubectlLine = ({ words, input }: Kubectl, program = 'kubectl'): string => {
  const command = [program, ...words.map(quote)].join(' ');
  return input === null ? command : `printf %s ${quote(input)} | ${command}`;
};
