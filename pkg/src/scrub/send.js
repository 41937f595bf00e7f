/** What the boot script hands over once the visitor agreed: scrubs a request and sends it. */
import { start } from './engine.js';
import { keyAt } from './key.js';
import { memory, rememberBodies } from './memory.js';
import { refuse, runs, scrubBody, typeOf } from './payload.js';

/**
 * @typedef {import('../gate.js').Job} Job
 * @typedef {import('./engine.js').Result<any>} Result
 */

/** @typedef {Awaited<ReturnType<typeof attach>>} Attached */

/**
 * Never the page's full address in `Referer`; a request that sends none keeps it so.
 * @param {string} policy
 */
const quiet = (policy) => (policy === 'no-referrer' ? policy : 'strict-origin');

/**
 * What `fetch` was asked, to be asked again elsewhere.
 * @param {Job} job
 * @param {any} body
 */
const initOf = ({ request, init }, body) => {
  /** @type {Record<string, any>} */
  const all = { ...init };
  // Its method, headers and the like; what a request does not take is passed over.
  for (const name in request) all[name] = /** @type {any} */ (request)[name];
  all.body = body;
  all.referrerPolicy = quiet(all.referrerPolicy);
  // The boundary that the platform chose belongs to the form that is not sent.
  if (typeOf(body) === 'FormData') all.headers.delete('content-type');
  return all;
};

/**
 * One for each transport: the original call, with what may leave.
 * @type {Record<string, (job: any, url: string, body: any) => void>}
 */
const SEND = {
  fetch(job, url, body) {
    job.resolve(job.pass([url, initOf(job, body)]));
  },
  xhr(job, url, body) {
    job.open(url);
    for (const [name, value] of [...job.headers]) job.self.setRequestHeader(name, value);
    job.pass([body]);
  },
  beacon(job, url, body) {
    job.taken = job.pass([url, body]);
  },
  image(job, url) {
    job.done = true;
    job.self.referrerPolicy = 'strict-origin';
    job.pass([url]);
  },
};

/**
 * @param {(name: string) => string} locate
 * @param {(name: string, ...args: unknown[]) => any} ask
 * @param {(job: Job) => number} verdict
 * @param {(job: Job, verdict: string, more?: object) => void} report
 * @param {(job: Job) => void} drop
 * @param {(code: string, error: unknown) => void} failWith
 * @param {(detail: any) => void} fail
 * @param {any} config the site's
 */
export const attach = async (locate, ask, verdict, report, drop, failWith, fail, config) => {
  /** @returns {Promise<{source: any, site: import('./engine.js').Site}>} */
  const larger = async () => (await import(locate('site.js'))).larger(locate('site.wasm'), config, fail);
  const asked = config?.scrub !== undefined;
  const { source, site } =
    asked || config?.vendors?.[__LARGER__]
      ? await larger()
      : { source: fetch(locate('scrub.wasm'), { integrity: __SCRUB_INTEGRITY__ }), site: undefined };
  const engine = await start(source, (error) => failWith('trap', error), site, larger);
  const objects = () => import(locate('objects.js'));
  const dryRun = site?.dryRun;
  const unchanged = dryRun && (await objects()).dry();
  rememberBodies();

  /**
   * @param {Job} job
   * @param {Result} address
   * @param {Result} body
   */
  const settle = (job, address, body) => {
    // The page may have given up, or the visitor withdrawn, while a body was being read.
    if (job.done) return;
    if (verdict(job) !== 2) return drop(job);
    const reason = address.refused ?? body.refused;
    const removed = [...address.removed, ...body.removed];
    const path = address.refused ? undefined : new URL(address.value).pathname;
    const tell = (/** @type {any} */ rows) =>
      report(job, reason && !dryRun ? 'refused' : 'sent', { path, removed: rows, reason, dryRun, catalogue: __EDITION__ });
    // Whose token it was takes a moment more; the request does not wait for it.
    if (removed.some(({ rule }) => /^token\.\d/.test(rule))) {
      objects().then(({ named }) => tell(named(removed)), () => tell(removed));
    } else tell(removed);
    if (unchanged) unchanged(job);
    else if (reason) job.drop();
    else SEND[job.transport](job, address.value, body.value);
  };

  return {
    // Click identifiers are advertising's.
    rekey: () =>
      engine._key(keyAt(ask('pseudonym_key')), !asked || ask('verdict', 'google-ads') === 2 ? 0 : 16),

    /** @param {Job} job */
    request(job) {
      const { transport, vendor, request } = job;
      const headers = request?.headers ?? new Headers(job.headers);
      // A set of images is known, and sent, by its first candidate.
      const target = job.set ? job.url.split(/%20|,/)[0] : job.url;
      const address = engine._run(target, engine._url, vendor);
      /** @type {Result | Promise<Result>} */
      let body;
      try {
        body = scrubBody(engine, (dryRun ? request?.clone() : request) ?? job.body, {
          vendor,
          memory,
          more: objects,
          contentType: headers.get('content-type') ?? undefined,
          encoding: headers.get('content-encoding') ?? undefined,
          // A page that is going away does not come back to a promise.
          sync: job.sync || (transport === 'beacon' && document.visibilityState === 'hidden'),
        });
      } catch {
        // A stream that somebody else reads, or an object whose conversion throws.
        body = refuse('unreadable');
      }
      if (body instanceof Promise) {
        body.catch(() => refuse('unreadable')).then((late) => settle(job, address, late));
      } else settle(job, address, body);
    },

    /** For those who call by themselves. */
    scrubber: async () => (await objects()).scrubberOf(...runs(engine, objects, memory), dryRun),
  };
};
