import { get, isList, isObject, textAt } from '../model/json.ts';
import { assembled, child, members, type Node } from './node.ts';
import { inside, type Scope, type Step, type Unwrap } from './scope.ts';

/** `audit.k8s.io` EventList: what the webhook backend posts. */
export const eventList: Unwrap = (node, scope) => {
  const kind = textAt(node.value, 'kind');
  const items = child(node, 'items');
  const isList = kind === 'EventList' || textAt(node.value, 'apiVersion')?.startsWith('audit.k8s.io/') === true;
  return isList && items !== null ? each(items, '/items', inside(scope, 'event-list')) : null;
};

/** Lists that say nothing about their members: Event Hub and Firehose, Kinesis, Cloud Logging, Elasticsearch. */
export const plainList: Unwrap = (node, scope) => {
  for (const key of ['records', 'Records', 'entries']) {
    const list = child(node, key);
    if (list !== null) return each(list, `/${key}`, scope);
  }
  const hits = child(node, 'hits');
  const inner = hits === null ? null : child(hits, 'hits');
  return inner === null ? null : each(inner, '/hits/hits', scope);
};

const each = (list: Node, pointer: string, scope: Scope): readonly Step[] =>
  isList(list.value)
    ? members(list).map((node) => ({ kind: 'look', node, scope }))
    : [wrongType(list, pointer, 'a list')];

/** A place that an envelope keeps for something else than what stands there. */
export const wrongType = ({ value }: Node, pointer: string, wanted: string): Step => {
  const got = value === null ? 'null' : isList(value) ? 'a list' : isObject(value) ? 'an object' : `a ${typeof value}`;
  return { kind: 'failure', failure: { code: 'wrong-type', pointer, wanted, got } };
};

/** Row limits of Log Analytics: the portal, the query API. An answer of exactly this many rows has been cut off. */
export const ROW_LIMITS = [30_000, 500_000] as const;
/** Most rows of a CloudWatch Logs Insights answer. */
export const INSIGHTS_LIMIT = 10_000;

/** An answer of the Log Analytics query API: `{"tables":[{"columns":[{"name"}],"rows":[[…]]}]}`. */
export const queryAnswer: Unwrap = (node, scope) => {
  const tables = child(node, 'tables');
  if (tables === null || !isList(tables.value)) return null;
  const steps: Step[] = [];
  const code = textAt(get(node.value, 'error'), 'code');
  if (code !== null)
    steps.push(warning(`the query's answer is not complete (${code.slice(0, 60)}): narrow the time range`));
  for (const table of members(tables)) {
    const columns = child(table, 'columns');
    const rows = child(table, 'rows');
    if (columns === null || rows === null || !isList(rows.value)) {
      steps.push(wrongType(table, '/tables', 'columns and a list of rows'));
      continue;
    }
    const names = members(columns).map((column) => textAt(column.value, 'name') ?? '');
    const found = members(rows);
    steps.push(...rowLimit(found.length));
    for (const row of found)
      steps.push(isList(row.value) ? rowStep(row, names, scope) : wrongType(row, '/tables/rows', 'a list'));
  }
  return steps;
};

/** Said about a list of rows, also when `az monitor log-analytics query` printed it. */
export const rowLimit = (rows: number): readonly Step[] =>
  ROW_LIMITS.some((limit) => limit === rows)
    ? [warning(`the query's answer has exactly ${rows} rows, the limit of Log Analytics: more were left out`)]
    : [];

const rowStep = (row: Node, names: readonly string[], scope: Scope): Step => {
  const cells = members(row).map((cell, index) => [names[index] ?? '', cell] as const);
  return { kind: 'look', node: assembled(cells, row.cut !== null), scope };
};

/** A CloudWatch Logs Insights answer: rows are lists of `{field, value}`. */
export const insightsAnswer: Unwrap = (node, scope) => {
  const results = child(node, 'results');
  if (results === null || !isList(results.value)) return null;
  const rows = members(results);
  const matched = get(get(node.value, 'statistics'), 'recordsMatched');
  const steps: Step[] = [];
  if (rows.length === INSIGHTS_LIMIT || (typeof matched === 'number' && matched > rows.length)) {
    const of = typeof matched === 'number' ? ` of ${matched} that matched` : '';
    steps.push(warning(`the Insights answer has ${rows.length} rows${of}: more were left out`));
  }
  for (const row of rows) steps.push({ kind: 'look', node: row, scope });
  return steps;
};

/** Whether a list is one Insights row, and not a list of records. */
export const isInsightsRow = (node: Node): boolean => {
  const first = isList(node.value) ? node.value[0] : undefined;
  return textAt(first, 'field') !== null && isObject(first) && 'value' in first;
};

export const insightsRowObject = (node: Node): Node =>
  assembled(
    members(node).flatMap((one) => {
      const name = textAt(one.value, 'field');
      const value = child(one, 'value');
      return name === null || value === null ? [] : [[name, value] as const];
    }),
    node.cut !== null,
  );

/** Headers of the portal's CSV: `TimeGenerated [UTC]`. */
const ZONE_SUFFIX = / \[[^\]]{1,40}\]$/;

/** A row whose column names carry a zone, with the bare names; `null` when none does. */
export const withoutZones = (node: Node): Node | null => {
  if (!isObject(node.value)) return null;
  const keys = Object.keys(node.value);
  if (!keys.some((key) => key.endsWith(']') && ZONE_SUFFIX.test(key))) return null;
  const parts = keys.flatMap((key): (readonly [string, Node])[] => {
    const part = child(node, key);
    return part === null ? [] : [[key.replace(ZONE_SUFFIX, ''), part]];
  });
  return assembled(parts, node.cut !== null);
};

const warning = (text: string): Step => ({ kind: 'warning', text });
