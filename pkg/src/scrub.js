/** The scrubber's entry: `open` for anybody (`hushgate/scrub`), `attach` for the boot script. */
import { scrubBody } from './scrub/payload.js';
import { start } from './scrub/engine.js';

export { attach } from './scrub/send.js';

/**
 * @typedef {import('../types/scrub.d.ts').Scrubber} Scrubber
 * @typedef {import('../types/scrub.d.ts').Removed} Removed
 */

/** @type {typeof import('../types/scrub.d.ts').open} */
export const open = async (source, key) => {
  const engine = await start(source);
  engine._key(key);
  return {
    url: (text, { vendor } = {}) => engine._run(`${text}`, engine._url, vendor),
    body: async (payload, options = {}) => scrubBody(engine, payload, options),
  };
};
