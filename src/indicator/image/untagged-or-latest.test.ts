import { indicatorTable, UNSEEN, uses } from '../testing.ts';
import { imageUntaggedOrLatest } from './untagged-or-latest.ts';

indicatorTable(imageUntaggedOrLatest, {
  fires: {
    'no tag': uses('registry.example.com:5000/shop/report'),
    latest: uses('alpine:latest'),
  },
  staysSilent: {
    'a version': uses('alpine:3.20'),
    'a digest': uses('alpine@sha256:0123'),
    'a digest behind latest': uses('alpine:latest@sha256:0123'),
    'a tag that begins like latest': uses('alpine:latest-3'),
  },
  cannotTell: UNSEEN,
});
