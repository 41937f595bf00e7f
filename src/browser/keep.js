/** What is done in the page after a choice: the artefact `keep`'s script. */
import { foreign as takeOver, forgetForeign } from './import.js';
import { mind } from './links.js';
import * as proof from './proof.js';
import { attempt } from './store.js';
import { erase, sweep } from './sweep.js';
import { withdraw } from './withdraw.js';

export { afterwards as mistake } from './config.js';
export { default } from './texts.js';

/** @typedef {{ locate: (name: string) => string, send: typeof fetch }} Host */

/** The consent ID of a record. @param {string} line */
const idOf = (line) => /&id=([^&]*)/.exec(line)?.[1];

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
 * Runs once after the start and after every change of the record, or of the signal: all that follows from it in the
 * page hangs here. The page does not wait for it.
 * @typedef {object} Change
 * @property {string} before the record's line before; nothing if there was none, and at the start
 * @property {string} line the record's line now; nothing if there is none
 * @property {Record<string, boolean>} was what was granted before, by name of category and service; at the start nothing
 * @property {Record<string, boolean>} granted what is granted now
 * @property {string} by the act of the visitor in this page (`banner`, `preferences`, `api`, `notice`); nothing if the
 *   page only learns of the change: at the start, from another tab, from the browser's signal
 * @property {Element} [status] where it is said that the choice is saved
 * @property {string} words that say so
 *
 * @param {string} config as JSON
 * @param {string} plan what follows from it
 * @param {Change} change
 * @param {boolean} signal whether Global Privacy Control is on
 * @param {Host} host the boot script's object
 * @param {string} present the record, which may be a later one
 */
export const after = async (config, plan, change, signal, host, present) => {
  const { line, status, words, granted } = change;
  say(status, words);
  mind(plan, !!change.by, signal && Object.values(granted).filter(Boolean).length < 2);
  // What was chosen here is not to be outlived by what was chosen there.
  if (line && !/&by=import(&|$)/.test(line)) forgetForeign(config, erase);
  // Of a visitor who was forgotten meanwhile nothing is kept again.
  const kept = proof.settle(config, plan, idOf(line) === idOf(present) ? line : '', host);
  // What is not sent by then waits on the device.
  if (attempt(() => withdraw(config, plan, change, signal))) {
    await Promise.race([kept, new Promise((done) => setTimeout(done, 1000))]);
    location.reload();
  }
  return kept;
};

/**
 * Takes over what another manager stored.
 * @param {string} config as JSON
 * @param {string} plan what follows from it
 * @param {unknown} _change
 * @param {boolean} _signal whether Global Privacy Control is on
 * @param {Host} _host the boot script's object
 * @param {string} line the record: the visitor may have answered meanwhile
 * @param {(line: string) => void} write stores a record
 */
export const foreign = (config, plan, _change, _signal, _host, line, write) => {
  const found = !line && takeOver(config, plan);
  if (found) write(found);
};

/**
 * The visitor's own trail.
 * @param {string} config as JSON
 * @param {string} plan what follows from it
 * @param {unknown} _change
 * @param {boolean} _signal whether Global Privacy Control is on
 * @param {Host} host the boot script's object
 * @param {string} line the record
 */
export const exported = (config, plan, _change, _signal, host, line) => proof.exported(config, plan, line, host);

/**
 * Forgets all that is kept of this visitor, and asks the site's server to forget. What vendors stored goes as after a
 * refusal.
 * @param {string} config as JSON
 * @param {string} plan what follows from it
 * @param {unknown} _change
 * @param {boolean} _signal whether Global Privacy Control is on
 * @param {Host} host the boot script's object
 * @param {string} line the record
 * @param {(line: string) => void} write stores a record
 * @param {(kind: number) => void} happen tells the gate
 */
export const forget = (config, plan, _change, _signal, host, line, write, happen) => {
  proof.forget(config, line, host);
  forgetForeign(config, erase);
  write('');
  // As after a refusal of everything: nobody is asked whether what vendors stored may stay.
  sweep(config, plan, '', true, true, () => {});
  happen(1);
};
