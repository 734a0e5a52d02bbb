import type { Assignment, Word } from 'unbash';
import { calculatedText } from './arithmetic.ts';
import { WORK } from './budget.ts';
import { concat, EMPTY, literal, mapped, sealedBy, type Value } from './value.ts';
import { MOST_ELEMENTS } from './variables.ts';
import { OUTERMOST, type Walk } from './walk.ts';
import { fieldsOf, type Resolver, textOf } from './words.ts';

/** Characters of the name of a variable or a function. */
export const LONGEST_NAME = 256;

/** What assignments need of a shell. */
type Assigning = Pick<Walk, 'variables' | 'files' | 'spend' | 'cut' | 'resolver'>;

/**
 * What sets the variables of a shell: assignments to them, to arrays and to elements, and declarations, which say how a
 * value is shaped. Each value is sealed where hidden text is read.
 */
export class Assignments {
  private readonly machine: Assigning;

  constructor(machine: Assigning) {
    this.machine = machine;
  }

  assign(written: string, given: Value): void {
    const name = this.machine.variables.nameOf(written);
    const value = this.shaped(name, given);
    this.machine.variables.set(
      name,
      this.machine.files.sealing === null ? value : sealedBy(value, this.machine.files.sealing, `$${name}`),
    );
    if (this.machine.variables.isFull) this.machine.cut(OUTERMOST);
  }

  /** A value as a declaration of its variable makes it: a number, or letters of one case. */
  private shaped(name: string, value: Value): Value {
    const attribute = this.machine.variables.attributes.get(name);
    if (attribute === undefined || !value.known) return value;
    if (attribute === 'upper') return mapped(value, value.text.toUpperCase());
    if (attribute === 'lower') return mapped(value, value.text.toLowerCase());
    const number = calculatedText(value.text, this.machine.resolver(OUTERMOST.scope));
    return mapped(value, number === null ? null : String(number));
  }

  assignElement(name: string, key: string, given: Value, append?: boolean): void {
    const before = append === true ? this.elementOf(name, key) : undefined;
    const value = before === undefined ? given : concat(before, given);
    if (!this.machine.spend((this.machine.variables.elements(name)?.length ?? 0) * WORK.node))
      this.machine.cut(OUTERMOST);
    else
      this.machine.variables.setElement(
        name,
        key,
        this.machine.files.sealing === null ? value : sealedBy(value, this.machine.files.sealing, `$${name}`),
      );
    if (this.machine.variables.isFull) this.machine.cut(OUTERMOST);
  }

  private elementOf(name: string, key: string): Value | undefined {
    return this.machine.variables.maps.get(name)?.get(key) ?? this.machine.variables.lists.get(name)?.[Number(key)];
  }

  /** Gives the value of an assignment; one of an array or an element is made at once. */
  assigned({ value, append, name: written, index }: Assignment, resolver: Resolver): Value {
    const name = this.machine.variables.nameOf(written);
    if (value.type !== 'Word') return this.listed(name, value.elements, append, resolver);
    const next = textOf(value, resolver);
    if (index !== undefined) {
      this.assignElement(name, this.keyOf(name, index, resolver), next, append);
      return this.machine.variables.get(name) ?? next;
    }
    const before = append === true ? this.machine.variables.get(name) : undefined;
    if (before === undefined || this.machine.variables.attributes.get(name) !== 'integer')
      return before === undefined ? next : concat(before, next);
    return literal(`(${before.text})+(${next.text})`);
  }

  private keyOf(name: string, index: Word, resolver: Resolver): string {
    const key = textOf(index, resolver).text.trim();
    if (this.machine.variables.maps.has(name) || /^\d+$/.test(key)) return key;
    return String(calculatedText(key, resolver) ?? key);
  }

  /** The elements of an array, kept apart and given joined. */
  private listed(name: string, words: readonly Word[], append: boolean | undefined, resolver: Resolver): Value {
    const { maps, lists } = this.machine.variables;
    const isKeyed = maps.has(name) || words.some(({ text }) => /^\[[^\]]{1,64}\]=/.test(text));
    if (words.length > MOST_ELEMENTS) this.machine.cut(OUTERMOST);
    if (isKeyed) {
      if (append !== true) {
        if (maps.has(name)) maps.set(name, new Map());
        else lists.set(name, []);
      }
      let place = 0;
      for (const word of words.slice(0, MOST_ELEMENTS)) {
        const value = textOf(word, resolver);
        const keyed = /^\[([^\]]{1,64})\]=/.exec(value.text);
        const key = keyed?.[1]?.replaceAll(/^["']|["']$/g, '') ?? String(place);
        this.assignElement(name, key, keyed === null ? value : { ...value, text: value.text.slice(keyed[0].length) });
        place = (/^\d+$/.test(key) ? Number(key) : place) + 1;
      }
    } else {
      const elements = words.slice(0, MOST_ELEMENTS).flatMap((word) => fieldsOf(word, resolver));
      const before = append === true ? (lists.get(name) ?? []) : [];
      this.machine.variables.setList(name, [...before, ...elements].slice(0, MOST_ELEMENTS));
    }
    return this.machine.variables.get(name) ?? EMPTY;
  }

  /** One word behind `declare`: options, a name, or a name with a value that an expansion gave. */
  declares(field: Value, options: string): string {
    const { text } = field;
    if (/^[-+][a-zA-Z]{1,12}$/.test(text)) return text.startsWith('-') ? options + text.slice(1) : options;
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    if (/^[A-Za-z_]\w*$/.test(name)) {
      this.declared(name, options, equals < 0 ? null : { ...field, text: text.slice(equals + 1) });
    }
    return options;
  }

  /** What `declare`, `local` and their like say of a variable. */
  declared(name: string, options: string, value: Value | null): void {
    if (name.length > LONGEST_NAME) return;
    const { attributes, maps } = this.machine.variables;
    if (options.includes('n') && value !== null) {
      this.machine.variables.refer(name, value.text);
      return;
    }
    if (options.includes('A') && !maps.has(name)) this.machine.variables.setMap(name, new Map());
    const attribute = options.includes('u')
      ? 'upper'
      : options.includes('l')
        ? 'lower'
        : options.includes('i')
          ? 'integer'
          : null;
    if (attribute !== null && attributes.size < MOST_ELEMENTS) attributes.set(name, attribute);
    if (value !== null) this.assign(name, value);
  }
}
