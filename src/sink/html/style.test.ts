import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DARK, LIGHT, STYLE } from './style.ts';

const colorsOf = (css: string): ReadonlyMap<string, string> =>
  new Map([...css.matchAll(/--([a-z-]+):(#[\da-f]{6})/g)].map(([, name = '', value = '']) => [name, value]));

/** Relative luminance, WCAG 2.2. */
const luminance = (color: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (a: string, b: string): number => {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((one, other) => one - other);
  return (light + 0.05) / (dark + 0.05);
};

const TONES = ['critical', 'high', 'medium', 'low', 'info'] as const;
for (const [theme, css] of [
  ['light', LIGHT],
  ['dark', DARK],
] as const) {
  const colors = colorsOf(css);
  const of = (name: string): string => {
    const color = colors.get(name);
    assert.ok(color !== undefined, name);
    return color;
  };
  const pairs: (readonly [string, string])[] = [];
  for (const ground of ['paper', 'sheet', 'sunk']) pairs.push(['ink', ground], ['soft', ground]);
  for (const tone of TONES) {
    pairs.push(
      [tone, 'paper'],
      [tone, 'sheet'],
      [tone, `${tone}-wash`],
      ['ink', `${tone}-wash`],
      ['soft', `${tone}-wash`],
    );
    pairs.push(['sheet', tone]);
  }
  for (const [text, ground] of pairs) {
    test(`${theme}: ${text} on ${ground} can be read (WCAG AA)`, () => {
      const ratio = contrast(of(text), of(ground));
      assert.ok(ratio >= 4.5, ratio.toFixed(2));
    });
  }
}

test('the style sheet loads nothing', () => assert.doesNotMatch(STYLE, /url\(|@import|https?:/));
