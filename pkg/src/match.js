/** Decides whose request a URL is: by the catalogue's rows, then by the site's own endpoints. */

import { guard } from './hooks/patch.js';
import { memory } from './memory.js';

/**
 * @callback Test
 * @param {URL} url
 * @param {string} text `.host/path/`, so that whole labels and segments can be looked for
 * @param {number} end of the host in it
 * @returns {unknown} truthy if so
 */

/** @type {[vendor: string, test: Test][]} */
const tests = [];
for (const row of __VENDORS__.split('\n')) {
  const marks = row.split(' ');
  // `id. host… /shape…`; a vendor that is called like its first host is not named twice.
  const vendor = marks[0].split('.')[0];
  for (const mark of marks) {
    // A shape has a leading slash: the end of a path, and what its query must have.
    const [path, ...pairs] = mark.split(/[?&]/);
    const suffix = RegExp(path.replace('*', '[\\w-]+') + '/$');
    const name = `.${mark}/`;
    tests.push([
      vendor,
      mark[0] === '/'
        ? (url, text) =>
            suffix.test(text) &&
            pairs.every((pair) => url.searchParams.has(.../** @type {[string]} */ (pair.split('='))))
        : (_, text, end) => text.lastIndexOf(name, end) + 1,
    ]);
  }
}

/**
 * Takes in the endpoints that the site's config names. What is malformed is left to the wasm, which
 * says so and closes the gate.
 * @param {any} config
 */
export const learn = (config) => {
  for (const vendor in config?.vendors) {
    // Each by itself: the good ones stay closed whatever the bad ones are.
    for (const endpoint of [].concat(config.vendors[vendor]?.endpoints ?? [])) {
      guard(() => {
        const prefix = new URL(endpoint, document.baseURI).href;
        tests.push([vendor, (url) => url.href.startsWith(prefix)]);
      });
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
    if (/^data:/.test(input)) return;
    const url = new URL(input, win.document.baseURI);
    const { hostname } = url;
    const text = `.${hostname}${url.pathname}/`;
    for (const [vendor, test] of tests) {
      if (test(url, text, hostname.length)) {
        const job = { vendor, url: url.href, self: owner };
        if (owner) memory.set(owner, job);
        return job;
      }
    }
  });
