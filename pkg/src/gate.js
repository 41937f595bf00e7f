/**
 * The live state of the gate: asks the wasm for a verdict on each vendor request and holds, drops or
 * sends it. Closed for good after any failure.
 */
import { guard } from './hooks/patch.js';
import { loadScrubber, locate } from './load.js';

/**
 * One request on its way to a vendor. Its names are not mangled: scrub.js sends it.
 * @typedef {object} Job
 * @property {string} vendor
 * @property {string} url absolute
 * @property {'fetch' | 'xhr' | 'beacon' | 'image'} transport
 * @property {any} body
 * @property {[name: string, value: string][]} [headers] xhr
 * @property {boolean} [sync] must be answered before the call returns
 * @property {boolean} [done] sent, answered, aborted or overtaken
 * @property {(args: unknown[]) => any} pass the original call
 * @property {() => void} drop answers as an empty success, so that nobody retries
 * @property {Request} [request] fetch: what was asked, as the platform understood it
 * @property {RequestInit} [init] fetch: what was asked, as given
 * @property {(response: Promise<Response>) => void} [resolve] fetch
 * @property {(url: string, method?: string) => void} [open] xhr, again
 * @property {any} [self] xhr and image: the object itself
 * @property {boolean} [taken] beacon: the answer
 * @property {string} [set] image: given for `srcset`
 */

/** @type {any} */
let gate;
/** @type {import('./scrub/send.js').Attached | undefined} */
let scrubber;
/** @type {any} */
export let snapshot;
let closed = false;
/** @type {Job[]} */
const held = [];

/** @type {Set<(snapshot: any) => void>} */
export const subscribers = new Set();
/** Settled with the first snapshot. */
export const first = new Promise((resolve) => subscribers.add(resolve));

/**
 * Tells the page, never with a value of the page's.
 * @param {string} name
 * @param {unknown} detail
 */
const emit = (name, detail) =>
  document.dispatchEvent(new CustomEvent('hushgate:' + name, { detail }));

/**
 * Calls the wasm. A trap leaves it half-written: it is not asked again.
 * @param {string} name
 * @param {unknown[]} args
 */
export const ask = (name, ...args) => {
  try {
    if (!closed) return gate?.[name](...args);
  } catch (error) {
    failWith('trap', error);
  }
};

/** @param {any} exports */
export const setGate = (exports) => {
  gate = exports;
};

/** @param {any} attached */
export const setScrubber = (attached) => {
  scrubber = attached;
  flush();
  return attached;
};

/**
 * @param {any} next snapshot
 * @param {string} event
 * @param {any} detail
 */
export const changed = (next, event = snapshot ? 'change' : 'ready', detail = next) => {
  if (closed) return;
  closed = event === 'error';
  emit(event, detail);
  snapshot = next;
  // One that throws is the page's error and stops nobody else.
  for (const tell of subscribers) queueMicrotask(() => tell(next));
  flush();
};

/**
 * Closes the gate for good, and says why once.
 * @param {{code: string, message: string}} detail
 */
export const fail = (detail) => {
  if (!closed) console.error('Hushgate: ' + detail.message);
  changed(Object.freeze({ granted: Object.freeze({ necessary: true }) }), 'error', detail);
};

/**
 * @param {string} code
 * @param {unknown} error
 */
export const failWith = (code, error) => {
  // Chromium and Firefox call it a CompileError, as they call a broken file, and WebKit an EvalError.
  const csp = /^(Comp|Eval).*(CSP|eval)/.test(/** @type {any} */ (error));
  fail({
    code: csp ? 'csp' : code,
    message:
      'analytics stays off: ' +
      (csp ? "the CSP needs script-src 'wasm-unsafe-eval'" : `${locate('')} fails: ${error}`),
  });
};

/** 0 hold, 1 drop, 2 scrub and send. @param {Job} job */
export const verdict = ({ vendor }) => ask('verdict', vendor) ?? +closed;

/**
 * @param {Job} job
 * @param {string} verdict
 * @param {object} [more]
 */
export const report = ({ vendor, transport }, verdict, more) =>
  emit('report', { vendor, transport, verdict, removed: [], ...more });

/**
 * @param {Job} job
 * @param {string} [reason]
 */
export const drop = (job, reason) => {
  report(job, 'dropped', { reason });
  job.drop();
};

/**
 * Decides one request, at once if it can be decided.
 * @param {Job} job
 * @param {number} [again] given when it was held before
 */
const decide = (job, again) => {
  if (job.done) return;
  const answer = verdict(job);
  if (answer === 1) drop(job);
  else if (answer && scrubber) scrubber.request(job);
  else {
    if (answer) loadScrubber();
    if (job.sync) return drop(job, 'sync');
    if (!again) report(job, 'held');
    held.push(job);
    // At most 200 requests and a megabyte.
    while (held[200] || held.reduce(size, 0) > 1e6) {
      drop(/** @type {Job} */ (held.shift()), 'overflow');
    }
  }
};

/**
 * @param {number} sum
 * @param {Job} job
 */
const size = (sum, { url, body }) => sum + url.length + (body?.size ?? body?.length ?? 0);

const flush = () => {
  scrubber?.rekey();
  // Each by itself: one whose frame is gone throws.
  for (const job of held.splice(0)) guard(() => decide(job, 1));
};

/**
 * @param {any} job
 * @param {Job['transport']} transport
 * @param {Job['pass']} pass
 * @param {Job['drop']} drop
 * @param {any} [body]
 */
export const route = (job, transport, pass, drop, body) =>
  decide(Object.assign(job, { transport, pass, drop, body }));
