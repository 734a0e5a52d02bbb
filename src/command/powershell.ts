/** PowerShell writes a quote inside of quotes twice, and has another sign for what is taken as it is. */
export const withoutDoubledQuotes = (code: string): string => {
  let out = '';
  let at = 0;
  const quotes = /['"]/g;
  for (let match = quotes.exec(code); match !== null; match = quotes.exec(code)) {
    const start = match.index;
    const quote = match[0];
    let end = start + 1;
    while (end < code.length && (code[end] !== quote || code[end + 1] === quote))
      end += code[end] === quote || (quote === '"' && code[end] === '`') ? 2 : 1;
    if (end >= code.length) break;
    const inner = code.slice(start + 1, end);
    out += code.slice(at, start);
    if (quote === "'" && inner.includes("''")) out += JSON.stringify(inner.replaceAll("''", "'"));
    else out += quote + (quote === '"' ? inner.replaceAll('""', '`"').replaceAll(/`(["$`])/g, '\\$1') : inner) + quote;
    at = end + 1;
    quotes.lastIndex = at;
  }
  return out + code.slice(at);
};

/** `& "sh" -c "…"` and `& ("sh") …` as a shell would write it. */
export const asShell = (code: string): string =>
  code
    .replaceAll(/(^|[;|{(\n=])\s{0,8}&\s{1,8}/g, '$1 ')
    .replaceAll(/\(\s{0,4}("(?:[^"\\]|\\.){1,20000}")\s{0,4}\)/g, '$1')
    .replaceAll(/(^|[;|{\n])\s{0,8}(?:iex|Invoke-Expression)\s/gi, '$1 eval ');
