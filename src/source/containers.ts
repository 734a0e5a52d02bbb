/** Keys of a document's own object whose list is a batch of records. */
export const LIST_KEYS: readonly string[] = [
  'items', // EventList and other lists of Kubernetes
  'records', // Event Hub messages, storage blobs
  'results', // CloudWatch Logs Insights
  'logEvents', // CloudWatch Logs subscriptions
  'events', // CloudWatch Logs filter-log-events
  'value', // Azure query answers
  'Records', // CloudTrail
  'entries', // Cloud Logging
];

/**
 * What a container inside a document is to the splitter. `array` is a list at the top whose members are documents of their
 * own, `list` one whose members are records; the others only lead to one.
 */
export type Role = 'root' | 'array' | 'list' | 'tables' | 'table' | 'hits';

export const isListRole = (role: Role): boolean => role === 'array' || role === 'list' || role === 'tables';

const ROOT_LISTS: ReadonlySet<string> = new Set(LIST_KEYS);

/**
 * The role of the container that opens with `bracket` under `key` in a container of role `inside`; `undefined` where
 * no list of records can be, so that it stays part of the document's own text.
 */
export const roleOf = (inside: Role, key: string, bracket: '{' | '['): Role | undefined => {
  switch (inside) {
    case 'root':
      if (bracket === '{') return key === 'hits' ? 'hits' : undefined;
      return key === 'tables' ? 'tables' : ROOT_LISTS.has(key) ? 'list' : undefined;
    case 'tables':
      return bracket === '{' ? 'table' : undefined;
    case 'table':
      return bracket === '[' && key === 'rows' ? 'list' : undefined;
    case 'hits':
      return bracket === '[' && key === 'hits' ? 'list' : undefined;
    case 'array':
    case 'list':
      return undefined;
    default:
      return inside satisfies never;
  }
};
