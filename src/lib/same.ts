/** Whether two values of plain objects, lists and scalars hold the same; a member that is `undefined` counts as there. */
export const isSame = (one: unknown, other: unknown): boolean => {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const held = new Map<string, unknown>(Object.entries(other));
  const names = Object.entries(one);
  return names.length === held.size && names.every(([name, value]) => held.has(name) && isSame(value, held.get(name)));
};
