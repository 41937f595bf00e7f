/** What a page can call: `window.hushgate` and the npm exports. */
import { ask, first, snapshot, subscribers } from './gate.js';
import { loadScrubber } from './load.js';

/** @typedef {import('../types/index.d.ts').Hushgate} Hushgate */

/**
 * Runs on the gate, once it is up.
 * @param {string} name
 * @returns {(...args: unknown[]) => any}
 */
const act =
  (name) =>
  (...args) =>
    snapshot ? ask(name, ...args) : first.then(() => ask(name, ...args));

/** @param {'body' | 'url'} method */
const scrub =
  (method) =>
  async (/** @type {any} */ payload, /** @type {any} */ options) =>
    /** @type {any} */ (await first.then(loadScrubber))[method](payload, options);

/** Without `init`, which differs with the way of loading. @type {any} */
export const api = {
  version: __VERSION__,
  ready: () => first.then(() => snapshot),
  /** @type {Hushgate['subscribe']} */
  subscribe(tell) {
    subscribers.add(tell);
    if (snapshot) tell(snapshot);
    return () => subscribers.delete(tell);
  },
  /** @type {Hushgate['get']} */
  get: (category) => snapshot?.granted[category] === true,
  set: act('set'),
  acceptAll: act('accept_all'),
  rejectAll: act('reject_all'),
  show: act('show'),
  exportRecord: act('exportRecord'),
  forget: act('forget'),
  scrub: scrub('body'),
  scrubUrl: scrub('url'),
};
