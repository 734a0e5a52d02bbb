/**
 * The page's only script, plain JavaScript for a browser. Its hash stands in the page's policy, so it must be printed as
 * it is. It never makes markup: it hides and opens what is there, and sets text.
 */
export const SCRIPT = String.raw`
'use strict';
(() => {
  const root = document.documentElement;
  root.classList.add('js');
  const byId = (id) => document.getElementById(id);

  // Theme: the system's until the reader chooses. Storage may be closed to a page opened from a file.
  const theme = byId('theme');
  const stored = () => { try { return localStorage.getItem('cronwarden-theme'); } catch { return null; } };
  const dark = () => (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  const label = () => { theme.textContent = dark() ? 'Light' : 'Dark'; theme.setAttribute('aria-label', dark() ? 'Use light colours' : 'Use dark colours'); };
  const before = stored();
  if (before === 'dark' || before === 'light') root.dataset.theme = before;
  theme.hidden = false;
  theme.addEventListener('click', () => {
    root.dataset.theme = dark() ? 'light' : 'dark';
    try { localStorage.setItem('cronwarden-theme', root.dataset.theme); } catch {}
    label();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', label);
  label();

  const cards = [...document.querySelectorAll('.card')];
  const form = byId('filters');
  if (form === null) return;
  const data = JSON.parse(byId('data').textContent);

  // Search: every text of a finding, read once and when first needed.
  const texts = [];
  const textOf = (index) => {
    if (texts[index] === undefined) {
      const found = [];
      const queue = [data[index]];
      for (let at = 0; at < queue.length; at += 1) {
        const value = queue[at];
        if (typeof value === 'string') found.push(value);
        else if (typeof value === 'object' && value !== null) {
          for (const [key, one] of Object.entries(value)) { found.push(key); queue.push(one); }
        } else found.push(String(value));
      }
      texts[index] = found.join('\n').toLowerCase();
    }
    return texts[index];
  };

  const boxes = [...form.querySelectorAll('input[name=severity]')];
  const selects = [['n', byId('f-namespace')], ['a', byId('f-actor')], ['k', byId('f-kind')]];
  const text = byId('f-text');
  const count = byId('f-count');
  const reset = byId('f-reset');
  const none = byId('none');
  const dots = [...document.querySelectorAll('a.dot')].map((link) => ({ link, cards: link.dataset.cards.split(' ').map(Number) }));

  const apply = () => {
    const severities = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const words = text.value.toLowerCase().split(/\s+/).filter((word) => word !== '');
    const shown = new Set();
    for (const card of cards) {
      const index = Number(card.dataset.i);
      const passes = severities.has(card.dataset.s)
        && selects.every(([name, select]) => select.value === '' || select.value === card.dataset[name])
        && words.every((word) => textOf(index).includes(word));
      card.hidden = !passes;
      if (passes) shown.add(index);
    }
    for (const repeats of document.querySelectorAll('.repeats')) repeats.hidden = repeats.querySelector('.card:not([hidden])') === null;
    for (const group of document.querySelectorAll('.group')) group.hidden = group.querySelector('.card:not([hidden])') === null;
    for (const dot of dots) dot.link.classList.toggle('off', !dot.cards.some((index) => shown.has(index)));
    const number = (value) => value.toLocaleString('en-US');
    count.textContent = shown.size === cards.length ? number(cards.length) + ' shown' : number(shown.size) + ' of ' + number(cards.length) + ' shown';
    reset.hidden = shown.size === cards.length && words.length === 0;
    none.hidden = shown.size > 0;
  };
  const showAll = () => {
    for (const box of boxes) box.checked = true;
    for (const [, select] of selects) select.value = '';
    text.value = '';
    apply();
  };
  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('change', apply);
  let waiting = 0;
  text.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); });
  reset.addEventListener('click', () => { showAll(); text.focus(); });
  apply();

  // Opening: a point of the plot, a mark in a manifest, or the address leads to a place inside folded parts.
  const show = (id, focus) => {
    const target = id === '' ? null : byId(id);
    const card = target === null ? null : target.closest('.card');
    if (card === null) return;
    if (card.hidden) showAll();
    for (let at = target; at !== null; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
    card.querySelector('details').open = true;
    for (const lit of document.querySelectorAll('.lit')) lit.classList.remove('lit');
    card.classList.add('lit');
    target.scrollIntoView({ block: 'start' });
    if (focus) (target === card ? card.querySelector('summary') : target).focus({ preventScroll: true });
  };
  const here = () => { try { return decodeURIComponent(location.hash.slice(1)); } catch { return ''; } };
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a.dot, a.note');
    if (link === null) return;
    event.preventDefault();
    const id = decodeURIComponent(link.getAttribute('href').slice(1));
    history.replaceState(null, '', link.getAttribute('href'));
    show(id, true);
  });
  addEventListener('hashchange', () => show(here(), true));
  show(here(), false);

  // The plot is one stop of the tab key; the arrow keys go from point to point.
  for (const [at, { link }] of dots.entries()) {
    if (at > 0) link.setAttribute('tabindex', '-1');
    link.addEventListener('keydown', (event) => {
      const step = event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 0;
      const next = dots[at + step];
      if (step === 0 || next === undefined) return;
      event.preventDefault();
      link.setAttribute('tabindex', '-1');
      next.link.setAttribute('tabindex', '0');
      next.link.focus();
    });
  }

  addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    event.preventDefault();
    text.focus();
  });

  const unfold = byId('unfold');
  unfold.addEventListener('click', () => {
    const open = unfold.textContent === 'Unfold all';
    for (const details of document.querySelectorAll('.group details')) details.open = open;
    unfold.textContent = open ? 'Fold all' : 'Unfold all';
  });

  // Printing shows every part; afterwards the page is as it was.
  let folded = [];
  addEventListener('beforeprint', () => {
    folded = [...document.querySelectorAll('details:not([open])')];
    for (const details of folded) details.open = true;
  });
  addEventListener('afterprint', () => { for (const details of folded) details.open = false; });

  const copies = {
    yaml: (card) => [...card.querySelectorAll('.yaml code')].map((line) => line.textContent).join('\n') + '\n',
    command: (card) => card.querySelector('.actions code').textContent,
    id: (card) => data[Number(card.dataset.i)].id,
    json: (card) => JSON.stringify(data[Number(card.dataset.i)], null, 2),
  };
  const byHand = (value) => {
    const area = document.createElement('textarea');
    area.value = value;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    if (!done) throw new Error('not copied');
  };
  for (const button of document.querySelectorAll('.copy')) {
    const words = button.textContent;
    button.addEventListener('click', async () => {
      const value = copies[button.dataset.copy](button.closest('.card'));
      try {
        try { await navigator.clipboard.writeText(value); } catch { byHand(value); }
        button.textContent = 'Copied';
      } catch { button.textContent = 'Could not copy'; }
      setTimeout(() => { button.textContent = words; }, 1500);
    });
  }
})();
`;
