import { OWN_SOURCES } from '../command/fetchers.ts';
import { isClusterHost, isPublicAddress } from '../command/network.ts';
import type { Download } from '../model/effect.ts';

/** Host of an address with a scheme, or of `user@host:path`. */
export const hostOf = (url: string): string => {
  const rest = url.includes('://') ? (url.split('://')[1] ?? '') : url;
  const place = rest.split(/[/?#]/, 1)[0] ?? '';
  return (place.includes('@') ? place.slice(place.lastIndexOf('@') + 1) : place).replace(/:(?!\d{1,5}$).*$/, '');
};

/** A bare address of the open network, or one that is asked without encryption. */
export const isBareAddress = (url: string): boolean => {
  const host = hostOf(url);
  return (
    isPublicAddress(host) || (/^(?:http|ftp|git|tftp):\/\//i.test(url) && host.includes('.') && !isClusterHost(host))
  );
};

/** A repository, a bucket or a host that asks who one is: as a rule it belongs to whoever wrote the job. */
export const isOwnSource = ({ program, urls }: Pick<Download, 'program' | 'urls'>): boolean =>
  OWN_SOURCES.has(program) && !urls.some(isBareAddress);
