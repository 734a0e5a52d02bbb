import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { createGunzip } from 'node:zlib';
import { decodeRecord } from '../../decode/decode.ts';
import type { AuditEvent } from '../../model/event.ts';
import { isList, isObject, type Json, type JsonObject, objectAt } from '../../model/json.ts';
import { DEFAULT_KINDS } from '../kind-index.ts';
import { readPatch } from '../patch.ts';
import { applyPatch, type PatchKind } from './apply.ts';

const file = new URL('../../../fixtures/recordings/quiet-hour.jsonl.gz', import.meta.url);

interface Patched {
  readonly event: AuditEvent;
  readonly base: JsonObject;
  readonly stored: JsonObject;
}

const bodyOf = (seen: AuditEvent['requestObject']): JsonObject | readonly unknown[] | null =>
  seen.state === 'seen' ? seen.value : null;

/** Every accepted patch of a pod-making kind, with the object that the log showed last before it. */
const recordedPatches = async (): Promise<readonly Patched[]> => {
  const last = new Map<string, JsonObject>();
  const found: Patched[] = [];
  for await (const text of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) {
    if (!/"verb":"(?:create|update|patch)"/.test(text)) continue;
    for (const event of decodeRecord({ source: 'quiet-hour', offset: 0, text }).events) {
      const { resource, namespace, name, apiGroup, subresource } = event.objectRef;
      const stored = bodyOf(event.responseObject);
      const entry = DEFAULT_KINDS.byResource(apiGroup ?? '', resource ?? '', null);
      if (entry === undefined || subresource !== null || !isObject(stored) || stored.kind !== entry.kind) continue;
      if ((event.code ?? 500) >= 300 || event.requestUri?.includes('dryRun=All') === true) continue;
      const key = JSON.stringify([apiGroup, resource, namespace, name ?? objectAt(stored, 'metadata')?.name]);
      const base = last.get(key);
      if (event.verb === 'patch' && event.code === 200 && base !== undefined) found.push({ event, base, stored });
      last.set(key, stored);
    }
  }
  return found;
};

/** Fields that the server and its controllers write by requests that carry no whole object. */
const REVISION = 'deployment.kubernetes.io/revision';

/** Without what the server writes itself, and without what means the same as nothing. */
const compared = (object: JsonObject): JsonObject => {
  const { status, metadata, spec, ...rest } = object;
  const { managedFields, resourceVersion, generation, annotations, ...named } = isObject(metadata) ? metadata : {};
  const { [REVISION]: revision, ...noted } = isObject(annotations) ? annotations : {};
  const isPod = object.kind === 'Pod';
  // A binding sets it.
  const { nodeName, ...wanted } = isObject(spec) ? spec : {};
  return { ...rest, spec: isPod ? wanted : (spec ?? null), metadata: { ...named, annotations: noted } };
};

/** Places at which two objects differ; nothing, null and empty are the same. */
const differences = (a: Json | undefined, b: Json | undefined, at = ''): readonly string[] => {
  if (isObject(a) || isObject(b) || isList(a) || isList(b)) {
    const [one, other] = [membersOf(a), membersOf(b)];
    if (one === null || other === null) return [at];
    return [...new Set([...one.keys(), ...other.keys()])].flatMap((key) =>
      differences(one.get(key), other.get(key), `${at}/${key}`),
    );
  }
  return (a ?? null) === (b ?? null) ? [] : [at];
};
const membersOf = (value: Json | undefined): ReadonlyMap<string, Json | undefined> | null => {
  if (value === undefined || value === null) return new Map();
  return typeof value === 'object' ? new Map(Object.entries(value)) : null;
};

const kindsOf = ({ event }: Patched): readonly PatchKind[] => {
  const body = bodyOf(event.requestObject);
  if (body === null) return [];
  const hints = { requestUri: event.requestUri, code: event.code, verb: 'patch' };
  return readPatch(body, { strategic: true }, hints).flatMap(({ kind }) => (kind === 'object' ? [] : [kind]));
};

/** What the server fills in again, and what it counts. */
const SERVERS = ['/spec/failedJobsHistoryLimit', '/metadata/annotations/deprecated.daemonset.template.generation'];

test('a recorded patch of any kind, applied to the object before it, gives the object that the server stored', async () => {
  const agreed = new Map<PatchKind, number>();
  const failed: string[] = [];
  let filledIn = 0;
  const patches = await recordedPatches();
  for (const patch of patches) {
    const { event, base, stored } = patch;
    const body = bodyOf(event.requestObject);
    assert.ok(body !== null);
    const wrong: string[] = [];
    const kinds = kindsOf(patch);
    for (const kind of kinds) {
      const applied = applyPatch(base, kind, body, event.requestUri);
      assert.ok(applied?.fits === true && !applied.cut, kind);
      const left = differences(compared(applied.object), compared(stored));
      const mine = left.filter((place) => !SERVERS.includes(place));
      if (mine.length === 0) agreed.set(kind, (agreed.get(kind) ?? 0) + 1);
      else wrong.push(`${kind}: ${mine.slice(0, 5).join(' ')}`);
      if (mine.length < left.length) filledIn++;
    }
    if (wrong.length === kinds.length) failed.push(`${event.requestUri} ${JSON.stringify(body)} ${wrong.join('; ')}`);
  }
  assert.deepEqual(failed, []);
  assert.ok(patches.length > 400, `${patches.length} patches`);
  // The event carries no content type, so that a patch can agree as two kinds.
  for (const [kind, least] of [
    ['json-patch', 3],
    ['strategic-merge-patch', 300],
    ['merge-patch', 30],
    ['apply', 40],
  ] as const) {
    assert.ok((agreed.get(kind) ?? 0) >= least, `${kind}: ${agreed.get(kind)}`);
  }
  assert.ok(filledIn <= 4, `${filledIn} differ in what the server fills in`);
});
