import { blank, indicatorTable } from '../testing.ts';
import { changed, createdAs, NOT_TOLD, reportOf } from './testing.ts';
import { changeUnSuspended } from './un-suspended.ts';

indicatorTable(changeUnSuspended, {
  fires: {
    'the field is false': changed(reportOf({ spec: { suspend: true } }), reportOf({ spec: { suspend: false } })),
    'the field is gone': changed(reportOf({ spec: { suspend: true } }), reportOf()),
  },
  staysSilent: {
    'an object that somebody suspended for a while': changed(
      {
        ...createdAs(reportOf({ spec: { suspend: true } })),
        creation: { origin: { at: null, by: null }, object: reportOf() },
      },
      reportOf(),
    ),
    'an object of which nobody saw how it was created': changed(
      { ...createdAs(reportOf({ spec: { suspend: true } })), creation: null },
      reportOf(),
    ),
    'it stays suspended': changed(reportOf({ spec: { suspend: true } }), reportOf({ spec: { suspend: true } })),
    'it is suspended': changed(reportOf(), reportOf({ spec: { suspend: true } })),
    'a creation': blank,
  },
  cannotTell: NOT_TOLD,
});
