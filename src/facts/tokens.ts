import type { Reading } from '../model/activity.ts';
import type { TokenFact } from '../model/facts.ts';
import { get, listAt, objectAt, pointer, textAt } from '../model/json.ts';
import { inPod } from './places.ts';

/** The volume that the API server puts into every pod that does not refuse it; it shows where a response is what was seen. */
const INJECTED = /^kube-api-access-[a-z0-9]{5}$/;

/** Service-account tokens that the template asks for on purpose. `automountServiceAccountToken: false` is none. */
export const tokensOf = (reading: Reading): readonly TokenFact[] =>
  reading.templates.flatMap((template) => {
    const found: TokenFact[] = [];
    if (get(template.spec, 'automountServiceAccountToken') === true) {
      const at = pointer(template.pointer, 'automountServiceAccountToken');
      found.push({ ...inPod(reading, at), how: 'automount', audience: null });
    }
    for (const [volume, one] of listAt(template.spec, 'volumes').entries()) {
      if (INJECTED.test(textAt(one, 'name') ?? '')) continue;
      for (const [index, source] of listAt(objectAt(one, 'projected'), 'sources').entries()) {
        const token = objectAt(source, 'serviceAccountToken');
        if (token === null) continue;
        const at = pointer(template.pointer, 'volumes', volume, 'projected', 'sources', index, 'serviceAccountToken');
        found.push({ ...inPod(reading, at), how: 'projected', audience: textAt(token, 'audience') });
      }
    }
    return found;
  });
