/** Hooks of a repository, where a server or a clone keeps them, and under their names wherever those are looked for. */
const HOOK =
  /(?:^|\/)(?:applypatch-msg|(?:pre|post)-applypatch|pre-commit|pre-merge-commit|prepare-commit-msg|commit-msg|post-commit|pre-rebase|post-checkout|post-merge|pre-push|pre-receive|proc-receive|post-receive|post-update|reference-transaction|push-to-checkout|post-rewrite)(?:\.d\/[^/]{1,100})?$|\/hooks\/update(?:\.d\/[^/]{1,100})?$|\/custom_hooks\/[^/]{1,100}(?:\/[^/]{1,100})?$/;
export const isHook = (path: string): boolean => path.length < 4096 && HOOK.test(path);

/** What a build, an installation or a start of an interpreter runs by itself. */
const OF_PACKAGE =
  /(?:^|\/)(?:setup\.py|conftest\.py|(?:site|user)customize\.py|package\.json|composer\.json|extconf\.rb|Rakefile|[\w.-]{1,100}\.gemspec|__init__\.py)$|(?:site|dist)-packages\/[\w.-]{1,100}\.pth$/;

/** What a sign-in, a shell or a clock of a machine or an image runs. */
const OF_MACHINE =
  /(?:^|\/)(?:\.(?:bashrc|bash_profile|bash_login|profile|zshrc|zprofile|zshenv|kshrc)|bash\.bashrc|etc\/profile|rc\.local)$|\/profile\.d\/[^/]{1,100}$|\/cron\.(?:d|hourly|daily|weekly|monthly)\/[^/]{1,100}$|\/etc\/crontabs?(?:\/[^/]{1,100})?$|\/spool\/cron\/(?:[^/]{1,100}\/)?[^/]{1,100}$|\/systemd\/(?:system|user)\/[^/]{1,100}\.service$|\/init\.d\/[^/]{1,100}$/;

/** What a build takes from where it keeps the packages of others: sources there are built into all that need them. */
const OF_CACHE =
  /\/(?:pkg\/mod\/(?!cache\/)|node_modules\/|(?:site|dist)-packages\/|\.m2\/repository\/|\.cargo\/registry\/|\.gradle\/caches\/)\S{0,400}\.(?:go|rs|java|kt|c|cc|cpp|h|js|mjs|cjs|py|rb)$/;
export const isInPackageCache = (path: string): boolean => path.length < 4096 && OF_CACHE.test(path);

/** Whether somebody else runs a file that is written there, without being told to. */
export const isStartedByOthers = (path: string): boolean =>
  path.length < 4096 && (HOOK.test(path) || OF_PACKAGE.test(path) || OF_MACHINE.test(path) || OF_CACHE.test(path));
