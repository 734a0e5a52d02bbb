/** What an exception may ask of a finding. The order is that in which they are shown. */
export const MATCH_KEYS = [
  'cluster',
  'namespace',
  'kind',
  'name',
  'actor',
  'image',
  'registry',
  'templateHash',
  'indicator',
] as const;
export type MatchKey = (typeof MATCH_KEYS)[number];

/** Longest pattern, and most stars in one, so that a match stays cheap. */
export const MAX_PATTERN = 300;
export const MAX_STARS = 8;
export const MOST_EXCEPTIONS = 1_000;
const MOST_PATTERNS = 100;

const WORDS: Readonly<Record<MatchKey, string>> = {
  cluster: 'Name of the cluster, as the finding has it.',
  namespace: 'Namespace of the workload. A workload in none is matched by no pattern.',
  kind: 'Kind of the workload: CronJob, Job, Deployment.',
  name: 'Name of the workload, or its generateName. Whoever writes the workload chooses it.',
  actor: 'User name that the request ran as; with impersonation the user behind it must match too.',
  image: 'Image as written, with its tag or digest. All images of the workload must match one of the patterns.',
  registry: 'Registry of the image. Those of all images of the workload must match one of the patterns.',
  templateHash: 'Hash of the pod templates, as the finding has it: equal for what runs the same.',
  indicator:
    'Id of an indicator. All indicators of the finding of severity low or above must match one of the patterns.',
};

const pattern = { type: 'string', minLength: 1, maxLength: MAX_PATTERN } as const;
const patterns = (description: string) => ({
  description,
  oneOf: [pattern, { type: 'array', items: pattern, minItems: 1, maxItems: MOST_PATTERNS, uniqueItems: true }],
});

const day = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' } as const;

/** `schema/exceptions.v1.json` is written from it; a test holds them equal. */
export const EXCEPTIONS_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:cronwarden:schema:exceptions:v1',
  title: 'Cronwarden exceptions',
  description:
    'Dated, owned, narrow exceptions. They hide findings; they never stop an evaluation. In patterns * stands for any characters, ? for one, and a backslash takes the meaning of the next.',
  type: 'object',
  additionalProperties: false,
  required: ['schema', 'exceptions'],
  properties: {
    schema: { const: 'cronwarden.exceptions/v1' },
    exceptions: {
      type: 'array',
      maxItems: MOST_EXCEPTIONS,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'reason', 'owner', 'until', 'match'],
        properties: {
          id: {
            description: 'Names the exception; each once in a file.',
            type: 'string',
            pattern: '^[a-z0-9][a-z0-9.-]{0,62}$',
          },
          reason: { description: 'Why this is wanted.', type: 'string', minLength: 3, maxLength: 1000 },
          owner: { description: 'Who answers for it.', type: 'string', minLength: 2, maxLength: 200 },
          since: { description: 'First day, in UTC. Today without it.', ...day },
          until: {
            description: 'Last day, in UTC; at most a year after since, or after today without it.',
            ...day,
          },
          match: {
            description: 'All keys must match; of several patterns under one key any.',
            type: 'object',
            additionalProperties: false,
            minProperties: 1,
            properties: Object.fromEntries(MATCH_KEYS.map((key) => [key, patterns(WORDS[key])])),
          },
        },
      },
    },
  },
};
