/**
 * Hushgate as an analytics client on a page meets it, by the synchronous way: the text of a payload through the
 * scrubber's own JavaScript and `scrub.wasm`, and a whole beacon through the script as it is shipped. Beside them what
 * it costs only to pass the text to wasm and back, and the catalogue as one regular expression.
 */
import { scrubBody } from '../../pkg/src/scrub/payload.js';
import { start } from '../../pkg/src/scrub/engine.js';

/** @typedef {import('./rounds.js').Contestant} Contestant */
/** @typedef {import('../../pkg/src/scrub/engine.js').Engine} Engine */

export const JSON_TYPE = 'application/json';

/** @param {string} file @returns {Promise<ArrayBuffer>} */
export const bytes = async (file) => {
  const response = await fetch(file);
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  return response.arrayBuffer();
};

/** A pseudonym's key, the same in every run. */
const KEY = new Uint8Array(32).fill(7);

/** @param {string} file of the wasm */
export const engine = async (file) => {
  /** @type {(why: unknown) => never} */
  const fail = (why) => {
    throw new Error(`${file}: ${why}`);
  };
  const made = await start(WebAssembly.compile(await bytes(file)), fail, undefined, async () => fail('too small'));
  made._key(KEY);
  return made;
};

/** The text that may leave. @param {Engine} made @param {string} text @param {string} contentType @returns {string} */
export const scrubbed = (made, text, contentType) => {
  const result = scrubBody(made, text, { contentType });
  // A promise has neither.
  if (!('removed' in result)) throw new Error('the answer came late');
  if (result.refused) throw new Error(`refused: ${result.refused}`);
  return result.value;
};

/** @param {Engine} made @returns {Contestant['run']} */
export const body = (made) => (text) => scrubbed(made, text, JSON_TYPE);

/**
 * A beacon to a vendor, from the hook's own hand-over to the browser's: address, body and report.
 * @param {string} [script]
 */
export const beacon = async (script = '/pkg/scrub.js') => {
  /** @type {typeof import('../../pkg/src/scrub.js')} */
  const shipped = await import(script);
  /** @param {unknown} why */
  const fail = (why) => {
    throw new Error(`a beacon was not sent: ${why}`);
  };
  const attached = await shipped.attach(
    (name) => `/pkg/${name}`,
    () => KEY,
    () => 2,
    (_job, verdict, more) => {
      if (verdict !== 'sent') fail(JSON.stringify(more));
    },
    () => fail('dropped'),
    fail,
    fail,
    {},
  );
  attached.rekey();
  /** @param {string} text */
  return (text) => {
    let sent = '';
    /** @type {any} */
    const job = {
      transport: 'beacon',
      vendor: '',
      url: 'https://collector.example/e?v=1',
      body: text,
      headers: [['content-type', JSON_TYPE]],
      sync: true,
      pass: (/** @type {[string, string]} */ [, left]) => (sent = left),
      drop: () => fail('refused'),
    };
    attached.request(job);
    return sent;
  };
};

/** Nothing but the way: into the wasm's memory and, if wanted, out of it again. */
export const crossing = async () => {
  const { instance } = await WebAssembly.instantiate(await bytes('/pkg/scrub.wasm'), {});
  const { memory, room } = /** @type {Record<string, any>} */ (instance.exports);
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  /** @param {string} text */
  const into = (text) => {
    const most = text.length * 3;
    // Making room may give the memory another buffer.
    const at = room(most) >>> 0;
    const region = new Uint8Array(memory.buffer, at, most);
    return region.subarray(0, encoder.encodeInto(text, region).written);
  };
  return { into, back: (/** @type {string} */ text) => decoder.decode(into(text)) };
};

/** The catalogue as one expression. @param {string} source @returns {Contestant['run']} */
export const alternation = (source) => {
  const all = new RegExp(source, 'g');
  return (text) =>
    text.replace(all, (_, json, pair, route) => {
      if (json !== undefined) return `${json}"redacted"`;
      return `${pair ?? route ?? ''}redacted`;
    });
};
