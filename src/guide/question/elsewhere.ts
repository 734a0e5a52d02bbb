import type { Context, Question } from '../model.ts';
import { moved, type Search } from '../search.ts';
import type { Subject } from '../subject.ts';
import { eventsTable, unread } from './rows.ts';

const DAYS = 30;

const imageSearch = ({ images, at }: Subject): readonly Search[] => {
  const [image] = images;
  return image === undefined
    ? []
    : [
        {
          id: 'image',
          asks: 'writes anywhere that name its image; run it on each cluster',
          since: moved(at, -24 * DAYS),
          until: null,
          all: [
            { test: 'verb', oneOf: ['create', 'update', 'patch'] },
            { test: 'mentions', text: image },
          ],
        },
      ];
};

/** Is it elsewhere? */
export const elsewhereQuestion = (context: Context): Question => {
  const { subject, trail } = context;
  const why = unread(context);
  const says: string[] = [];
  const because: string[] = [];
  const siblings = trail?.siblings ?? null;
  if (siblings === null) because.push(`whether it is elsewhere: ${why ?? ''}`);
  else {
    const same = siblings.template.count;
    const image = siblings.image.count;
    says.push(
      same > 0
        ? `The same pod template was written ${same === 1 ? 'once more' : `${same} more times`} under another name or in another place.`
        : 'No other object of this log has the same pod template.',
    );
    if (image > 0)
      says.push(
        `Its image is in ${image === 1 ? 'one other write' : `${image} other writes`} of workloads${siblings.commonImage ? '; it is a common image, which proves nothing' : ''}.`,
      );
    else if (subject.images.length > 0) says.push('No other workload of this log names its image.');
    if (siblings.left > 0) because.push(`${siblings.left} writes of the log were not compared, for want of room`);
  }
  because.push('whether other clusters have it: this was one log. Search each');
  return {
    id: 'elsewhere',
    title: 'Is it elsewhere?',
    state: siblings === null ? 'unknown' : 'partly',
    says,
    table: siblings === null ? null : (eventsTable(siblings.template) ?? eventsTable(siblings.image)),
    because,
    means: [
      {
        seen: 'The same template or a rare image in other namespaces or clusters',
        conclude: 'one campaign: treat them as one case, and begin with the earliest',
      },
      {
        seen: 'It is in every cluster, with the release of a known product',
        conclude: 'speaks for a benign true positive: check the product’s manifest',
      },
    ],
    searches: imageSearch(subject),
    lookups: [],
  };
};
