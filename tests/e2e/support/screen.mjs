// One page as a person uses it: finds things by `data-testid` (README.md lists them), waits, clicks, types, reads.
// Every wait has a limit, and says what the page showed when it gave up.

import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { until } from './project.mjs';

const WAIT_MS = 20_000;

export class Screen {
  constructor(page) {
    this.page = page;
    this.errors = [];
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
  }

  /** Waits until the element is in the document; `data` are `data-…` attributes it must have. */
  async see(id, data = {}, { within = WAIT_MS } = {}) {
    try {
      return await this.page.waitForSelector(selector(id, data), { timeout: within });
    } catch (error) {
      throw await this.#explain(error, `waited for ${selector(id, data)}`);
    }
  }

  /** Waits until no such element is left. */
  async gone(id, data = {}, { within = WAIT_MS } = {}) {
    try {
      await this.page.waitForFunction((css) => document.querySelector(css) === null, { timeout: within }, selector(id, data));
    } catch (error) {
      throw await this.#explain(error, `waited for ${selector(id, data)} to go`);
    }
  }

  has(id, data = {}) {
    return this.page.$(selector(id, data)).then((element) => element !== null);
  }

  async click(id, data = {}, { within = WAIT_MS } = {}) {
    try {
      const locator = this.page.locator(selector(id, data)).setTimeout(within);
      // As a person does: bars that stay at the edge of the window may lie over what is there.
      await locator.map((node) => node.scrollIntoView({ block: 'center', behavior: 'instant' })).wait();
      await locator.click();
    } catch (error) {
      throw await this.#explain(error, `tried to click ${selector(id, data)}`);
    }
  }

  /** Ticks a checkbox or a radio button, whatever is drawn over it. */
  async tick(id, data = {}) {
    const element = await this.see(id, data);
    if (!(await element.evaluate((input) => input.checked))) await element.evaluate((input) => input.click());
  }

  /** Unfolds what is folded. */
  async unfold(id, data = {}) {
    const element = await this.see(id, data);
    if (!(await element.evaluate((details) => details.open))) {
      await element.evaluate((details) => details.querySelector('summary').click());
    }
  }

  async type(id, text) {
    try {
      const field = this.page.locator(selector(id)).setTimeout(WAIT_MS);
      if (text !== '') return await field.fill(text);
      // Filled with nothing, a field would be empty and the page not hear of it: it is emptied as by hand.
      await (await field.waitHandle()).evaluate((input) => input.select());
      await this.page.keyboard.press('Backspace');
    } catch (error) {
      throw await this.#explain(error, `tried to type into ${selector(id)}`);
    }
  }

  async select(id, value, data = {}) {
    await this.see(id, data);
    await this.page.select(selector(id, data), value);
  }

  /** Offers files to a file input, as the system's dialog would. */
  async offer(id, ...files) {
    const input = await this.see(id);
    await input.uploadFile(...files);
  }

  /** The `data-…` attributes of the first such element. */
  async data(id, data = {}) {
    const element = await this.see(id, data);
    return element.evaluate((node) => ({ ...node.dataset }));
  }

  /** The `data-…` attributes of all such elements, in the page's order, once every list is drawn as far as it will be. */
  async allData(id, data = {}) {
    await this.page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null, { timeout: WAIT_MS });
    return this.page.$$eval(selector(id, data), (nodes) => nodes.map((node) => ({ ...node.dataset })));
  }

  /** Waits until all such elements, seen together, are as wanted. Answers their attributes. */
  async seeAll(id, wanted, { within = WAIT_MS } = {}) {
    let last;
    try {
      return await until(
        `${selector(id)} as wanted`,
        async () => {
          last = await this.allData(id);
          return wanted(last) ? last : undefined;
        },
        { within },
      );
    } catch (error) {
      throw await this.#explain(error, `last seen: ${JSON.stringify(last)}`);
    }
  }

  text(id, data = {}) {
    return this.see(id, data).then((element) => element.evaluate((node) => node.innerText));
  }

  /** Goes to a route by the navigation. */
  async goTo(route) {
    await this.click(`nav-${route}`);
    await this.see('app', { route });
  }

  /** Writes a picture of what is to be seen. */
  async picture(folder, name) {
    await this.still();
    await writeFile(path.join(folder, `${name}.png`), await this.page.screenshot({ type: 'png' }));
  }

  /** Waits until nothing moves any more, but for what moves for ever (and at most a second). */
  async still() {
    await this.page.evaluate(() => {
      const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
      const patience = new Promise((resolve) => setTimeout(resolve, 1_000));
      return Promise.race([Promise.allSettled(ending.map((one) => one.finished)), patience]).then(() => {});
    });
  }

  async close() {
    await this.page.close();
  }

  async #explain(error, what) {
    const shown = await this.page
      .evaluate(() => document.body.innerText.replace(/\s+/g, ' ').slice(0, 1500))
      .catch(() => 'the page is gone');
    const noise = this.errors.length === 0 ? '' : `\nerrors of the page: ${this.errors.slice(-5).join(' | ')}`;
    return new Error(`${what}\nthe page shows: ${shown}${noise}`, { cause: error });
  }
}

function selector(id, data = {}) {
  const attributes = Object.entries(data).map(([name, value]) => `[data-${kebab(name)}="${value}"]`);
  return `[data-testid="${id}"]${attributes.join('')}`;
}

function kebab(name) {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
