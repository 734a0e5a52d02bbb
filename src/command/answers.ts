import type { Effect, Read } from '../model/effect.ts';
import { dotted } from './addresses.ts';
import { hostsOf, isClusterHost, isPublicAddress } from './network.ts';

/** Places where anybody leaves a file or a request, without a name, for whoever knows the address. */
const DROPS =
  /^(?:[\w-]{1,63}\.){0,2}(?:transfer\.sh|file\.io|0x0\.st|temp\.sh|bashupload\.com|oshi\.at|catbox\.moe|gofile\.io|anonfiles\.com|webhook\.site|requestbin\.(?:com|net)|pipedream\.net|beeceptor\.com|pastebin\.com|termbin\.com|ix\.io|oast\.\w{2,6}|interact\.sh|burpcollaborator\.net|ngrok\.io|ngrok-free\.app|trycloudflare\.com)(?::\d{1,5})?$/i;
export const isDrop = (host: string): boolean => DROPS.test(host);

/** What tells how a service is, and nothing of what it holds. */
const TELLS_STATE =
  /\/(?:api\/v1\/(?:query|query_range|series|labels?|targets|alerts|rules)|_cat\/\w{1,20}|_cluster\/\w{1,20}|metrics|federate|health\w{0,4}|livez?|readyz?|ready|live|ping|status|version|up|stats|info|actuator\/(?:health|prometheus|info)|-\/\w{1,12})\/?(?:[?#]|$)/i;

const NUMBERS = /^\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?$/;
/** A host of the cluster or of the network around it; the metadata service is none. */
const isInside = (host: string): boolean => {
  const name = dotted(host);
  if (host === '' || host.startsWith('$') || name.startsWith('169.254.')) return false;
  return isClusterHost(host) || (NUMBERS.test(name) && !isPublicAddress(host));
};

/**
 * What a service of the cluster answered, as something that was read: where it goes on to a host on which nobody's name
 * stands, a bare public address or a place for anybody. `null` for any other download.
 */
export const answerIn = (effect: Effect, to: string): Read | null => {
  if (effect.kind !== 'download') return null;
  const host = to.replace(/^\/dev\/(?:tcp|udp)\//, '').replace(/^(\S{1,253}) (\d{1,5})$/, '$1:$2');
  if (!isPublicAddress(host.split('/', 1)[0] ?? '') && !isDrop(host)) return null;
  const url = effect.urls.find((one) => !TELLS_STATE.test(one) && hostsOf([one]).some(isInside));
  return url === undefined
    ? null
    : { kind: 'read', what: 'answer', path: url.slice(0, 300), host: null, program: effect.program };
};
