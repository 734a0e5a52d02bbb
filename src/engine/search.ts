import type { NormaliseOptions } from '../normalise/normalise.ts';
import type { GateWords } from '../source/gate/gate.ts';
import type { Input } from '../source/source.ts';
import { type CallerSearch, createCallFinder, searchWords } from './call-finder.ts';
import type { Extractor } from './extract.ts';
import type { ScanSettings } from './settings.ts';
import { createStrayFinder, type StraySearch, strayWords } from './stray-finder.ts';

/** What a second reading of the files looks for. */
export type Search = CallerSearch | StraySearch;

export const wordsOfSearch = (search: Search): GateWords =>
  'strays' in search ? strayWords(search) : searchWords(search);

export const finderOf = (settings: ScanSettings, search: Search, options: NormaliseOptions): Extractor =>
  'strays' in search ? createStrayFinder(settings, search, options) : createCallFinder(settings, search);

/** A file on disk; what comes out of a pipe is gone. */
export const isAgain = ({ path, size }: Input): boolean => path !== null && size !== null;
