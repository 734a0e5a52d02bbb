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

/** Devices that a program works with and that give no power over the node: processors of graphics, sound, cameras, serial lines. */
const HARMLESS_DEVICES =
  /^\/dev\/(?:nvidia(?:\d{1,3}|ctl|-uvm|-uvm-tools|-modeset)|kfd|snd|video\d{1,3}|tty(?:USB|ACM)\d{1,3}|apex_\d{1,2}|accel|random|urandom|null|zero)$/;

/**
 * Data that a person keeps for an application: below a directory of a home. What starts when somebody signs in, and the keys
 * with which they do, begin with a dot; programs are in `bin`.
 */
const HOME_DATA = /^\/home\/[^/.*?[]{1,64}\/(?!bin(?:\/|$))[^/.*?[][^/*?[]{0,200}(?:\/[^/.*?[][^/*?[]{0,200}){0,40}$/;
export const isHomeData = ({ path }: Pick<HostPathFact, 'path'>): boolean => HOME_DATA.test(path);

/** Logs: read by every log shipper, and a way to read files as root through links. */
export const LOG_PLACES: readonly string[] = ['/var/log', '/var/lib/docker/containers'];

const isAt = (path: string, places: readonly string[]): boolean => places.some((place) => isBelow(path, place));

export const isLogPath = ({ path }: Pick<HostPathFact, 'path'>): boolean => isAt(path, LOG_PLACES);

/** Whether a path of the node is one of the sensitive places, below one, or holds one. The root has its own indicator. */
export const isSensitive = ({ path }: Pick<HostPathFact, 'path'>): boolean => {
  const place = path.startsWith('c:') ? path.toLowerCase() : path;
  if (isAt(place, HARMLESS_PLACES) || isAt(place, LOG_PLACES) || HARMLESS_DEVICES.test(place)) return false;
  return HOLDING_PLACES.includes(place) || isAt(place, SENSITIVE_PLACES);
};

/** The same of what is mounted: the data of an application in a home holds no more than data elsewhere. */
export const isSensitiveMount = (mount: Pick<HostPathFact, 'path'>): boolean =>
  isSensitive(mount) && !isHomeData(mount);
