import { objectAt } from '../../model/json.ts';
import { lookup } from '../language/kubectl.ts';
import type { Context, Lookup, Question } from '../model.ts';
import type { Subject } from '../subject.ts';
import { GENERAL } from './rows.ts';

const MAX_VALUE = 120;
/** Labels and annotations that tools and people use to say whose an object is. */
const OWNER_KEYS =
  /^(?:app\.kubernetes\.io\/(?:name|instance|part-of|managed-by)|helm\.sh\/chart|meta\.helm\.sh\/release-name(?:space)?|argocd\.argoproj\.io\/(?:instance|tracking-id)|kustomize\.toolkit\.fluxcd\.io\/name(?:space)?|backstage\.io\/kubernetes-id|(?:[a-z0-9.-]{1,60}\/)?(?:owner|team|contact|maintainer|app))$/;

/** Who owns it? */
export const ownerQuestion = ({ finding, subject }: Context): Question => {
  const says: string[] = [];
  const because: string[] = [];
  const metadata = objectAt(subject.body, 'metadata');
  const claims = [
    ...Object.entries(objectAt(metadata, 'labels') ?? {}),
    ...Object.entries(objectAt(metadata, 'annotations') ?? {}),
  ].flatMap(([key, value]) =>
    OWNER_KEYS.test(key) && typeof value === 'string' ? [`${key} = ${value.slice(0, MAX_VALUE)}`] : [],
  );
  if (finding === null) because.push(GENERAL);
  else if (claims.length > 0) says.push(`The object claims: ${claims.slice(0, 6).join('; ')}.`);
  else
    because.push(
      subject.body === null
        ? 'the owner: the body was not logged'
        : 'the owner: no label or annotation of the object names one',
    );
  if (claims.length > 0) because.push('whether that is true: whoever wrote the object chose these words');
  return {
    id: 'owner',
    title: 'Who owns it?',
    state: claims.length > 0 ? 'partly' : 'unknown',
    says,
    table: null,
    because,
    means: [
      {
        seen: 'A Helm release, Argo CD application or Git path holds just this object',
        conclude: 'ask its team; a benign true positive is likely when the sources agree',
      },
      { seen: 'Labels claim a tool, and the tool does not know the object', conclude: 'the labels are a disguise' },
    ],
    searches: [],
    lookups: lookups(subject),
  };
};

const lookups = ({ namespace }: Subject): readonly Lookup[] =>
  namespace === null
    ? []
    : [
        lookup('labels and annotations of the namespace: often the team', [
          'get',
          'namespace',
          { name: namespace },
          '-o',
          'yaml',
        ]),
        lookup('Helm releases of the namespace, by name', [
          'get',
          'secrets',
          '-n',
          { name: namespace },
          '-l',
          'owner=helm',
        ]),
        lookup('who may write here', ['get', 'rolebindings', '-n', { name: namespace }, '-o', 'wide']),
      ];
