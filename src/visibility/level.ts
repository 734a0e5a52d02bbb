/** How much of a request an audit policy logs. Least first. https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/ */
export const LEVELS = ['None', 'Metadata', 'Request', 'RequestResponse'] as const;
export type Level = (typeof LEVELS)[number];

export const STAGES = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'] as const;
export type Stage = (typeof STAGES)[number];

export const isLevel = (text: unknown): text is Level => LEVELS.some((level) => level === text);
export const isStage = (text: unknown): text is Stage => STAGES.some((stage) => stage === text);

export const reaches = (level: Level, wanted: Level): boolean => LEVELS.indexOf(level) >= LEVELS.indexOf(wanted);

/** How well something can be seen. `unknown`: nothing of the kind was in the log, and no policy tells. */
export const SIGHTS = ['assessed', 'partly', 'blind', 'unknown'] as const;
export type Sight = (typeof SIGHTS)[number];

/** What several make together: all, none, or a part. What is unknown does not count beside what is known. */
export const together = (sights: readonly Sight[]): Sight => {
  const known = sights.filter((sight) => sight !== 'unknown');
  const [first] = known;
  if (first === undefined) return 'unknown';
  return known.every((sight) => sight === first) ? first : 'partly';
};
