/**
 * The wasm behind integers: text goes into its memory, what is left of it comes back. A trap latches: from
 * then on everything is refused.
 */

/** Refusals by the negative number that `scrub` returns. */
const REFUSALS = ['', 'malformed', 'too-deep', 'too-large', 'unsupported'];
const FORM = 'application/x-www-form-urlencoded';

const encoder = new TextEncoder();
// A text may begin with a byte order mark of its own.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * What came of one text: `value` is the input itself if nothing was removed, and nothing if refused.
 * @template T
 * @typedef {{value?: T, removed: import('../../types/scrub.d.ts').Removed[], refused?: string}} Result
 */

/** @typedef {Awaited<ReturnType<typeof start>>} Engine */

/**
 * @param {any} source module, bytes, Response or a promise of one
 * @returns {Promise<WebAssembly.Module>}
 */
const compile = async (source) => {
  const given = await source;
  if (given instanceof WebAssembly.Module) return given;
  if (given.ok === false) throw Error(`scrub.wasm: ${given.status}`);
  // Not by its class: a page that wraps `fetch` may hand over a frame's Response. Streaming would gain nothing at this
  // size, and asks for a server that knows the type.
  return WebAssembly.compile(await (given.arrayBuffer?.() ?? given));
};

/**
 * @param {any} source as `compile` takes it
 * @param {(error: unknown) => void} [trapped]
 * @param {ReturnType<typeof import('../site.js').read>} [site] with site.wasm
 */
export const start = async (source, trapped = () => {}, site) => {
  // Its exports deal in integers: it needs nothing of the page but a site's patterns.
  const { exports } = await WebAssembly.instantiate(await compile(source), site?.imports);
  const wasm = /** @type {Record<string, any>} */ (exports);
  let broken = false;

  /** Growing the memory detaches every view: taken anew each time. */
  const view = (/** @type {number} */ at, /** @type {number} */ length) =>
    new Uint8Array(wasm.memory.buffer, at, length);

  /** Room for a text's longest UTF-8 and a vendor's id. @param {string | Uint8Array} input */
  const put = (input, /** @type {string} */ vendor = '') => {
    const most = input.length * (typeof input === 'string' ? 3 : 1);
    const room = wasm.room(most + vendor.length) >>> 0;
    // None for what is too long: its length is refused.
    if (!room) return input.length;
    const region = view(room, most + vendor.length);
    const length =
      typeof input === 'string' ? encoder.encodeInto(input, region).written : input.length;
    if (typeof input !== 'string') region.set(input);
    encoder.encodeInto(vendor, region.subarray(length));
    return length;
  };

  /** @returns {number} */
  const kindOf = (/** @type {string} */ name) => wasm.kind(put(name.toLowerCase()));

  /** @param {string} lines of rule, place and count; findings between others in one place come more than once */
  const report = (lines) => {
    /** @type {Record<string, import('../../types/scrub.d.ts').Removed>} */
    const rows = {};
    for (const line of lines.split('\n').slice(0, -1)) {
      const [rule, place, count] = line.split('\t');
      (rows[rule + place] ??= { rule, place, count: 0 }).count += +count;
    }
    return Object.values(rows);
  };

  site?.settle(wasm, put);

  let flags = 0;

  return {
    _url: 1,
    _form: FORM,
    _kind: kindOf,

    /**
     * @param {Uint8Array | undefined} key none, or one that is not 32 bytes, is replaced by chance
     * @param {number} [more] added to each kind: 16 where click identifiers go as well
     */
    _key(key, more = 0) {
      flags = more;
      put(key?.length === 32 ? key : crypto.getRandomValues(new Uint8Array(32)));
      wasm.key();
    },

    /**
     * @template {string | Uint8Array} T
     * @param {T} input
     * @param {number} kind
     * @param {string} [vendor]
     * @returns {Result<T>}
     */
    _run(input, kind, vendor) {
      if (broken) return { removed: [], refused: 'trap' };
      try {
        const id = vendor ? `${vendor}` : '';
        const length = put(input, id);
        const count = wasm.scrub(length, kind | flags, id.length);
        if (count < 0) return { removed: [], refused: REFUSALS[-count] ?? 'unsupported' };
        if (!count) return { value: input, removed: [] };
        // First: it may grow the memory.
        const answer = wasm.answer() >>> 0;
        const [size, at, length_, lines] = new Uint32Array(wasm.memory.buffer, answer, 4);
        const left = view(at, size);
        return {
          value: /** @type {T} */ (typeof input === 'string' ? decoder.decode(left) : left.slice()),
          removed: report(decoder.decode(view(lines, length_))),
        };
      } catch (error) {
        broken = true;
        trapped(error);
        return { removed: [], refused: 'trap' };
      }
    },
  };
};
