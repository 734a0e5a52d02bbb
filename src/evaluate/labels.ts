import { get, isObject, type JsonObject, objectAt, textAt } from '../model/json.ts';
import { fail, ok, type Result } from '../model/result.ts';

/**
 * How much there is to see: `malicious` is clearly attacker behaviour, `dangerous` powerful enough to be one, `weak` has
 * little to see; benign work is `benign`.
 */
export const STRENGTHS = ['malicious', 'dangerous', 'weak', 'benign'] as const;
export type Strength = (typeof STRENGTHS)[number];

export interface Label {
  /** `malicious` where an attack's line does not say. */
  readonly strength: Strength;
  /** The line's `class` or `category`. */
  readonly group: string | null;
  /** The repository or the team that it comes from: rates are resampled by it. */
  readonly source: string | null;
  /** Nothing tells but a name that is known from tools and campaigns: `nameOnly` or `iocOnly`. */
  readonly nameOnly: boolean;
  /** The labeller's reason, shown beside a miss. */
  readonly why: string | null;
}

/** An object to be judged as if a person had created it. */
export interface LabelledObject extends Label {
  readonly kind: 'object';
  readonly id: string;
  readonly object: JsonObject;
}

/** A word on an event of a log, by its audit id or by the id of its finding. */
export interface EventLabel extends Label {
  readonly kind: 'event';
  readonly id: string;
  readonly by: 'auditId' | 'finding';
}

export type Labelled = LabelledObject | EventLabel;

/**
 * Reads a labels file, JSON Lines. A line has `label` (`attack` or `benign`) and either `object` with an `id`, or one of
 * `auditId` and `finding`; `strength`, `class` or `category`, `source`, `nameOnly`, `iocOnly` and `why` may be there, and
 * further keys are passed over. Empty lines are none. The error names every line that cannot be read, by its number.
 */
export const parseLabels = (text: string): Result<readonly Labelled[], readonly string[]> => {
  const labels: Labelled[] = [];
  const errors: string[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const label = parseLine(line);
    if (typeof label === 'string') errors.push(`line ${at + 1}: ${label}`);
    else labels.push(label);
  }
  return errors.length > 0 ? fail(errors) : ok(labels);
};

const parseLine = (line: string): Labelled | string => {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'is not JSON';
  }
  if (!isObject(value)) return 'is not a JSON object';
  const word = textAt(value, 'label');
  if (word !== 'attack' && word !== 'benign') return 'wants "label": "attack" or "benign"';
  const said = textAt(value, 'strength') ?? (word === 'attack' ? 'malicious' : 'benign');
  const strength = STRENGTHS.find((one) => one === said);
  if (strength === undefined) return `knows no strength "${said}": write ${STRENGTHS.join(', ')}`;
  if ((strength === 'benign') !== (word === 'benign')) return `labels "${word}" what has the strength "${said}"`;
  const label: Label = {
    strength,
    group: textAt(value, 'class') ?? textAt(value, 'category'),
    source: textAt(value, 'source'),
    nameOnly: get(value, 'nameOnly') === true || get(value, 'iocOnly') === true,
    why: textAt(value, 'why'),
  };
  const object = objectAt(value, 'object');
  if (object !== null) {
    const id = textAt(value, 'id');
    return id === null ? 'wants an "id" beside its object' : { ...label, kind: 'object', id, object };
  }
  for (const by of ['auditId', 'finding'] as const) {
    const id = textAt(value, by);
    if (id !== null && id !== '') return { ...label, kind: 'event', id, by };
  }
  return 'wants an "object", an "auditId" or a "finding"';
};
