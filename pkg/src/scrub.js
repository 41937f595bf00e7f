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
  const more = () => import('./site.js');
  const site = config?.scrub === undefined ? undefined : (await more()).read(config);
  const objects = import('./objects.js');
  const larger = async () => (await more()).larger(undefined, config);
  const [engine, { scrubberOf }] = await Promise.all([start(source, () => {}, site, larger), objects]);
  engine._key(key);
  return scrubberOf(...runs(engine, () => objects), site?.dryRun);
};
