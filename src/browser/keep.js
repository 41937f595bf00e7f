/** What is done in the page after a choice: the artefact `keep`'s script beside wasm-bindgen's. */
import { unwanted } from 'hushgate-glue';
import { mind } from './links.js';

export { afterwards as mistake } from './config.js';
export { imported, proof, record_id, sources, trail } from 'hushgate-glue';

/** The timer of the status. */
let saying = 0;

/**
 * Announces a status, which goes away by itself.
 * @param {Element | undefined} status
 * @param {string} text nothing to take it away at once
 */
export const say = (status, text) => {
  if (!status) return;
  clearTimeout(saying);
  status.textContent = '';
  if (!text) return;
  // Later, so that the same words are news again.
  saying = setTimeout(() => {
    status.textContent = text;
    saying = setTimeout(say, 6000, status, '');
  }, 100);
};

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
 * Runs once after the start and after every change of the record, or of the signal: all that follows from it in the
 * page hangs here. The page does not wait for it.
 * @typedef {object} Change
 * @property {string} before the record's line before; nothing if there was none, and at the start
 * @property {string} line the record's line now; nothing if there is none
 * @property {Record<string, boolean>} was what was granted before, by name of category and service; at the start nothing
 * @property {Record<string, boolean>} granted what is granted now
 * @property {string} by the act of the visitor in this page (`banner`, `preferences`, `api`, `notice`); nothing if the
 *   page only learns of the change: at the start, from another tab, from the browser's signal
 *
 * @param {string} config as JSON
 * @param {string} plan what follows from it
 * @param {Change} change
 * @param {boolean} signal whether Global Privacy Control is on
 */
export const after = async (config, plan, change, signal) => {
  sweep(config, plan, change.line, signal);
  mind(plan, !!change.by);
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
