import type { Effect } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

const MOST_TEXT = 8000;

/** What people type into a page, as a script of it takes it. */
const TAKES =
  /\bnew FormData\(|\bserializeArray\(|addEventListener\(\s{0,4}["'`](?:submit|keyup|keydown|keypress|input|change|blur)["'`]|querySelectorAll\(\s{0,4}["'`][^"'`]{0,60}input|\.elements\b|\bdocument\.forms\b/;
/** How a script sends something without that anybody sees it, to an address that it names. */
const SENDS =
  /\b(?:sendBeacon|fetch|open)\(\s{0,4}(?:["'`](?:POST|GET)["'`]\s{0,4},\s{0,4})?["'`]https?:\/\/|new (?:Image|WebSocket)\(|\.src\s{0,4}=\s{0,4}["'`]https?:\/\//;
const COVERS = /\bbtoa\(|JSON\.stringify\(|encodeURIComponent\(/;

const takesForms = (effect: Effect): boolean => {
  const text =
    effect.kind === 'write'
      ? effect.text
      : effect.kind === 'run' && effect.program === 'sed'
        ? effect.args.join(' ')
        : '';
  const part = text.slice(0, MOST_TEXT);
  return TAKES.test(part) && SENDS.test(part) && COVERS.test(part);
};

/** A script that is put into pages and decodes where it loads another one from. */
const HIDES =
  /<script\b[\s\S]{0,2000}(?:\.src\s{0,4}=|\bimport\(|\bfetch\()[\s\S]{0,80}\b(?:atob|fromCharCode|unescape)\(/;
const hidesSource = (effect: Effect): boolean =>
  effect.kind === 'run' &&
  (effect.program === 'sed' || effect.program === 'perl') &&
  effect.args.some((arg) => /^-(?:[a-zA-Z]*i|-in-place)/.test(arg)) &&
  effect.args.some((arg) => HIDES.test(arg.slice(0, MOST_TEXT)));

const CLIENTS: ReadonlySet<string> = new Set([
  'aws',
  'gsutil',
  'gcloud',
  'az',
  'azcopy',
  's3cmd',
  'rclone',
  'mc',
  's5cmd',
]);
/** A script or page that a client of a storage brings or puts there. */
const movesPage = (effect: Effect): boolean =>
  effect.kind === 'run' &&
  CLIENTS.has(effect.program) &&
  effect.args.some((arg) => /^(?:cp|sync|copy|copyto|put|put-object|upload|upload-batch|pipe|mv|rsync)$/.test(arg)) &&
  effect.args.some((arg) => /\.(?:m?js|html?)$/.test(arg));

export const commandPageSkimmer = defineIndicator({
  id: 'command.page-skimmer',
  title: 'Adds a script to a page that sends what people type into it',
  attack: ['T1053.007', 'T1059.007', 'T1056.003', 'T1565.001'],
  severity: 'medium',
  why: 'A few lines behind the script of a shop read every card that is entered, and no server of the shop sees it.',
  falsePositives: ['Own analytics that are put behind a bundle when it is released'],
  references: ['https://attack.mitre.org/techniques/T1056/003/'],
  needs: ['effects'],
  kinds: ['run', 'write'],
  evaluate: ({ effects }) => {
    const isMoved = effects.some(movesPage);
    return fromEffects(effects, (effect) => {
      if (hidesSource(effect)) return 'puts a script into pages that loads another one from an address that it hides';
      return isMoved && takesForms(effect) && 'puts a script into a page that sends what people type into it';
    });
  },
});
