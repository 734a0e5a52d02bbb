import { fromBase64, fromHex, reversedLines, translated } from './decoders.ts';
import type { Call, Machine } from './machine.ts';
import { compile, groupOf, replaced } from './pattern.ts';
import { edited } from './sed.ts';
import { MOST_VALUE, mapped, type Value, withOrigins } from './value.ts';

const MOST_STATEMENTS = 20;
const MOST_CODE = 2000;

/** What `perl -ne` and `perl -pe` make of their input; `null` for code that is more than a filter of text. */
export const perlFilter = (machine: Machine, call: Call, input: Value, code: string): Value | null => {
  const flags = call.texts.filter((text) => /^-[a-zA-Z0-9]+$/.test(text)).join('');
  const prints = /^perl/.test(call.program) && /p/.test(flags);
  if (!/^perl/.test(call.program) || !(prints || flags.includes('n')) || code.length > MOST_CODE) return null;
  if (!input.known) return null;
  const layers: string[] = [];
  let text: string | null = input.text;
  let isPrinted = prints;
  for (const statement of code.split(';').slice(0, MOST_STATEMENTS)) {
    const one = statement.trim();
    if (one === '' || /^(?:chomp|use\s[\w:]+)(?:\(?\$_?\)?)?$/.test(one)) {
      if (one.startsWith('chomp')) text = text.replace(/\n$/, '');
      continue;
    }
    // What is put in is printed as well: `s/(..)/print chr hex $1/ge`.
    const silent = one
      .replace(/^print\s{0,4}/, '')
      .replace(/^(s([/|#!,~])(?:[^\\]|\\.){1,300}?\2)\s{0,4}print\s{1,4}/s, '$1');
    const next = changedBy(machine, text, silent, layers);
    if (next === null) return null;
    if (silent !== one) isPrinted = true;
    text = next;
  }
  if (!isPrinted) return null;
  const out = mapped(input, text);
  if (layers.length === 0) return out;
  const effects = layers.map((layer) => machine.emit({ kind: 'decode', layer }, call));
  return { ...withOrigins(out, effects), layers: [...input.layers, ...layers] };
};

const changedBy = (machine: Machine, text: string, expression: string, layers: string[]): string | null => {
  if (expression === '' || expression === '$_') return text;
  const spend = (work: number): boolean => machine.spend(work);
  const decodes = (layer: string, made: string | null): string | null => {
    layers.push(layer);
    return made;
  };
  const bare = expression.replace(/^\$_\s{0,4}=\s{0,4}/, '');
  if (/^(?:MIME::Base64::)?decode_base64\s{0,4}\(?\s{0,4}(?:\$_)?\s{0,4}\)?$/.test(bare))
    return decodes('base64', fromBase64(text));
  if (/^pack\s{0,4}\(?\s{0,4}["']H\*["']\s{0,4},\s{0,4}\$_\s{0,4}\)?$/.test(bare)) return decodes('hex', fromHex(text));
  if (/^(?:scalar\s{1,4})?reverse(?:\s{0,4}\(?\s{0,4}\$_\s{0,4}\)?)?$/.test(bare))
    return decodes('reversed', reversedLines(text));
  if (/^uc(?:\s{0,4}\(?\s{0,4}\$_\s{0,4}\)?)?$/.test(bare)) return text.toUpperCase();
  if (/^lc(?:\s{0,4}\(?\s{0,4}\$_\s{0,4}\)?)?$/.test(bare)) return text.toLowerCase();
  const turns = /^(?:tr|y)\/((?:[^/\\]|\\.){1,300})\/((?:[^/\\]|\\.){0,300})\/([a-z]{0,4})$/.exec(bare);
  if (turns !== null) {
    const flags = turns[3] === '' ? [] : [`-${turns[3]}`];
    return translated(text, [...flags, turns[1] ?? '', ...(turns[2] === '' ? [] : [turns[2] ?? ''])]);
  }
  const change = /^s([/|#!,~])((?:[^\\]|\\.){1,300}?)\1((?:[^\\]|\\.){0,300}?)\1([a-z]{0,6})$/s.exec(bare);
  if (change === null) return null;
  const [, mark = '/', source = '', by = '', flags = ''] = change;
  if (!flags.includes('e')) {
    const script = `s${mark}${source}${mark}${by.replaceAll(/\$(\d)|\$\{(\d)\}/g, '\\$1$2').replaceAll('$&', '&')}${mark}${flags.replaceAll(/[^gi]/g, '')}`;
    return edited(text, { scripts: [script], isQuiet: false, isExtended: true, byNull: false }, spend).text;
  }
  const code =
    /^(?:chr\s{0,4}\(?\s{0,4}(hex|oct)?\s{0,4}\(?\s{0,4}\$([1-9&])[\s)]{0,8}|pack\s{0,4}\(?\s{0,4}["']([HC])\d?\*?["']\s{0,4},\s{0,4}(?:hex\s{0,4}\(?)?\$([1-9&])[\s)]{0,8})$/.exec(
      by.trim(),
    );
  const pattern = code === null ? null : compile(source, { syntax: 'extended', ignoreCase: flags.includes('i') });
  if (code === null || pattern === null) return null;
  const group = code[2] ?? code[4] ?? '&';
  const base = code[1] === 'oct' ? 8 : code[1] === 'hex' || code[3] === 'H' || by.includes('hex') ? 16 : 10;
  layers.push(base === 16 ? 'hex' : 'characters');
  return (
    replaced(
      pattern,
      text,
      (match) =>
        String.fromCharCode(Number.parseInt(groupOf(text, match, group === '&' ? 0 : Number(group)), base) & 0xff),
      { all: flags.includes('g'), most: MOST_VALUE },
      spend,
    )?.text ?? null
  );
};
