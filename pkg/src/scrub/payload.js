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
 * @property {boolean} [inner] it was compressed, and is not unpacked once more
 * @property {(run: (pair: string) => Result, form: FormData) => Result} [forms] where it is at hand
 * @property {() => Promise<{late: typeof import('../objects/late.js').late}>} [more] loads what reads the rest
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

/**
 * At once where it can be.
 * @template T
 * @param {T | Promise<T>} value
 * @param {(value: T) => T | Promise<T>} use
 */
const then = (value, use) => (value instanceof Promise ? value.then(use) : use(value));

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
 * What others read, when they are here.
 * @param {Engine} engine
 * @param {any} payload
 * @param {Options} options
 * @param {string} why it is refused where nobody waits
 * @param {CompressionFormat} [format]
 * @returns {Result | Promise<Result>}
 */
const wait = (engine, payload, options, why, format) =>
  options.sync || !options.more
    ? refuse(why)
    : options.more().then(({ late }) =>
        late((value, more) => scrubBody(engine, value, { ...options, ...more }), payload, options, format),
      );

/**
 * Text or bytes.
 * @param {Engine} engine
 * @param {string | Uint8Array} given
 * @param {Options} options
 * @param {any} original given back when nothing was removed
 * @param {(value: any) => any} [wrap] makes what is left into the type of the original
 * @returns {Result | Promise<Result>}
 */
const content = (engine, given, options, original, wrap = (value) => value) => {
  const { vendor, contentType, encoding, sync, inner } = options;
  const kind = contentType ? engine._kind(contentType) : 0;
  const packed = packing(given, encoding);
  const run = () => engine._run(given, kind, vendor);
  /** @param {Result} result */
  const again = (result) => {
    if (result.refused !== 'unsupported') return result;
    const grown = engine._grow();
    return sync ? result : grown.then((there) => (there ? run() : result));
  };
  return then(
    !packed
      ? then(run(), again)
      : inner || packed === 'unknown'
        ? refuse('compressed')
        : wait(engine, given, options, 'compressed', packed),
    (result) =>
      result.refused ? result : { ...result, value: result.value === given ? original : wrap(result.value) },
  );
};

/**
 * @param {Engine} engine
 * @param {any} payload
 * @param {Options} options
 * @returns {Result | Promise<Result>}
 */
export const scrubBody = (engine, payload, options) => {
  const { vendor, memory, forms, objects } = options;
  /** @param {string} kind @returns {(text: string) => Result} */
  const run = (kind) => (text) => engine._run(text, engine._kind(kind), vendor);
  if (payload === undefined || payload === null) return { value: payload, removed: [] };
  if (typeof payload !== 'object') return content(engine, `${payload}`, options, payload);
  const bytes = bytesOf(payload);
  if (bytes) return content(engine, bytes, options, payload);
  const type = typeOf(payload);
  if (type === 'URLSearchParams') {
    const form = { ...options, contentType: engine._form };
    return content(engine, `${payload}`, form, payload, (value) => new URLSearchParams(value));
  }
  if (type === 'FormData' && forms) return forms(run(engine._form), payload);
  if (type === 'Request') {
    if (/^(GET|HEAD)$/.test(payload.method) || payload.body === null) return { removed: [] };
    const parts = memory?.get(payload);
    if (parts) return scrubBody(engine, parts[0], options);
  }
  const known = memory && recall(payload, memory);
  if (known !== undefined) {
    const blob = { ...options, contentType: options.contentType ?? payload.type };
    return content(engine, known, blob, payload, (value) => new Blob([value], payload));
  }
  if (/^(Blob|File|FormData|Re(quest|adableStream))$/.test(type)) {
    return wait(engine, payload, options, 'unreadable');
  }
  if (objects) return objects(run('json'), payload);
  // What a document or the like is on the wire is not at hand.
  return type !== 'Object' && type !== 'Array' ? refuse('unsupported') : scrubBody(engine, `${payload}`, options);
};

/**
 * For those who have no names of ours: a body, and an address.
 * @param {Engine} engine
 * @param {Options['more']} more
 * @param {Options['memory']} [memory]
 * @returns {[body: (payload: any, options: Options) => Result | Promise<Result>, url: (text: string, vendor?: string) => Result]}
 */
export const runs = (engine, more, memory) => [
  (payload, options) => scrubBody(engine, payload, { ...options, more, memory }),
  (text, vendor) => engine._run(text, engine._url, vendor),
];
