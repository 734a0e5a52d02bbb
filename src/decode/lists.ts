import { get, isList, isObject, type Json, listAt, textAt } from '../model/json.ts';
import { collector } from './collector.ts';
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

/** Lists under common words: Azure's query answers, Kubernetes' own lists of whatever kind. */
export const commonList: Unwrap = (node, scope) => {
  const list = listUnderCommonWord(node);
  return list === null ? null : each(list.node, `/${list.key}`, scope);
};

/** The same where the document is whole: a collector's line beside the list is not to be lost to it. */
export const commonListOrLine: Unwrap = (node, scope) => {
  const list = listUnderCommonWord(node);
  const line = list === null ? null : collector(node, scope);
  if (list === null || line === null) return commonList(node, scope);
  return [{ kind: 'first', of: [...line, { kind: 'look', node: list.node, scope }] }];
};

const listUnderCommonWord = (node: Node): { readonly key: string; readonly node: Node } | null => {
  for (const key of ['value', 'items']) {
    const list = listAt(node.value, key).length === 0 ? null : child(node, key);
    if (list !== null) return { key, node: list };
  }
  return null;
};

/** A document whose list of records is empty, if only because its members became records of their own. */
export const emptyList: Unwrap = (node) =>
  ['value', 'items', 'events'].some((key) => isEmptyList(get(node.value, key))) ? [] : null;

const isEmptyList = (value: Json | undefined): boolean => isList(value) && value.length === 0;

const each = (list: Node, pointer: string, scope: Scope): readonly Step[] => {
  if (!isList(list.value)) return [wrongType(list, pointer, 'a list')];
  const within = toMembers(scope);
  return members(list).map((node) => ({ kind: 'look', node, scope: within }));
};

/** What was said of the document's own list says nothing about lists inside its members. */
const toMembers = (scope: Scope): Scope => (scope.elsewhere === null ? scope : { ...scope, elsewhere: null });

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
  const within = toMembers(scope);
  const all = members(tables);
  for (const table of all) {
    const columns = child(table, 'columns');
    const rows = child(table, 'rows');
    if (rows === null || !isList(rows.value)) {
      steps.push(wrongType(table, '/tables', 'columns and a list of rows'));
      continue;
    }
    const names = columns === null ? null : namesOf(columns);
    const found = members(rows);
    const limit = rowLimit(all.length === 1 ? lengthOf(found, scope) : found.length);
    if (limit !== null) steps.push(limit);
    if (names === null && scope.elsewhere === 'unknown') steps.push(COLUMNS_FOLLOW);
    for (const row of found) {
      if (!isList(row.value)) steps.push(wrongType(row, '/tables/rows', 'a list'));
      else steps.push(names === null ? namelessRow(row, within) : rowStep(row, names, within));
    }
  }
  return steps;
};

/** How many members a list has, or had before they became records of their own; `null` when that is not known. */
const lengthOf = (found: readonly Node[], { elsewhere }: Scope): number | null =>
  elsewhere === 'unknown' ? null : found.length === 0 ? (elsewhere ?? 0) : found.length;

const namesOf = ({ value }: Node): readonly string[] => {
  if (!isList(value)) return [];
  let names = namesByColumns.get(value);
  if (names === undefined) {
    names = value.map((column) => textAt(column, 'name') ?? '');
    namesByColumns.set(value, names);
  }
  return names;
};

/** The columns of a table that was split are asked for once for each of its rows. */
const namesByColumns = new WeakMap<readonly Json[], readonly string[]>();

const COLUMNS_FOLLOW: Step = {
  kind: 'warning',
  text: 'the query\u2019s answer is long and its columns follow its rows: only rows that hold a whole event in one cell are read; put "columns" before "rows"',
};

/** A row of which no column is known: one cell may be the event. */
const namelessRow = (row: Node, scope: Scope): Step => {
  const cells = members(row).filter(
    ({ value }) => isObject(value) || (typeof value === 'string' && /^\s{0,100}\{/.test(value)),
  );
  const nothing = wrongType({ ...row, value: null }, '/tables/columns', 'a list');
  return { kind: 'first', of: [nothing, ...cells.map((node): Step => ({ kind: 'look', node, scope }))] };
};

/** Said about a list of rows, also when `az monitor log-analytics query` printed it. */
export const rowLimit = (rows: number | null): Step | null =>
  ROW_LIMITS.some((limit) => limit === rows)
    ? warning(`the query's answer has exactly ${rows} rows, the limit of Log Analytics: more were left out`)
    : null;

const rowStep = (row: Node, names: readonly string[], scope: Scope): Step => {
  const cells = members(row).map((cell, index) => [names[index] ?? '', cell] as const);
  return { kind: 'look', node: assembled(cells, row.cut !== null), scope };
};

/** A CloudWatch Logs Insights answer: rows are lists of `{field, value}`. */
export const insightsAnswer: Unwrap = (node, scope) => {
  const results = child(node, 'results');
  if (results === null || !isList(results.value)) return null;
  const rows = members(results);
  const count = lengthOf(rows, scope);
  const matched = get(get(node.value, 'statistics'), 'recordsMatched');
  const steps: Step[] = [];
  if (count !== null && (count === INSIGHTS_LIMIT || (typeof matched === 'number' && matched > count))) {
    const of = typeof matched === 'number' ? ` of ${matched} that matched` : '';
    steps.push(warning(`the Insights answer has ${count} rows${of}: more were left out`));
  }
  const within = toMembers(scope);
  for (const row of rows) steps.push({ kind: 'look', node: row, scope: within });
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
