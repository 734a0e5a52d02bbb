/** What may be told of a secret without telling it. Annotations are not among it: `kubectl apply` leaves a copy there. */
const TOLD = String.raw`(?:metadata\.(?:name|namespace|creationTimestamp|uid)|type|kind)`;
/** Certificates stand beside their keys, and are shown to everyone who connects. */
const CERTIFICATE = String.raw`data(?:\.(?:tls|ca)\\\.crt|\[['"](?:tls|ca)\.crt['"]\])`;
const ITEMS = String.raw`\.items\[[^\]{}]{0,120}\]`;
const IN_BRACES = new RegExp(
  String.raw`^(?:range ${ITEMS}|end|"[^"{}]{0,40}"|'[^'{}]{0,40}'|(?:${ITEMS})?\.(?:${TOLD}|${CERTIFICATE}))$`,
);
const COLUMN = new RegExp(String.raw`^[\w .-]{1,40}:\.${TOLD}$`);

/** Whether an output format of kubectl gives out more of an object than what it is called, how old it is and of which type. */
export const givesValues = (format: string): boolean => {
  if (format === 'name' || format === 'wide') return false;
  if (format.length > 2000) return true;
  const columns = /^custom-columns=(.+)$/s.exec(format)?.[1];
  if (columns !== undefined) return !columns.split(',').every((column) => COLUMN.test(column));
  const path = /^jsonpath=(.+)$/s.exec(format)?.[1];
  if (path === undefined) return true;
  const found = [...path.matchAll(/\{([^{}]{0,300})\}/g)].map(([, inside = '']) => inside.trim());
  // Text between the braces is put out as it stands.
  return found.length === 0 || !found.every((inside) => IN_BRACES.test(inside));
};

/** Goes down to objects, or leaves some of them out: what comes through is as it was. */
const KEEPS = /^(?:\.|\.?(?:\.items)?\[\]\??|\.items|select\(.{0,500}\))$/s;
const NAMED = String.raw`\.metadata\.(?:name|namespace|creationTimestamp|uid)`;
const NAMES = new RegExp(
  String.raw`^(?:(?:\.items)?\[\])?(?:\s|[+,[\]()]|${NAMED}|"(?:[^"\\]|\\\(${NAMED}\)|\\[nt/"])*")+$`,
);
const FORMATS = /^(?:@csv|@tsv|sort|unique|join\("[^"\\]{0,8}"\))$/;
const MOST_FILTER = 2000;

/** Whether a filter of jq puts out names, times or a count of objects, and nothing else of them. */
export const namesOnly = (filter: string): boolean => {
  if (filter.length > MOST_FILTER) return false;
  const stages = stagesOf(filter);
  if (stages === null) return false;
  while (stages.length > 1 && FORMATS.test(stages.at(-1) ?? '')) stages.pop();
  const last = stages.pop() ?? '';
  // A bracket that closes before the end is followed by something else that comes through.
  if (!stages.every((stage) => KEEPS.test(stage) && (!stage.startsWith('select(') || closesAtEnd(stage)))) return false;
  return last === 'length' || NAMES.test(last.replace(/^\.items\[\]/, ''));
};

const closesAtEnd = (stage: string): boolean => {
  // A bracket inside of a text would be counted.
  if (stage.includes('\\') || /"[^"]*[()][^"]*"/.test(stage)) return false;
  let depth = 0;
  for (let at = 0; at < stage.length - 1; at += 1) {
    const sign = stage[at];
    if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    if (depth === 0 && at >= 'select('.length) return false;
  }
  return true;
};

/** Parts between the `|` that stand in no bracket and no string; `null` where they do not close. */
const stagesOf = (filter: string): string[] | null => {
  const stages: string[] = [];
  let from = 0;
  let depth = 0;
  let isText = false;
  for (let at = 0; at < filter.length; at += 1) {
    const sign = filter[at];
    if (isText && sign === '\\') at += 1;
    else if (sign === '"') isText = !isText;
    else if (isText) continue;
    else if (sign === '(' || sign === '[' || sign === '{') depth += 1;
    else if (sign === ')' || sign === ']' || sign === '}') depth -= 1;
    else if (sign === '|' && depth === 0) {
      stages.push(filter.slice(from, at).trim());
      from = at + 1;
    }
    if (depth < 0) return null;
  }
  stages.push(filter.slice(from).trim());
  return isText || depth !== 0 ? null : stages;
};
