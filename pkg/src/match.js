/** Decides whose request a URL is: by the site's own endpoints, then by the catalogue's rows. */

import { guard } from './hooks/patch.js';
import { memory } from './memory.js';

/**
 * @callback Test
 * @param {URL} url
 * @param {string} text `.host/path/`, so that whole labels and segments can be looked for
 * @returns {boolean}
 */

/** @type {[vendor: string, test: Test][]} */
const tests = [];
for (const [vendor, hosts, shapes] of __VENDORS__) {
  for (const host of hosts) {
    tests.push([
      vendor,
      ({ hostname }, text) => text.lastIndexOf(`.${host}/`, hostname.length) >= 0,
    ]);
  }
  for (const shape of shapes) {
    const [path, query] = shape.split('?');
    const suffix = RegExp(path.replace('*', '[^/]+') + '$');
    const pairs = query?.split('&') ?? [];
    tests.push([
      vendor,
      ({ pathname, searchParams }) =>
        suffix.test(pathname) &&
        pairs.every((pair) => searchParams.has(.../** @type {[string]} */ (pair.split('=')))),
    ]);
  }
}

/**
 * Takes in the endpoints that the site's config names. What is malformed is left to the wasm, which
 * says so and closes the gate.
 * @param {any} config
 */
export const learn = (config) => {
  for (const vendor in config.vendors) {
    for (const endpoint of config.vendors[vendor].endpoints ?? []) {
      const prefix = new URL(endpoint, document.baseURI).href;
      tests.unshift([vendor, ({ href }) => href.startsWith(prefix)]);
    }
  }
};

/**
 * The vendor that a URL goes to, with the URL made absolute; or nothing.
 * @param {any} input
 * @param {any} win whose document's base counts
 * @param {any} [owner] whose earlier job this one replaces
 * @returns {any}
 */
export const match = (input, win, owner) =>
  guard(() => {
    const before = memory.get(owner);
    if (before) before.done = true;
    memory.delete(owner);
    // An inlined image can be megabytes long: not parsed.
    if (/^(data|blob):/i.test(input)) return;
    const url = new URL(input, win.document.baseURI);
    // A host's final dot is legal and reaches the same server.
    const text = `.${url.hostname.replace(/\.$/, '')}${url.pathname}/`;
    for (const [vendor, test] of tests) {
      if (test(url, text)) {
        const job = { vendor, url: url.href, self: owner };
        if (owner) memory.set(owner, job);
        return job;
      }
    }
  });
