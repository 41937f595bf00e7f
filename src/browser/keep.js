/** What is done in the page after a choice: the artefact `keep`'s script beside wasm-bindgen's. */
import { unwanted } from 'hushgate-glue';
import { forgetForeign, foreign as found } from './import.js';
import * as proof from './proof.js';
import { attempt } from './store.js';

/** @typedef {{ locate: (name: string) => string, send: typeof fetch }} Host */

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
 * @param {Host} host the boot script's object
 */
export const after = (config, plan, change, signal, host) => {
  const { line } = change;
  attempt(() => sweep(config, plan, line, signal));
  // What was chosen here is not to be outlived by what was chosen there.
  if (line && !/&by=import(&|$)/.test(line)) forgetForeign(config, erase);
  return proof.settle(config, plan, line, host);
};

/**
 * The record of what another manager stored; or nothing.
 * @param {string} config as JSON
 * @param {string} plan what follows from it
 */
export const foreign = (config, plan) => found(config, plan);

/**
 * The visitor's own trail.
 * @param {string} config as JSON
 * @param {string} plan what follows from it
 * @param {{ line: string }} change the record
 * @param {boolean} _ whether Global Privacy Control is on
 * @param {Host} host the boot script's object
 */
export const exported = (config, plan, { line }, _, host) => proof.exported(config, plan, line, host);

/**
 * Forgets all that is kept of this visitor, and asks the site's server to forget.
 * @param {string} config as JSON
 * @param {string} plan what follows from it
 * @param {{ line: string }} change the record
 * @param {boolean} signal whether Global Privacy Control is on
 * @param {Host} host the boot script's object
 */
export const forget = (config, plan, { line }, signal, host) => {
  proof.forget(config, line, host);
  forgetForeign(config, erase);
  attempt(() => sweep(config, plan, '', signal));
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
