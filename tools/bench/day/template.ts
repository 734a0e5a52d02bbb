import type { Random } from './random.ts';

/**
 * Places in a line that differ from event to event. Each has a fixed width, so an event is a copy of a line rendered
 * once with a few bytes written over: that is what makes a gigabyte cheap.
 */
export const SLOT = {
  /** The audit id: a UUID. */
  auditId: '~audit-id~'.padEnd(36, '~'),
  /** The object's uid: one UUID per event, the same wherever it stands. */
  uid: '~uid~'.padEnd(36, '~'),
  /** `requestReceivedTimestamp`: `2026-03-03T00:00:00.000000Z`. */
  received: '~received~'.padEnd(27, '~'),
  /** `stageTimestamp`, in the same form. */
  stage: '~stage~'.padEnd(27, '~'),
  /** The stage's second: `2026-03-03T00:00:00Z`. */
  second: '~second~'.padEnd(20, '~'),
  /** A resource version of nine digits before the write, and the one after it. */
  version: '~version~',
  written: '~written~',
  /** The five characters that a generated name ends in: one per event. */
  suffix: '~sfx~',
  /** The scheduled minute in a Job's name, as the CronJob controller writes it: minutes since 1970. */
  minute: '~minute~',
} as const;
export type SlotName = keyof typeof SLOT;

const slotNames = new Map<string, SlotName>([
  [SLOT.auditId, 'auditId'],
  [SLOT.uid, 'uid'],
  [SLOT.received, 'received'],
  [SLOT.stage, 'stage'],
  [SLOT.second, 'second'],
  [SLOT.version, 'version'],
  [SLOT.written, 'written'],
  [SLOT.suffix, 'suffix'],
  [SLOT.minute, 'minute'],
]);

/** One line, rendered but for its slots. */
export interface Template {
  /** The line with its line feed. */
  readonly bytes: Buffer;
  readonly slots: readonly { readonly at: number; readonly name: SlotName }[];
  /** The longest time between the request and its stage; a watch is logged when it ends, minutes later. */
  readonly maxLatencyMs: number;
}

/** Compiles one line of text that holds slots. Throws for a slot of an unknown name, which is a mistake of ours. */
export const compileTemplate = (line: string, maxLatencyMs: number): Template => {
  const bytes = Buffer.from(`${line}\n`, 'latin1');
  if (bytes.length !== Buffer.byteLength(line) + 1) throw new Error('a template holds characters outside ASCII');
  const slots = Array.from(line.matchAll(/~[a-z-]+~+/g), (found) => {
    const name = slotNames.get(found[0]);
    if (name === undefined) throw new Error(`unknown slot ${found[0]}`);
    return { at: found.index, name };
  });
  return { bytes, slots, maxLatencyMs };
};

const hexCodes = Buffer.from('0123456789abcdef', 'latin1');
// The alphabet of generated names: no vowels, so that no words appear (k8s.io/apimachinery/pkg/util/rand).
const suffixCodes = Buffer.from('bcdfghjklmnpqrstvwxz2456789', 'latin1');
const uuidOffsets = Array.from('xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx', (one, at) => (one === 'x' ? at : -1)).filter(
  (at) => at >= 0,
);

/** Writes events into a caller's buffer. Holds the random stream, the resource version and the rendered second. */
export interface Renderer {
  /** Copies the template to `at` and fills its slots. Returns the offset behind it. `stageMs` may have a fraction. */
  write(template: Template, target: Buffer, at: number, stageMs: number): number;
}

export const createRenderer = (random: Random): Renderer => {
  const uid = Buffer.alloc(36, '-');
  const suffix = Buffer.alloc(5);
  let resourceVersion = 412_000_000;
  let knownSecond = -1;
  const secondText = Buffer.alloc(19);

  const writeUuid = (target: Buffer, at: number): void => {
    let bits = 0;
    for (let digit = 0; digit < 32; digit++) {
      if ((digit & 7) === 0) bits = random();
      const offset = uuidOffsets[digit] ?? 0;
      // Digit 12 is the version and digit 16 the variant of RFC 9562.
      const value = digit === 12 ? 4 : digit === 16 ? 8 + (bits & 3) : bits & 15;
      target[at + offset] = hexCodes[value] ?? 0;
      bits >>>= 4;
    }
    target[at + 8] = target[at + 13] = target[at + 18] = target[at + 23] = 0x2d;
  };
  const writeDigits = (target: Buffer, at: number, width: number, value: number): void => {
    let rest = value;
    for (let digit = width - 1; digit >= 0; digit--) {
      target[at + digit] = 48 + (rest % 10);
      rest = Math.floor(rest / 10);
    }
  };
  const writeSecond = (target: Buffer, at: number, second: number): void => {
    if (second !== knownSecond) {
      secondText.write(new Date(second * 1000).toISOString(), 0, 19, 'latin1');
      knownSecond = second;
    }
    secondText.copy(target, at);
  };
  const writeTime = (target: Buffer, at: number, ms: number): void => {
    const second = Math.floor(ms / 1000);
    writeSecond(target, at, second);
    target[at + 19] = 0x2e;
    writeDigits(target, at + 20, 6, Math.floor((ms - second * 1000) * 1000));
    target[at + 26] = 0x5a;
  };

  return {
    write(template, target, at, stageMs) {
      template.bytes.copy(target, at);
      const latencyMs = 0.4 + ((random() % 10_000) / 10_000) * template.maxLatencyMs;
      writeUuid(uid, 0);
      for (let index = 0; index < suffix.length; index++) suffix[index] = suffixCodes[random() % 27] ?? 0;
      resourceVersion += 1 + (random() & 3);
      for (const slot of template.slots) {
        const place = at + slot.at;
        switch (slot.name) {
          case 'auditId':
            writeUuid(target, place);
            break;
          case 'uid':
            uid.copy(target, place);
            break;
          case 'received':
            writeTime(target, place, stageMs - latencyMs);
            break;
          case 'stage':
            writeTime(target, place, stageMs);
            break;
          case 'second':
            writeSecond(target, place, Math.floor(stageMs / 1000));
            target[place + 19] = 0x5a;
            break;
          case 'version':
            writeDigits(target, place, 9, resourceVersion - 1);
            break;
          case 'written':
            writeDigits(target, place, 9, resourceVersion);
            break;
          case 'suffix':
            suffix.copy(target, place);
            break;
          case 'minute':
            writeDigits(target, place, 8, Math.floor(stageMs / 60_000));
            break;
          default:
            slot.name satisfies never;
        }
      }
      return at + template.bytes.length;
    },
  };
};
