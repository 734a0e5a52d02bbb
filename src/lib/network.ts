/** Networks that are nobody's on the internet: of clusters, offices and providers' own wires. */
const PRIVATE_V4 =
  /^(?:10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/;
const V4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;
const MAPPED = /^::ffff:(?=.*\.)/i;

/**
 * The network that an address is counted as, `198.51.100.0/24` or `2001:db8:1:2::/64`; `null` for what is no address.
 *
 * A private network is wider, `10.4.0.0/16` and `fd00:1:2::/48`: a cluster gives each node a /24 or /64 of its own for pods,
 * and a pod that moves to another node is nobody new.
 */
export const networkOf = (address: string): string | null => {
  const text = address.replace(MAPPED, '');
  if (V4.test(text)) {
    const parts = text.split('.').map(Number);
    const kept = PRIVATE_V4.test(text) ? 2 : 3;
    return `${parts.map((part, index) => (index < kept ? part : 0)).join('.')}/${kept * 8}`;
  }
  const groups = groupsOf(text);
  if (groups === null) return null;
  const kept = /^f[cd]/.test(groups[0] ?? '') ? 3 : 4;
  return `${groups.slice(0, kept).join(':')}::/${kept * 16}`;
};

/** The eight groups of an IPv6 address, without leading zeros; `null` for anything else. */
const groupsOf = (text: string): readonly string[] | null => {
  // What is parsed stands in a text with brackets: only what an address is made of may be in it.
  if (!/^[\da-f:.]*:[\da-f:.]*$/i.test(text) || !URL.canParse(`http://[${text}]/`)) return null;
  const [head = '', tail] = new URL(`http://[${text}]/`).hostname.slice(1, -1).split('::', 2);
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after];
};
