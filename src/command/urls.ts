/** Addresses among words, with a scheme in front. */
export const urlsIn = (args: readonly string[]): readonly string[] =>
  args.flatMap((arg) => {
    const at = arg.search(/(?:https?|ftps?|sftp|gopher|smtps?|tftp|mqtts?|scp|smbs?|dict|telnet):\/\//i);
    return at < 0 ? [] : [(arg.slice(at).split(/["'\s]/, 1)[0] ?? '').split(/[?#]/, 1)[0] ?? ''];
  });
