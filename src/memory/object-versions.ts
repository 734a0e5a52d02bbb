import type { Activity } from '../model/activity.ts';
import type { JsonObject } from '../model/json.ts';
import type { AskedObject } from '../model/known.ts';
import type { DeletionNote, NoteOrigin } from '../model/note.ts';
import type { PatchBody, PatchKind } from '../normalise/apply/apply.ts';

/** A change whose outcome the log does not show: the body, and each way to read it. */
interface Change {
  readonly kinds: readonly PatchKind[];
  readonly body: PatchBody;
  readonly requestUri: string | null;
}

/** An object that a version left behind, kept as its text: as an object it takes several times as much, and few are asked for. */
export interface ToldObject {
  readonly text: string;
  readonly isDerived: boolean;
}

export const toldObject = (object: JsonObject, isDerived: boolean): ToldObject => ({
  text: JSON.stringify(object),
  isDerived,
});

export const objectIn = ({ text }: ToldObject): JsonObject => JSON.parse(text) as JsonObject; // Our own text.

/** As a row of a state has it. */
export type PackedVersion = Omit<Version, 'told'> & {
  readonly told: { readonly object: JsonObject; readonly isDerived: boolean } | { readonly change: Change } | null;
};

export const packedVersion = ({ told, ...version }: Version): PackedVersion => ({
  ...version,
  told: told !== null && 'text' in told ? { object: objectIn(told), isDerived: told.isDerived } : told,
});

export const unpackedVersion = ({ told, ...version }: PackedVersion): Version => ({
  ...version,
  told: told !== null && 'object' in told ? toldObject(told.object, told.isDerived) : told,
});

export interface Version {
  /** Of all writes that were ever kept, which one. */
  readonly serial: number;
  readonly origin: NoteOrigin;
  readonly auditId: string | null;
  readonly verb: string;
  readonly uid: string | null;
  /** The object, a change of the one before, or nothing that can be known. */
  readonly told: ToldObject | { readonly change: Change } | null;
  characters: number;
}

/** What a version costs beside its record. */
const VERSION_CHARACTERS = 256;
/** What names an object, or all of its resource. */
export type Named = Omit<DeletionNote, 'at' | 'auditId' | 'kind'>;

export const keyOf = ({ cluster, group, resource, namespace, name }: Named): string =>
  JSON.stringify([cluster, group, resource, namespace, name]);

export const namedBy = (key: string): Named => {
  const [cluster, group, resource, namespace, name] = JSON.parse(key) as [
    string | null,
    string,
    string,
    string | null,
    string | null,
  ]; // Our own key.
  return { cluster, group, resource, namespace, name };
};

/** The keys of an object itself, of all in its namespace, and of all in the cluster. */
export const scopesOf = (asked: Named): readonly string[] => [
  keyOf(asked),
  keyOf({ ...asked, name: null }),
  keyOf({ ...asked, name: null, namespace: null }),
];

/** The workload that an activity writes, as it is asked for and remembered; `null` without its name. */
export const askedOf = ({ workload, event }: Activity): AskedObject | null =>
  workload.name === null || workload.name === '' || workload.subresource !== null
    ? null
    : {
        cluster: event.cluster,
        group: workload.apiGroup,
        resource: workload.resource,
        namespace: workload.namespace,
        name: workload.name,
        uid: workload.uid,
        at: event.time.at,
        auditId: event.auditId,
      };

/** The last version before a write: the one in front of its own, else the last that was not written after it. */
export const indexBefore = (versions: readonly Version[], { at, auditId }: AskedObject): number => {
  const own = versions.findIndex((one) => one.origin.at === at && one.auditId === auditId);
  if (own >= 0) return own - 1;
  return at === null ? versions.length - 1 : versions.findLastIndex(({ origin }) => (origin.at ?? '') <= at);
};

/** Two records of one act; an audit id alone does not tell, since clients choose it. */
export const isSameAct = (a: Version, b: Version): boolean =>
  a.auditId !== null && a.auditId === b.auditId && a.verb === b.verb && a.origin.at === b.origin.at;

/** How much a record tells. */
export const rankOf = ({ told }: Version): number => (told === null ? 0 : 'change' in told ? 1 : 2);

export const versionOf = (activity: Activity, { uid }: AskedObject, size: number): Omit<Version, 'serial'> => {
  const { event, actor, request, readings, patch } = activity;
  const whole =
    readings.state === 'seen'
      ? readings.value.findLast(({ missing, kind }) => missing === null && kind === 'object')
      : undefined;
  const version = {
    origin: { at: event.time.at, by: actor.username },
    auditId: event.auditId,
    // A server-side apply that creates is a creation.
    verb: request.code === 201 ? 'create' : request.verb,
    uid,
    characters: VERSION_CHARACTERS + size,
  };
  if (whole !== undefined) return { ...version, told: toldObject(whole.object, false) };
  if (patch === undefined || readings.state !== 'seen') return { ...version, told: null };
  const kinds = readings.value.flatMap(({ kind }) => (kind === 'object' ? [] : [kind]));
  if (version.verb === 'create') {
    const made = readings.value.find(({ missing }) => missing === null);
    return { ...version, told: made === undefined ? null : toldObject(made.object, false) };
  }
  return { ...version, told: { change: { kinds, body: patch, requestUri: event.requestUri } } };
};
