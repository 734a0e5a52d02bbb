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

/** `C:\a\b`, with the sign between its parts that a shell does not take away. */
const PATH = /\b[A-Za-z]:(?:\\[\w.$~-]{1,100}){1,20}/g;
const QUOTED = `(?:"[^"]{1,2000}"|'[^']{1,2000}')`;
const FILE_OF_CLIENT = new RegExp(`\\.DownloadFile\\(\\s{0,4}(${QUOTED})\\s{0,4},\\s{0,4}(${QUOTED})\\s{0,4}\\)`, 'gi');
const FETCHES = /(^|[;|{(\n])\s{0,8}(?:Invoke-WebRequest|Invoke-RestMethod|iwr|irm|Start-BitsTransfer)\s/gi;

/** `& "sh" -c "…"`, `& ("sh") …`, what fetches a file and what starts one, as a shell would write it. */
export const asShell = (code: string): string =>
  code
    .replaceAll(PATH, (path) => path.replaceAll('\\', '/'))
    .replaceAll(FILE_OF_CLIENT, '; curl $1 -o $2')
    .replaceAll(FETCHES, '$1 curl ')
    .replaceAll(/\s-(?:OutFile|Destination)[\s:]/gi, ' -o ')
    .replaceAll(/\s-(?:Uri|Source)[\s:]/gi, ' ')
    .replaceAll(/(^|[;|{\n])\s{0,8}(?:Start-Process|saps)\s{1,8}(?:-FilePath\s{1,8})?/gi, '$1 ')
    .replaceAll(
      /\|\s{0,8}(?:Out-File|Set-Content|Add-Content|Tee-Object)\s{1,8}(?:-(?:FilePath|Path|LiteralPath)\s{1,8})?/gi,
      '| tee ',
    )
    .replaceAll(/(^|[;|{(\n=])\s{0,8}&\s{1,8}/g, '$1 ')
    .replaceAll(/\(\s{0,4}("(?:[^"\\]|\\.){1,20000}")\s{0,4}\)/g, '$1')
    .replaceAll(/(^|[;|{\n])\s{0,8}(?:iex|Invoke-Expression)\s/gi, '$1 eval ');
