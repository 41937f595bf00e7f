/**
 * The gate's script: starts the wasm and passes text and numbers across its border. It keeps to wasm-bindgen's calling
 * convention for `&str` and `String`, and leaves out the handles for JavaScript values that its own glue is made for.
 */
import * as page from './page.js';
import * as store from './store.js';

export { set } from './page.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** @type {any} The wasm's exports. */
let wasm;

/**
 * Puts text into the wasm, which owns it from then on. What is no text is an empty one: a page may pass anything.
 * @param {unknown} text
 * @returns {[address: number, length: number]}
 */
const give = (text) => {
  const bytes = encoder.encode(typeof text === 'string' ? text : '');
  const at = wasm._malloc(bytes.length, 1);
  new Uint8Array(wasm._memory.buffer).set(bytes, at);
  return [at, bytes.length];
};

/**
 * A call of the page's as the wasm makes it: each text is an address and a length, and the first of an odd number is
 * where a text is answered to.
 * @param {(...texts: any[]) => any} call
 */
const cross =
  (call) =>
  (/** @type {number[]} */ ...numbers) => {
    const back = numbers.length % 2 && numbers.shift();
    const texts = [];
    for (let i = 0; i < numbers.length; i += 2) {
      texts.push(decoder.decode(new Uint8Array(wasm._memory.buffer, numbers[i], numbers[i + 1])));
    }
    const answer = call(...texts);
    if (!back) return answer;
    // Growing the memory detaches every view: the text first.
    const span = give(answer);
    new Uint32Array(wasm._memory.buffer, back, 2).set(span);
  };

/** @type {Record<string, any>} */
const _page = {
  _tell: page.tell,
  _fail: page.fail,
  _signal: page.signal,
  _language: page.language,
  _after: page.after,
  _later: page.later,
  _open: page.open,
  _banner: page.banner,
  _preferences: page.preferences,
  _close: page.close,
  _say: page.say,
  _checked: page.isChecked,
  _fetch: page.fetchWords,
  _read: store.read,
  _write: store.write,
  _id: store.id,
  _forget: store.forget,
  _now: Date.now,
};
for (const name in _page) _page[name] = cross(_page[name]);

/** Makes the wasm of its response. @param {Response} response */
export default async (response) => {
  if (!response.ok) throw response.status;
  const { instance } = await WebAssembly.instantiate(await response.arrayBuffer(), { _page });
  wasm = instance.exports;
};

/** Something happened; see `api/gate.rs` for the kinds. @param {number} kind @param {unknown} [text] */
export const happen = (kind, text) => wasm._on_event(kind, ...give(text));

/** @param {any} host the boot script's object */
export const start = async (host) => {
  const plan = page.config(host);
  if (plan === undefined) return;
  page.listen();
  await page.takeOver();
  wasm._start(...give(page.given), ...give(plan));
};
/** 0 hold, 1 drop, 2 scrub and send. @param {string} vendor */
export const verdict = (vendor) => {
  page.seen.add(vendor);
  return wasm._verdict(...give(vendor));
};
export const acceptAll = () => happen(5);
export const rejectAll = () => happen(6);
export const exportRecord = () => page.run('exported');
export const forget = () => page.run('forget');
export const show = () => happen(0, 'preferences');
/** Where the key of this browser's pseudonyms is kept; nothing without a grant. */
export const pseudonym_key = () => (wasm._granted() ? store.keyPlace() : undefined);
