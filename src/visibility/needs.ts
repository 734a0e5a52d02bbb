import { gatherFacts } from '../facts/gather.ts';
import { INDICATORS } from '../indicator/registry.ts';
import type { Activity } from '../model/activity.ts';
import { ENVELOPES, type Envelope } from '../model/event.ts';
import type { FactName } from '../model/facts.ts';
import type { Indicator } from '../model/indicator.ts';
import { unseen } from '../model/seen.ts';

/** What an indicator needs of the log to be assessed. */
export interface Needs {
  readonly body: boolean;
  /** Roles and bindings. */
  readonly rights: boolean;
  /** The CronJob that a Job says it is a run of. */
  readonly copy: boolean;
  /** Scripts in ConfigMaps: what is in the manifest is judged without them. */
  readonly content: boolean;
  /** Writes of the days before. */
  readonly past: boolean;
}

const nobody = { username: null, groups: [], impersonatedBy: null, claimedUserAgent: null, claimedSourceIps: [] };
const BARE: Activity = {
  event: {
    source: '',
    offset: 0,
    auditId: null,
    stage: null,
    level: 'Metadata',
    requestUri: null,
    receivedAt: null,
    time: { at: null, exact: false },
    envelope: 'audit',
    cluster: null,
    cutAt: null,
  },
  actor: { ...nobody, username: 'system:serviceaccount:a:b', peerIp: null, kind: 'service-account', extra: {} },
  request: { verb: 'create', outcome: 'accepted', code: 201 },
  workload: {
    apiGroup: 'batch',
    apiVersion: 'v1',
    kind: 'CronJob',
    resource: 'cronjobs',
    subresource: null,
    namespace: null,
    name: null,
    generateName: null,
    uid: null,
    owners: [],
    labels: {},
    annotations: {},
  },
  readings: unseen('level-metadata'),
  sentinel: null,
};

/** The facts of a write whose body was not logged: which of them cannot be told is asked of the code that tells them. */
const facts = gatherFacts(BARE, null, { level: 'Metadata', cutAt: null, sameIdOtherContent: 0 });

/** What only earlier writes tell; of the write itself it takes who and whence, or what. */
const OF_PAST: ReadonlySet<FactName> = new Set(['newAuthor', 'newOrigin', 'newContent']);

const isOfBody = (name: FactName): boolean =>
  OF_PAST.has(name) ? name === 'newContent' : facts[name].state === 'unseen';

export const needsOf = ({ needs }: Pick<Indicator, 'needs'>): Needs => ({
  body: needs.some(isOfBody),
  rights: needs.includes('rights'),
  copy: needs.includes('copy'),
  content: needs.includes('effects') || needs.includes('commands'),
  past: needs.some((name) => OF_PAST.has(name)),
});

/** Envelopes that have no field for something that the indicator needs. */
export const lostIn = ({ needs }: Pick<Indicator, 'needs'>): readonly Envelope[] =>
  ENVELOPES.filter((envelope) => {
    const there = { ...BARE, event: { ...BARE.event, envelope } };
    const told = gatherFacts(there, null, { level: 'Metadata', cutAt: null, sameIdOtherContent: 0 });
    return needs.some((name) => {
      const fact = told[name];
      return fact.state === 'unseen' && fact.because === 'not-kept';
    });
  });

export const familyOf = ({ id }: Pick<Indicator, 'id'>): string => id.slice(0, id.indexOf('.'));

/** Families of indicators, in the order of the registry. */
export const FAMILIES: readonly string[] = [...new Set(INDICATORS.map(familyOf))];
