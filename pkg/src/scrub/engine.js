/**
 * The wasm behind integers: text goes into its memory, a list of edits comes back. A trap latches: from
 * then on everything is refused.
 */

/** Refusals by the negative number that `scrub` returns. */
const REFUSALS = ['', 'malformed', 'too-deep', 'too-large', 'unsupported'];
const FORM = 'application/x-www-form-urlencoded';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * What came of one text: `value` is the input itself if nothing was removed, and nothing if refused.
 * @template T
 * @typedef {{value?: T, removed: import('../../types/scrub.d.ts').Removed[], refused?: string}} Result
 */

/** @typedef {Awaited<ReturnType<typeof start>>} Engine */

/**
 * @param {any} source
 * @returns {Promise<WebAssembly.Module>}
 */
const compile = async (source) => {
  const given = await source;
  if (given instanceof WebAssembly.Module) return given;
  // Not by its class: a page that wraps `fetch` may hand over a frame's Response.
  if (!given.arrayBuffer) return WebAssembly.compile(given);
  if (!given.ok) throw Error(`scrub.wasm: ${given.status}`);
  // A server that does not know the type costs the streaming, not the scrubber.
  return given.headers.get('content-type')?.startsWith('application/wasm')
    ? WebAssembly.compileStreaming(given)
    : WebAssembly.compile(await given.arrayBuffer());
};

/**
 * @param {any} source module, bytes, Response or a promise of one
 * @param {(error: unknown) => void} [trapped]
 */
export const start = async (source, trapped = () => {}) => {
  const module = await compile(source);
  /** @type {Record<string, any>} */
  const imports = {};
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    // What wasm-bindgen leaves behind is never reached by exports that deal in integers.
    if (kind === 'function') (imports[from] ??= {})[name] = () => {};
  }
  const { exports } = await WebAssembly.instantiate(module, imports);
  const wasm = /** @type {Record<string, any>} */ (exports);
  let broken = false;

  /** Growing the memory detaches every view: taken anew each time. */
  const view = (/** @type {number} */ at, /** @type {number} */ length) =>
    new Uint8Array(wasm.memory.buffer, at, length);
  const text = (/** @type {number} */ at, /** @type {number} */ length) =>
    decoder.decode(view(at, length));

  /** @param {string | Uint8Array} input @returns {number} bytes written to the region */
  const put = (input) => {
    if (typeof input !== 'string') {
      const at = wasm.room(input.length) >>> 0;
      view(at, input.length).set(input);
      return input.length;
    }
    const most = input.length * 3;
    const at = wasm.room(most) >>> 0;
    return encoder.encodeInto(input, view(at, most)).written;
  };

  /** @param {(length: number) => number} ask */
  const remembered = (ask) => {
    /** @type {Map<string, number>} */
    const known = new Map();
    return (/** @type {string} */ name) => {
      let handle = known.get(name);
      if (handle === undefined) known.set(name, (handle = ask(put(name))));
      return handle;
    };
  };
  const vendorOf = remembered((length) => wasm.vendor(length));
  const kindOf = remembered((length) => wasm.kind(length));

  const report = () => {
    const length = wasm.report();
    const lines = length ? text(wasm.report_ptr() >>> 0, length).split('\n') : [];
    return lines.filter(Boolean).map((line) => {
      const [rule, place, count] = line.split('\t');
      return { rule, place, count: +count };
    });
  };

  /**
   * The input with its edits made. ASCII text is cut as it is, because its byte offsets are its own.
   * @param {string | Uint8Array} input
   * @param {number} length in bytes
   * @param {number} count of edits
   */
  const apply = (input, length, count) => {
    const edits = new Uint32Array(wasm.memory.buffer, wasm.edits() >>> 0, count * 4);
    if (typeof input === 'string' && input.length === length) {
      let out = '';
      let from = 0;
      for (let i = 0; i < edits.length; i += 4) {
        out += input.slice(from, edits[i]);
        if (edits[i + 3]) out += text(edits[i + 2], edits[i + 3]);
        from = edits[i + 1];
      }
      return out + input.slice(from);
    }
    const bytes = typeof input === 'string' ? encoder.encode(input) : input;
    const pieces = [];
    let from = 0;
    for (let i = 0; i < edits.length; i += 4) {
      pieces.push(bytes.subarray(from, edits[i]), view(edits[i + 2], edits[i + 3]));
      from = edits[i + 1];
    }
    pieces.push(bytes.subarray(from));
    const out = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      out.set(piece, at);
      at += piece.length;
    }
    return typeof input === 'string' ? decoder.decode(out) : out;
  };

  return {
    _url: 1,
    _form: FORM,
    _kind: kindOf,

    /** @param {Uint8Array | undefined} key none, or one that is not 32 bytes, is replaced by chance */
    _key(key) {
      wasm.key(put(key?.length === 32 ? key : crypto.getRandomValues(new Uint8Array(32))));
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
        const handle = vendor ? vendorOf(vendor) : 0;
        const length = put(input);
        const count = wasm.scrub(length, kind, handle);
        if (count < 0) return { removed: [], refused: REFUSALS[-count] ?? 'unsupported' };
        if (!count) return { value: input, removed: [] };
        const value = /** @type {T} */ (apply(input, length, count));
        return { value, removed: report() };
      } catch (error) {
        broken = true;
        trapped(error);
        return { removed: [], refused: 'trap' };
      }
    },
  };
};
