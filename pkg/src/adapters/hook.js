/**
 * What every adapter is made of: one scrubber for the events of one SDK, which says what became of each.
 *
 * Before the scrubber is there nothing can be checked: a hook that must answer at once drops, one that may wait waits.
 */

/**
 * @typedef {import('../../types/scrub.d.ts').Scrubber} Scrubber
 * @typedef {import('../../types/scrub.d.ts').Result<any>} Result
 */

/** The scrubber of the page's Hushgate. @returns {Promise<Scrubber>} */
const live = async () => {
  const { hushgate } = /** @type {any} */ (globalThis);
  if (!hushgate?.scrubber) throw Error('it is not started; start it first, or give the adapter a scrubber');
  return hushgate.scrubber();
};

/**
 * As the gate reports a request.
 * @param {string} vendor
 * @param {string} verdict
 * @param {object} [more]
 */
const report = (vendor, verdict, more) => {
  const detail = { vendor, transport: 'hook', verdict, removed: [], ...more };
  globalThis.document?.dispatchEvent(new CustomEvent('hushgate:report', { detail }));
};

/**
 * @param {string} vendor of the catalogue
 * @param {Scrubber | Promise<Scrubber>} [given] the page's own if absent
 */
export const hook = (vendor, given = live()) => {
  /** @type {Scrubber | undefined} */
  let scrubber = 'bodySync' in given ? given : undefined;
  const opened = Promise.resolve(given).then(
    (open) => {
      scrubber = open;
    },
    (error) => console.error(`Hushgate: what ${vendor} has to send is dropped: ${error?.message ?? error}`),
  );

  /** @param {(open: Scrubber) => Result} run */
  const settle = (run) => {
    if (!scrubber) return report(vendor, 'dropped', { reason: 'unavailable' });
    const { value, removed, refused, dryRun } = run(scrubber);
    report(vendor, refused && !dryRun ? 'refused' : 'passed', { removed, reason: refused, ...(dryRun && { dryRun }) });
    return value;
  };

  /** What may leave of an event, at once; nothing if nothing may. @param {any} event @returns {any} */
  const now = (event) => settle((open) => open.bodySync(event, { vendor }));

  return {
    now,
    /** The same when the scrubber is there. @param {any} event */
    soon: async (event) => {
      await opened;
      return now(event);
    },
    /** An address of the page's, none of the vendor's. @param {string} text @returns {string} empty if nothing may leave */
    url: (text) => settle((open) => open.url(text)) ?? '',
    /** @param {string} text @returns {string} empty if nothing may leave */
    text: (text) => settle((open) => open.bodySync(text, { contentType: 'text/plain' })) ?? '',
    /** Writes what may leave into an event that cannot be another one. @param {any} event @returns {boolean} whether it may */
    into(event) {
      const value = now(event);
      if (!value) return false;
      if (value !== event) {
        for (const name of Object.keys(event)) if (!Object.hasOwn(value, name)) delete event[name];
        Object.assign(event, value);
      }
      return true;
    },
    /** Settled when the scrubber is there, or will not be. */
    opened,
  };
};
