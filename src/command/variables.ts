import { EMPTY, join, type Value } from './value.ts';

const MOST_VARIABLES = 4000;
/** Elements of one array. */
export const MOST_ELEMENTS = 500;
const MOST_REFERENCES = 8;
const MOST_UNDONE = 20_000;

export type Attribute = 'upper' | 'lower' | 'integer';

/** The variables of a shell. What a subshell or a branch that is not taken sets can be undone. */
export class Variables extends Map<string, Value> {
  /** Elements of the arrays that were set; the variable itself holds them joined. */
  readonly lists = new Map<string, readonly Value[]>();
  /** Arrays whose elements have names. */
  readonly maps = new Map<string, ReadonlyMap<string, Value>>();
  readonly attributes = new Map<string, Attribute>();
  /** True once there were more variables than are kept. */
  isFull = false;
  /** Counts the changes. */
  version = 0;
  /** Counts those of variables that had a value. */
  replaced = 0;
  private readonly references = new Map<string, string>();
  private readonly changes: (readonly [string, Value | undefined])[] = [];
  private forks = 0;

  constructor(held: ReadonlyMap<string, Value>) {
    super();
    for (const [name, value] of held) super.set(name, value);
  }

  override set(name: string, value: Value): this {
    const before = this.get(name);
    if (before === undefined && this.size >= MOST_VARIABLES) {
      this.isFull = true;
      return this;
    }
    if (before?.text !== value.text || before.known !== value.known) {
      this.version += 1;
      if (before !== undefined) this.replaced += 1;
    }
    this.remember(name, before);
    return super.set(name, value);
  }

  override delete(name: string): boolean {
    const before = this.get(name);
    if (before === undefined) return false;
    this.version += 1;
    this.replaced += 1;
    this.remember(name, before);
    return super.delete(name);
  }

  private remember(name: string, before: Value | undefined): void {
    if (this.forks > 0 && this.changes.length < MOST_UNDONE) this.changes.push([name, before]);
  }

  /** From here on changes can be undone; the number is for `undo`. */
  fork(): number {
    this.forks += 1;
    return this.changes.length;
  }

  undo(mark: number): void {
    for (let at = this.changes.length - 1; at >= mark; at -= 1) {
      const [name, value] = this.changes[at] ?? [''];
      if (value === undefined) super.delete(name);
      else super.set(name, value);
    }
    this.changes.length = mark;
    this.forks -= 1;
  }

  refer(name: string, to: string): void {
    if (this.references.size < MOST_VARIABLES) this.references.set(name, to);
  }

  /** The variable that a name stands for. */
  nameOf(name: string): string {
    if (this.references.size === 0) return name;
    let found = name;
    for (let round = 0; round < MOST_REFERENCES; round += 1) {
      const next = this.references.get(found);
      if (next === undefined) break;
      found = next;
    }
    return found;
  }

  /** Sets one element; a key that is no number makes the array one of names. */
  setElement(name: string, key: string, value: Value): void {
    const place = /^\d{1,6}$/.test(key) ? Number(key) : null;
    const map = this.maps.get(name);
    if (map === undefined && place !== null && place < MOST_ELEMENTS) {
      const list = [...(this.lists.get(name) ?? [])];
      while (list.length < place) list.push(EMPTY);
      list[place] = value;
      this.setList(name, list);
      return;
    }
    if ((map?.size ?? 0) >= MOST_ELEMENTS) {
      this.isFull = true;
      return;
    }
    const next = new Map(map ?? []);
    next.set(key, value);
    this.setMap(name, next);
  }

  setList(name: string, list: readonly Value[]): void {
    if (this.lists.size >= MOST_VARIABLES && !this.lists.has(name)) {
      this.isFull = true;
      return;
    }
    this.lists.set(name, list);
    this.set(name, join(list, ' '));
  }

  setMap(name: string, map: ReadonlyMap<string, Value>): void {
    if (this.maps.size >= MOST_VARIABLES && !this.maps.has(name)) {
      this.isFull = true;
      return;
    }
    this.maps.set(name, map);
    this.set(name, join([...map.values()], ' '));
  }

  /** All elements of an array, in the order of a list or of their setting; `undefined` for what is none. */
  elements(name: string): readonly Value[] | undefined {
    const map = this.maps.get(name);
    return map === undefined ? this.lists.get(name) : [...map.values()];
  }

  keysOf(name: string): readonly string[] | undefined {
    const map = this.maps.get(name);
    if (map !== undefined) return [...map.keys()];
    return this.lists.get(name)?.map((_, index) => String(index));
  }
}
