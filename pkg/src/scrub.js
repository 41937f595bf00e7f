/** The scrubber's entry: `open` for anybody (`hushgate/scrub`), `attach` for the boot script. */
import { start } from './scrub/engine.js';
import { scrubberOf } from './scrub/surface.js';

export { attach } from './scrub/send.js';

/**
 * @typedef {import('../types/scrub.d.ts').Scrubber} Scrubber
 * @typedef {import('../types/scrub.d.ts').Removed} Removed
 */

/** @type {typeof import('../types/scrub.d.ts').open} */
export const open = async (source, key) => {
  const [engine, { scrubObject }] = await Promise.all([start(source), import('./objects.js')]);
  engine._key(key);
  return scrubberOf(engine, scrubObject);
};
