/** What is done in the page after a choice: the artefact `keep`'s script beside wasm-bindgen's. */
import { unwanted } from 'hushgate-glue';
import { forgetForeign } from './import.js';
import * as proof from './proof.js';
import { attempt } from './store.js';

export { foreign } from './import.js';
export { begin, exported } from './proof.js';

/**
 * Deletes a cookie. Its domain and path cannot be read, so it goes from each parent domain and path of this page; the
 * browser itself refuses public suffixes, so no list of them is needed.
 * @param {string} name
 */
const erase = (name) => {
  const parents = location.hostname.split('.').map((_, i, parts) => parts.slice(i).join('.'));
  const folders = location.pathname.split('/').map((_, i, parts) => parts.slice(0, i + 1).join('/'));
  for (const folder of folders) {
    for (const parent of ['', ...parents]) {
      // A cookie of `/a` is not one of `/a/`.
      for (const path of [folder || '/', folder + '/']) {
        document.cookie = `${name}=;max-age=0;path=${path}` + (parent && `;domain=${parent}`);
      }
    }
  }
};

/**
 * Does what a record brings with it, and what a former page left undone.
 * @param {import('./proof.js').Site} site
 */
export const settle = (site) => {
  const line = site.line();
  proof.begin(site);
  attempt(() => sweep(site.given, site.plan, line, site.signal()));
  // What was chosen here is not to be outlived by what was chosen there.
  if (line && !/&by=import(&|$)/.test(line)) forgetForeign(site.given, erase);
  return proof.settle();
};

/**
 * Forgets all that is kept of this visitor beside the record, and asks the site's server to forget.
 * @param {import('./proof.js').Site} site
 */
export const forget = (site) => {
  proof.forget();
  forgetForeign(site.given, erase);
  attempt(() => sweep(site.given, site.plan, '', site.signal()));
};

/**
 * Deletes the cookies that may not be here.
 * @param {string} config as JSON
 * @param {string} plan what follows from it
 * @param {string} line the record
 * @param {boolean} signal whether Global Privacy Control is on
 */
const sweep = (config, plan, line, signal) => {
  const names = document.cookie.replace(/=[^;]*(; |$)|; /g, '\n');
  for (const name of unwanted(config, plan, line, signal, Date.now(), names).split('\n')) {
    if (name) erase(name);
  }
};
