import { unseen } from '../../model/seen.ts';
import { blank, bodyUnseen, indicatorTable, partOf } from '../testing.ts';
import { requestBodyWithheld } from './body-withheld.ts';

indicatorTable(requestBodyWithheld, {
  fires: {
    'a body replaced because of its size': bodyUnseen('truncated'),
    'a body that was cut': partOf({ containers: [] }),
  },
  staysSilent: {
    'a whole body': blank,
    'audit level Metadata': bodyUnseen('level-metadata'),
    'a patch without its base': partOf({}, 'patch-without-base'),
  },
  cannotTell: { 'the delivery was not kept': { ...blank, delivery: unseen('not-kept') } },
});
