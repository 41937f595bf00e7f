/** What a page can call: `window.hushgate` and the npm exports. */
import { ask, first, snapshot, subscribers } from './gate.js';
import { loadScrubber } from './load.js';

/** @typedef {import('../types/index.d.ts').Hushgate} Hushgate */

/** @returns {Promise<import('../types/scrub.d.ts').Scrubber>} */
const scrubber = () => first.then(loadScrubber).then((attached) => /** @type {any} */ (attached).scrubber());

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
  scrubber,
  /** @type {Hushgate['scrub']} */
  scrub: (payload, options) => scrubber().then(({ body }) => body(payload, options)),
  /** @type {Hushgate['scrubUrl']} */
  scrubUrl: (payload, options) => scrubber().then(({ url }) => url(payload, options)),
};

for (const name of 'set acceptAll rejectAll show exportRecord forget'.split(' ')) {
  /** Runs on the gate, once it is up. @param {unknown[]} args */
  api[name] = (...args) => (snapshot ? ask(name, ...args) : first.then(() => ask(name, ...args)));
}

/** Puts the API on the page, and makes the calls that were left there before it came: `{q: [() => hushgate.show()]}`. @param {any} page */
export const publish = (page) => {
  // Each by itself: a wrong one is the page's error and stops no other.
  page.hushgate?.q?.map?.(first.then, first);
  page.hushgate = api;
};
