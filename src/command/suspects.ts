import { type Budget, WORK } from './budget.ts';

/**
 * Words that a payload has somewhere, as written. They only choose what is read of a text that is too long to be read
 * whole; what they mean is judged by the same rules as ever, and that a part was left out is said.
 */
const SUSPECT =
  /curl|wget|aria2c|\bn(?:et)?c(?:at)?\b|socat|\/dev\/(?:tcp|udp)|base(?:64|32)|openssl|xxd|gunzip|zcat|\beval\b|\bexec\b|python|perl|ruby|\bphp\b|\bnode\b|\|\s{0,4}(?:\/\w{1,20}){0,4}(?:ba|da|a|z|k)?sh\b|\bsh -|nsenter|chroot|kubectl|docker|ctr |crictl|stratum|xmrig|authorized_keys|\/cron|ld\.so|chmod|insmod|\/secrets\/|shadow|\$\{?IFS|\$'\\|https?:\/\//g;
const MOST_FOUND = 4000;
/** A command and what follows it: words, pipes, further commands. Settings in JSON or XML, options and addresses are none. */
const COMMAND = /^\s{0,8}(?![[{<-])[^\n]{0,400}(?:[|;&]|\$\(|`|>\s{0,2}[/&]|\s-[a-zA-Z-])/;
/** A shorter text is no command that anybody needs a variable for. */
export const LEAST_COMMAND = 12;
const MOST_COMMAND = 64 * 1024;
/** Whether a text looks like a command of a shell in which one of those words stands. */
export const isCommandText = (text: string): boolean => {
  if (text.length < LEAST_COMMAND || text.length > MOST_COMMAND || !/\s/.test(text) || !COMMAND.test(text))
    return false;
  SUSPECT.lastIndex = 0;
  return SUSPECT.test(text);
};
/** Work for each character that is looked through for them. */
export const LOOKED_THROUGH = WORK.character * 4;

/** Where such words stand, at most 4,000 of them. */
export const suspectsIn = (text: string, from = 0, to = text.length): readonly number[] => {
  const found: number[] = [];
  SUSPECT.lastIndex = from;
  for (let match = SUSPECT.exec(text); match !== null && match.index < to; match = SUSPECT.exec(text)) {
    found.push(match.index);
    if (found.length >= MOST_FOUND) break;
  }
  return found;
};

/** The places of suspect words in the text that is read, looked for once. */
export class Suspects {
  private source = '';
  private places: readonly number[] = [];

  within(source: string, from: number, to: number, budget: Budget): boolean {
    if (source !== this.source) {
      if (!budget.spend(source.length * LOOKED_THROUGH)) return false;
      this.source = source;
      this.places = suspectsIn(source);
    }
    let low = 0;
    let high = this.places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.places[middle] ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    return (this.places[low] ?? Number.POSITIVE_INFINITY) < to;
  }
}
