/** Which signals a page has asked for, by name or as ones of its own. */
import { follow } from './follow.js';
import { datalayer, google } from './google.js';
import { clarity, uet } from './microsoft.js';
import { screens } from './screens.js';
import { wordpress } from './wordpress.js';

const KNOWN = [google, uet, clarity, wordpress, datalayer, screens];

/** @type {Set<unknown>} Nothing is said twice. */
const given = new Set();

/**
 * Gives signals from now on. What is no signal is named in the console; the others are given all the same.
 * @param {unknown[]} wanted
 * @param {Parameters<typeof follow>[1]} subscribe the gate's
 */
export const give = (wanted, subscribe) => {
  for (const one of wanted) {
    /** @type {any} */
    const signal = typeof one === 'string' ? KNOWN.find(({ name }) => name === one) : one;
    if (typeof signal?.update !== 'function') {
      const known = KNOWN.map(({ name }) => name).join(', ');
      console.error(`Hushgate: ${typeof one === 'string' ? one : 'this'} is no signal. Accepted: ${known}, or one of your own with an update.`);
    } else if (!given.has(signal)) {
      given.add(signal);
      follow(signal, subscribe);
    }
  }
};
