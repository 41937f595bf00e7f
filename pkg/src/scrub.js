/** The scrubber's entry: `open` for anybody (`hushgate/scrub`), `attach` for the boot script. */
import { start } from './scrub/engine.js';
import { runs } from './scrub/payload.js';

export { attach } from './scrub/send.js';

/**
 * @typedef {import('../types/scrub.d.ts').Scrubber} Scrubber
 * @typedef {import('../types/scrub.d.ts').Removed} Removed
 */

/** @type {typeof import('../types/scrub.d.ts').open} */
export const open = async (source, key, config) => {
  const site = config?.scrub === undefined ? undefined : (await import('./site.js')).read(config);
  const objects = import('./objects.js');
  const [engine, { scrubberOf }] = await Promise.all([start(source, undefined, site), objects]);
  engine._key(key);
  return scrubberOf(...runs(engine, () => objects), site?.dryRun);
};
