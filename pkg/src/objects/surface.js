/** What a site calls: payloads of any type, waiting or at once, changed or only looked at. */

/**
 * @typedef {import('../scrub/engine.js').Result<any>} Result
 * @typedef {import('../scrub/payload.js').Options} Options
 */

import { formData } from './form-data.js';
import { named } from './names.js';

/**
 * In a dry run what was found is only told.
 * @param {any} value the payload
 * @param {boolean | undefined} dryRun
 * @param {any} result
 * @returns {any}
 */
const settle = (value, dryRun, result) => {
  if (result instanceof Promise) return result.then((late) => settle(value, dryRun, late));
  const told = { ...result, removed: named(result.removed) };
  return dryRun ? { ...told, value, dryRun } : told;
};

/**
 * @param {(payload: any, options: Options) => Result | Promise<Result>} run
 * @param {(text: string, vendor?: string) => Result} runUrl
 * @param {Options['objects']} objects
 * @param {boolean} [always] whether nothing is ever changed
 * @returns {any} a Scrubber
 */
export const surface = (run, runUrl, objects, always) => {
  /** @param {any} payload @param {any} given @param {boolean} [sync] */
  const body = (payload, given, sync) => {
    const dry = given?.dryRun ?? always;
    let read = payload;
    try {
      // Reading uses them up.
      if (dry && payload instanceof Request) read = payload.clone();
      if (dry && payload instanceof ReadableStream) [read, payload] = payload.tee();
      return settle(payload, dry, run(read, { ...given, sync, objects, forms: formData }));
    } catch {
      // A stream that somebody else reads, a symbol, a conversion that throws.
      return settle(payload, dry, { removed: [], refused: 'unreadable' });
    }
  };
  return {
    url: (/** @type {any} */ text, /** @type {any} */ options) =>
      settle(text, options?.dryRun ?? always, runUrl(`${text}`, options?.vendor)),
    body: async (/** @type {any} */ payload, /** @type {any} */ options) => body(payload, options),
    bodySync: (/** @type {any} */ payload, /** @type {any} */ options) => body(payload, options, true),
  };
};

/** For a gate that only looks: says so. */
export const dry = () => {
  console.warn('Hushgate: a dry run. What leaves is looked at and not changed: this protects nobody.');
  return unchanged;
};

/**
 * Sends a request as the page asked for it.
 * @param {any} job
 */
const unchanged = (job) => {
  job.done = true;
  if (job.open) {
    job.open(job.url);
    for (const [name, value] of [...job.headers]) job.self.setRequestHeader(name, value);
    job.pass([job.body]);
  } else if (job.resolve) job.resolve(job.pass([job.request]));
  else job.taken = job.pass();
};
