import { isOutside } from './network.ts';

/** Where the settings of a client say that its server is. */
const SERVER = /\b(?:server_?addr|remote_addr)["']?\s{0,8}[=:]\s{0,8}["']?([\w.-]{3,253}|\[[0-9a-fA-F:]{3,40}\])/gi;
/** A port by which a node or a cluster is ruled, as what is let in from there. */
const RULED =
  /\blocal_?port["']?\s{0,8}[=:][^\n#;]{0,80}(?<!\d)(?:22|2375|2376|2379|6443|10250)(?!\d)|\blocal_addr["']?\s{0,8}[=:]\s{0,8}["']?[\w.-]{1,100}:(?:22|2375|2376|2379|6443|10250)(?!\d)/i;
/** A proxy in the client, by which everything that it reaches is let in. */
const PROXY =
  /\bplugin(?:\.type|["']?\s{0,8}[=:]\s{0,8}\{?\s{0,8}["']?type)?["']?\s{0,8}[=:]\s{0,8}["']?(?:socks5|http_proxy|unix_domain_socket|static_file)\b/i;

/** Whether a text is the settings of a tunnel that lets somebody outside into the node or into the network of the pod. */
export const hasTunnelSettings = (text: string): boolean =>
  text.length <= MOST_TEXT &&
  [...text.matchAll(SERVER)].slice(0, MOST_SERVERS).some(([, server = '']) => isOutside(server)) &&
  (RULED.test(text) || PROXY.test(text));
const MOST_TEXT = 64 * 1024;
const MOST_SERVERS = 20;
