/** What a site calls: the scrubber over one engine, for payloads of any type. */
import { refuse, scrubBody } from './payload.js';

/**
 * @typedef {import('../../types/scrub.d.ts').Scrubber} Scrubber
 * @typedef {import('./payload.js').Options} Options
 */

/**
 * @param {import('./engine.js').Engine} engine
 * @param {Options['objects']} objects
 * @param {Options['memory']} [memory]
 * @returns {any} a Scrubber
 */
export const scrubberOf = (engine, objects, memory) => {
  /** @param {any} payload @param {any} given @param {boolean} [sync] */
  const body = (payload, given, sync) => {
    try {
      return scrubBody(engine, payload, { ...given, sync, objects, memory });
    } catch {
      // A stream that somebody else reads, a symbol, a conversion that throws.
      return refuse('unreadable');
    }
  };
  return {
    url: (/** @type {any} */ text, /** @type {any} */ options) =>
      engine._run(`${text}`, engine._url, options?.vendor),
    body: async (/** @type {any} */ payload, /** @type {any} */ options) => body(payload, options),
    bodySync: (/** @type {any} */ payload, /** @type {any} */ options) => body(payload, options, true),
  };
};
