import type { HostPathFact } from '../../model/facts.ts';
import { isBelow } from './mounts.ts';

/** Directories of the node from which it can be taken over, or that hold its secrets. Everything below counts. */
export const SENSITIVE_PLACES: readonly string[] = [
  '/etc',
  '/root',
  '/home',
  '/proc',
  '/sys',
  '/dev',
  '/boot',
  '/bin',
  '/sbin',
  '/usr',
  '/lib',
  '/lib64',
  '/opt/cni',
  '/var/lib/kubelet',
  '/var/lib/etcd',
  '/var/lib/docker',
  '/var/lib/containerd',
  '/var/lib/containers',
  '/var/lib/rancher',
  '/var/lib/cloud',
  '/var/spool/cron',
  '/run/containerd',
  '/run/systemd',
  '/run/secrets',
  'c:/windows',
  'c:/programdata',
];

/** Directories above sensitive ones: mounted whole, they hold them. */
export const HOLDING_PLACES: readonly string[] = ['/var', '/var/lib', '/run', '/var/spool', '/opt'];

/** Below sensitive places, but ordinary: devices and files that say little and change nothing. */
export const HARMLESS_PLACES: readonly string[] = [
  '/etc/localtime',
  '/etc/timezone',
  '/etc/os-release',
  '/etc/hostname',
  '/etc/machine-id',
  '/etc/ssl/certs',
  '/etc/pki/ca-trust',
  '/etc/resolv.conf',
  '/usr/share/zoneinfo',
  '/usr/share/ca-certificates',
  '/lib/modules',
  '/usr/lib/modules',
  '/dev/dri',
  '/dev/shm',
  '/dev/fuse',
  '/dev/net/tun',
  '/dev/kvm',
  '/dev/ttyUSB0',
  '/dev/serial',
];

/** Logs: read by every log shipper, and a way to read files as root through links. */
export const LOG_PLACES: readonly string[] = ['/var/log', '/var/lib/docker/containers'];

const isAt = (path: string, places: readonly string[]): boolean => places.some((place) => isBelow(path, place));

export const isLogPath = ({ path }: Pick<HostPathFact, 'path'>): boolean => isAt(path, LOG_PLACES);

/** Whether a path of the node is one of the sensitive places, below one, or holds one. The root has its own indicator. */
export const isSensitive = ({ path }: Pick<HostPathFact, 'path'>): boolean => {
  const place = path.startsWith('c:') ? path.toLowerCase() : path;
  if (isAt(place, HARMLESS_PLACES) || isAt(place, LOG_PLACES)) return false;
  return HOLDING_PLACES.includes(place) || isAt(place, SENSITIVE_PLACES);
};
