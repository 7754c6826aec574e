import type { Page } from 'playwright-core';

/** A page of the dashboard that somebody looks at. Notes what no page may do: ask elsewhere, or complain on the console. */
export class Visit {
  readonly page: Page;
  readonly #complaints: string[] = [];

  /** @param expected complaints that belong to the test */
  constructor(page: Page, origin: string, expected = /^$/) {
    this.page = page;
    const complain = (text: string) => {
      if (!expected.test(text)) this.#complaints.push(text);
    };
    // What the Content-Security-Policy forbids is told on the console.
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complain(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => complain(`thrown: ${error.stack ?? error.message}`));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.origin !== origin && url.protocol !== 'data:') complain(`asked ${url}`);
    });
  }

  /** Closes the page, and returns what it must not have done. */
  async end(): Promise<readonly string[]> {
    await this.page.context().close();
    return this.#complaints;
  }
}
