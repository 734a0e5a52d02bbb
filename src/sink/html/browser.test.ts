import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Finding } from '../../model/finding.ts';
import { cutRecord, hostRootJob, nodeAgents, printed, reverseShell, SAMPLE_FINDINGS } from '../testing.ts';
import { htmlSink } from './html.ts';

const CHROMIUM = '/usr/bin/chromium';
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const missing = !existsSync(CHROMIUM) && process.env.CI !== 'true';

describe('the report in Chromium', { skip: missing ? `Chromium is not installed at ${CHROMIUM}.` : false }, () => {
  let browser: Browser;
  let folder: string;
  before(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
    folder = await mkdtemp(join(tmpdir(), 'cronwarden-report-'));
  });
  after(async () => {
    await browser?.close();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  interface Opened {
    readonly page: Page;
    /** Console errors, uncaught exceptions, dialogs, and requests other than for the report itself. */
    readonly trouble: string[];
  }
  let reports = 0;
  const open = async (
    findings: Iterable<Finding> = SAMPLE_FINDINGS,
    options: BrowserContextOptions = {},
    hash = '',
  ): Promise<Opened> => {
    reports += 1;
    const file = join(folder, `report-${reports}.html`);
    await writeFile(file, await printed(htmlSink, findings));
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    const page = await context.newPage();
    const trouble: string[] = [];
    const url = pathToFileURL(file).href;
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') trouble.push(message.text());
    });
    page.on('pageerror', (error) => trouble.push(String(error)));
    page.on('dialog', (dialog) => {
      trouble.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.url().split('#')[0] !== url && !request.url().startsWith('data:')) trouble.push(request.url());
    });
    await page.goto(url + hash);
    return { page, trouble };
  };

  /** Playwright's own waiting evaluates text inside the page, which the page's policy refuses. */
  const eventually = async (situation: string, holds: () => Promise<boolean>): Promise<void> => {
    const until = Date.now() + 20_000;
    while (!(await holds())) {
      assert.ok(Date.now() < until, situation);
      await new Promise((done) => setTimeout(done, 25));
    }
  };

  const shownCards = (page: Page): Promise<string[]> =>
    page.$$eval('.card', (cards) => cards.filter((card) => !card.hasAttribute('hidden')).map((card) => card.id));
  const isOpen = (page: Page, id: string): Promise<boolean> =>
    page.$eval(`[id="${id}"] > details`, (details) => details.hasAttribute('open'));

  test('loads without an error and without asking the network for anything', async () => {
    const { page, trouble } = await open();
    await page.click('#unfold');
    assert.deepEqual(trouble, []);
    assert.equal((await shownCards(page)).length, SAMPLE_FINDINGS.length);
  });

  test('hostile findings execute nothing and change nothing', async () => {
    const { page, trouble } = await open();
    await page.click('#unfold');
    assert.match(await page.title(), /^Cronwarden: /);
    assert.equal(await page.evaluate('typeof window.owned'), 'undefined');
    assert.equal(await page.evaluate('document.querySelectorAll("img, iframe, svg[onload], main script").length'), 0);
    assert.equal(await page.evaluate('({}).constructor === Object'), true);
    assert.deepEqual(trouble, []);
  });

  test('the check for trouble sees a page that executes and loads', async () => {
    const { page, trouble } = await open();
    await page.evaluate('fetch("https://example.com/").catch(() => {})');
    await eventually('the policy of the page refuses it, and says so', async () => trouble.length > 0);
  });

  for (const width of [390, 768, 1440]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`${width} wide, ${colorScheme}: everything unfolded, and the page does not scroll sideways`, async () => {
        const { page } = await open(SAMPLE_FINDINGS, { viewport: { width, height: 900 }, colorScheme });
        await page.click('#unfold');
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width);
        assert.deepEqual(
          await page.evaluate(
            'Array.from(document.querySelectorAll(".inside *, .lede, .limit, .trouble li, .summary dd"), (one) => one.getBoundingClientRect()).filter((box) => box.right > innerWidth + 1 || box.left < -1).length',
          ),
          0,
        );
      });
    }
  }

  test('a click on a point of the plot opens its card and brings it into view', async () => {
    const { page } = await open();
    assert.equal(await isOpen(page, cutRecord.id), false);
    await page.click(`a.dot[href="#${cutRecord.id}"]`);
    assert.equal(await isOpen(page, cutRecord.id), true);
    await eventually('the card is in view', async () => {
      const top = await page.$eval(`[id="${cutRecord.id}"]`, (card) => card.getBoundingClientRect().top);
      return top >= 0 && top < 900;
    });
    assert.equal(await page.evaluate('document.activeElement.closest(".card").id'), cutRecord.id);
  });

  test('a point leads to a card that a filter had hidden, and to a repeat that was folded away', async () => {
    const { page } = await open();
    await page.uncheck('input[value=high]', { force: true });
    assert.ok(!(await shownCards(page)).includes(cutRecord.id));
    await page.click(`a.dot[href="#${cutRecord.id}"]`, { force: true });
    assert.ok((await shownCards(page)).includes(cutRecord.id));
    const repeat = nodeAgents[1]?.id ?? '';
    await page.evaluate(`location.hash = ${JSON.stringify(repeat)}`);
    await page.locator(`[id="${repeat}"] .sentence`).waitFor({ state: 'visible' });
  });

  test('an address with the id of a finding opens its card', async () => {
    const { page } = await open(SAMPLE_FINDINGS, {}, `#${hostRootJob.id}`);
    assert.equal(await isOpen(page, hostRootJob.id), true);
  });

  test('filters by severity, namespace, actor and kind, together, and back', async () => {
    const { page } = await open();
    for (const severity of ['critical', 'medium', 'low', 'info']) {
      await page.uncheck(`input[value=${severity}]`, { force: true });
    }
    assert.equal((await shownCards(page)).length, 4);
    assert.equal(await page.textContent('#f-count'), '4 of 28 shown');
    await page.selectOption('#f-namespace', { label: 'payments' });
    assert.deepEqual(await shownCards(page), [cutRecord.id]);
    await page.selectOption('#f-kind', { label: 'Job' });
    assert.deepEqual(await shownCards(page), []);
    assert.equal(await page.isVisible('#none'), true);
    await page.click('#f-reset');
    assert.equal((await shownCards(page)).length, 28);
    await page.selectOption('#f-actor', { label: 'maya.lindqvist@example.com' });
    assert.equal((await shownCards(page)).length, 14);
    assert.ok((await page.$$('a.dot.off')).length > 0, 'points of hidden findings fade');
  });

  test('filters by an actor whose name is markup', async () => {
    const { page } = await open();
    await page.selectOption('#f-actor', { label: '"><img src=x onerror=window.owned=1>' });
    assert.deepEqual(await shownCards(page), ['deadbeef00c0ffee']);
  });

  test('search reads the whole finding, its manifest included, and all words must be there', async () => {
    const { page } = await open();
    for (const [words, count] of [
      ['stratum+tcp', 1],
      ['NODE-agent containerd.sock', 3],
      ['storefront maya', 0],
    ] as const) {
      await page.fill('#f-text', words);
      await eventually(words, async () => (await page.textContent('#f-count')) === `${count} of 28 shown`);
    }
  });

  test('the keyboard reaches everything: slash for search, arrows along the plot, enter to open', async () => {
    const { page } = await open();
    await page.keyboard.press('/');
    assert.equal(await page.evaluate('document.activeElement.id'), 'f-text');
    await page.focus('a.dot');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    const href = String(await page.evaluate('document.activeElement.getAttribute("href")'));
    await page.keyboard.press('Enter');
    assert.equal(await isOpen(page, decodeURIComponent(href.slice(1))), true);
    assert.equal((await page.$$('a.dot:not([tabindex="-1"])')).length, 1, 'the plot is one stop of the tab key');
    const box = page.locator('input[value=critical]');
    await box.focus();
    await page.keyboard.press('Space');
    assert.equal((await shownCards(page)).length, 13);
  });

  test('a mark in the manifest leads to its reason', async () => {
    const { page } = await open([hostRootJob]);
    await page.click('.note >> nth=0');
    assert.equal(await page.evaluate('location.hash'), `#${hostRootJob.id}-r1`);
    assert.deepEqual(await page.$$eval('.marked.s-critical code', (lines) => lines.length), 8);
  });

  test('copies the manifest, the command, the id and the finding', async () => {
    const { page } = await open([hostRootJob], { permissions: ['clipboard-read', 'clipboard-write'] });
    const copied = async (what: string): Promise<string> => {
      await page.click(`[data-copy=${what}]`);
      await eventually(what, async () => (await page.textContent(`[data-copy=${what}]`)) === 'Copied');
      return String(await page.evaluate('navigator.clipboard.readText()'));
    };
    assert.equal(await copied('id'), hostRootJob.id);
    assert.equal(await copied('command'), `cronwarden explain ${hostRootJob.indicators[0]?.id}`);
    assert.match(await copied('yaml'), /^apiVersion: batch\/v1\nkind: Job\n[\s\S]*\n {12}privileged: true\n/);
    assert.deepEqual(JSON.parse(await copied('json')), hostRootJob);
  });

  test('the theme follows the system until the reader chooses, and the choice lasts', async () => {
    const { page } = await open([reverseShell], { colorScheme: 'dark' });
    const paper = (): Promise<unknown> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    assert.equal(await paper(), 'rgb(20, 22, 26)');
    await page.click('#theme');
    assert.equal(await paper(), 'rgb(246, 244, 239)');
    await page.reload();
    assert.equal(await paper(), 'rgb(246, 244, 239)');
  });

  test('without scripts everything is there to read, and controls that need one are not', async () => {
    const { page } = await open(SAMPLE_FINDINGS, { javaScriptEnabled: false });
    assert.equal(await page.isVisible('#filters'), false);
    assert.equal(await page.isVisible('#theme'), false);
    assert.equal(await page.isVisible('.copy >> nth=0'), false);
    const row = page.locator(`[id="${cutRecord.id}"] summary`);
    await row.click();
    assert.equal(await page.isVisible(`[id="${cutRecord.id}"] .yaml`), true);
  });

  test('printing shows what is folded, dark on white whatever the theme', async () => {
    const { page } = await open([hostRootJob, cutRecord, reverseShell, ...nodeAgents], { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    const paper = (): Promise<unknown> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    assert.equal(await paper(), 'rgb(255, 255, 255)');
    await page.evaluate('document.documentElement.dataset.theme = "dark"');
    assert.equal(await paper(), 'rgb(255, 255, 255)');
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    assert.equal(await page.$$eval('details:not([open])', (folded) => folded.length), 0);
    assert.equal(await page.isVisible('#filters'), false);
    await page.evaluate('dispatchEvent(new Event("afterprint"))');
    assert.ok((await page.$$eval('details:not([open])', (folded) => folded.length)) > 0);
  });

  test('reports of one finding, of none with a time, and of five thousand open without trouble', async () => {
    const many = Array.from({ length: 5_000 }, (_, at) => ({
      ...hostRootJob,
      id: `id-${at}`,
      group: `group-${at % 400}`,
      firstSeen: new Date(Date.UTC(2026, 10, 1) + at * 300_000).toISOString(),
    }));
    for (const findings of [[hostRootJob], [{ ...hostRootJob, firstSeen: null, lastSeen: null }], many, []]) {
      const { page, trouble } = await open(findings);
      assert.deepEqual(trouble, []);
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 1440);
      await page.close();
    }
  });
});
