/**
 * Scrubs a payload of any type that a page can send, and gives back the same type. Answers at once where
 * the content is at hand, and by a promise only where the platform reads it so.
 */
import { join } from './join.js';
import { packing } from './packed.js';

/**
 * @typedef {import('./engine.js').Engine} Engine
 * @typedef {import('./engine.js').Result<any>} Result
 */

/**
 * @typedef {object} Options
 * @property {string} [vendor]
 * @property {string} [contentType]
 * @property {string} [encoding] of the content: `gzip`, `deflate`
 * @property {boolean} [sync] a promise is of no use
 * @property {(run: any, form: FormData) => Result} [forms] where it is at hand
 * @property {() => Promise<any>} [unpack] loads what packs and unpacks
 * @property {WeakMap<object, any[]>} [memory] what Blobs and Requests were made from
 * @property {(run: (json: string) => Result, payload: object) => Result | Promise<Result>} [objects] for those that are no
 *   body: without it they are the text that the platform would send
 */

/** @param {string} refused @returns {Result} */
export const refuse = (refused) => ({ removed: [], refused });

/** @param {any} value @returns {Uint8Array | undefined} */
const bytesOf = (value) =>
  ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : /ArrayBuffer/.test(typeOf(value))
      ? new Uint8Array(value)
      : undefined;

/** Platform objects of any realm are known by name. @param {any} value */
export const typeOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

/**
 * The content of a Blob or Request whose parts are known: text if all of them are, else bytes.
 * @param {any} value
 * @param {WeakMap<object, any[]>} memory
 * @returns {string | Uint8Array | undefined}
 */
const recall = (value, memory) => {
  const parts = memory.get(value);
  if (!parts) return;
  /** @type {(string | Uint8Array)[]} */
  const pieces = [];
  for (const part of parts) {
    const piece =
      typeof part !== 'object' || part === null
        ? `${part}`
        : typeOf(part) === 'URLSearchParams'
          ? `${part}`
          : (bytesOf(part) ?? recall(part, memory));
    if (piece === undefined) return;
    pieces.push(piece);
  }
  if (pieces.every((piece) => typeof piece === 'string')) return pieces.join('');
  return join(pieces);
};

/**
 * Text or bytes, unpacked first and packed again if they are compressed.
 * @param {Engine} engine
 * @param {string | Uint8Array} given
 * @param {Options} options
 * @param {any} original given back when nothing was removed
 * @param {(value: any) => any} wrap makes what is left into the type of the original
 * @returns {Result | Promise<Result>}
 */
const content = (engine, given, options, original, wrap = (value) => value) => {
  const { vendor, contentType, encoding, sync, unpack } = options;
  const kind = contentType ? engine._kind(contentType) : 0;
  const packed = packing(given, encoding);
  if (packed && (sync || packed === 'unknown' || !unpack)) return refuse('compressed');
  /** @param {Result} result @returns {Result} */
  const finish = (result) => {
    if (result.refused) return result;
    return { ...result, value: result.value === given ? original : wrap(result.value) };
  };
  /** @param {string | Uint8Array} plain */
  const run = (plain) => engine._run(plain, kind, vendor);
  if (!packed || !unpack) return finish(run(given));
  return unpack().then(({ repack }) => repack(/** @type {Uint8Array} */ (given), packed, run)).then(finish);
};

/**
 * @param {Engine} engine
 * @param {any} payload
 * @param {Options} options
 * @returns {Result | Promise<Result>}
 */
export const scrubBody = (engine, payload, options) => {
  if (payload === undefined || payload === null) return { value: payload, removed: [] };
  if (typeof payload !== 'object') return content(engine, `${payload}`, options, payload);
  const bytes = bytesOf(payload);
  if (bytes) return content(engine, bytes, options, payload);
  const type = typeOf(payload);
  if (type === 'URLSearchParams') {
    const form = { ...options, contentType: engine._form };
    return content(engine, `${payload}`, form, payload, (value) => new URLSearchParams(value));
  }
  if (type === 'FormData') {
    const { vendor, sync, unpack, forms } = options;
    /** @param {(run: any, form: FormData) => Result} formData */
    const use = (formData) =>
      formData((/** @type {string} */ pair) => engine._run(pair, engine._kind(engine._form), vendor), payload);
    if (forms) return use(forms);
    return sync || !unpack ? refuse('unreadable') : unpack().then(({ formData }) => use(formData));
  }
  if (type === 'Blob' || type === 'File') {
    const contentType = options.contentType ?? payload.type;
    return read(engine, payload, { ...options, contentType }, payload, (value) => new Blob([value], payload));
  }
  if (type === 'Request') {
    if (/^(GET|HEAD)$/.test(payload.method) || payload.body === null) return { removed: [] };
    const parts = options.memory?.get(payload);
    return parts
      ? scrubBody(engine, parts[0], options)
      : read(engine, payload, options, undefined, (value) => value);
  }
  if (type === 'ReadableStream') {
    return read(engine, new Response(payload), options, undefined, (value) => value);
  }
  const { objects, vendor } = options;
  if (objects) return objects((json) => engine._run(json, engine._kind('json'), vendor), payload);
  // What a document or the like is on the wire is not at hand.
  if (type !== 'Object' && type !== 'Array') return refuse('unsupported');
  return scrubBody(engine, `${payload}`, options);
};

/**
 * What the platform reads only asynchronously, unless it is remembered.
 * @param {Engine} engine
 * @param {any} source with `arrayBuffer()`
 * @param {Options} options
 * @param {any} original given back when nothing was removed; none if reading it has used it up
 * @param {(value: any) => any} wrap
 * @returns {Result | Promise<Result>}
 */
const read = (engine, source, options, original, wrap) => {
  const known = options.memory && recall(source, options.memory);
  if (known !== undefined) return content(engine, known, options, original, wrap);
  if (options.sync) return refuse('unreadable');
  return source.arrayBuffer().then(
    (/** @type {ArrayBuffer} */ buffer) => {
      const bytes = new Uint8Array(buffer);
      return bytes.length
        ? content(engine, bytes, options, original ?? bytes, wrap)
        : { value: original, removed: [] };
    },
    () => refuse('unreadable'),
  );
};

/**
 * For those who have no names of ours: a body, and an address.
 * @param {Engine} engine
 * @param {Options['unpack']} unpack
 * @param {Options['memory']} [memory]
 * @returns {[body: (payload: any, options: Options) => Result | Promise<Result>, url: (text: string, vendor?: string) => Result]}
 */
export const runs = (engine, unpack, memory) => [
  (payload, options) => scrubBody(engine, payload, { ...options, unpack, memory }),
  (text, vendor) => engine._run(text, engine._url, vendor),
];
