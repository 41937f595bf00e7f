/** Compressed bodies, by the browser's own streams. */
import { join } from './engine.js';

/** A bomb is refused before it fills the memory: as `src/scrub/limit.rs` has it. */
const MOST = 1 << 23;

/** @typedef {import('./engine.js').Result<any>} Result */

/**
 * The format of compressed content, `unknown` for one that the browser cannot read, or nothing.
 * @param {string | Uint8Array} content
 * @param {string} [encoding] the content-encoding that is declared
 */
export const packing = (content, encoding) => {
  if (typeof content !== 'string') {
    const [first, second] = content;
    if (first === 0x1f && second === 0x8b) return 'gzip';
    // RFC 1950, section 2.2: the usual window, each level, no dictionary. A text that begins with "x " is none.
    if (first === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(second)) return 'deflate';
    // RFC 9110, section 8.4.1.2: some send it without that head.
    if (/^\s*deflate\s*$/i.test(encoding ?? '')) return 'deflate-raw';
  }
  if (encoding && !/^\s*identity\s*$/i.test(encoding)) return 'unknown';
};

/** @param {Uint8Array} bytes @param {any} through @returns {ReadableStream<Uint8Array>} */
const pipe = (bytes, through) => new Blob([/** @type {BlobPart} */ (bytes)]).stream().pipeThrough(through);

/** @param {ReadableStream<Uint8Array>} stream @returns what it holds, or nothing if that is too much */
const readAll = async (stream) => {
  const chunks = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return join(chunks);
    chunks.push(value);
    length += value.length;
    if (length > MOST) return reader.cancel();
  }
};

/**
 * @param {Uint8Array} bytes
 * @param {CompressionFormat} format
 * @param {(plain: Uint8Array) => Result} scrub
 * @returns {Promise<Result>}
 */
export const repack = async (bytes, format, scrub) => {
  let plain;
  try {
    plain = await readAll(pipe(bytes, new DecompressionStream(format)));
  } catch {
    return { removed: [], refused: 'compressed' };
  }
  if (!plain) return { removed: [], refused: 'too-large' };
  const result = scrub(plain);
  if (result.refused) return result;
  if (result.value === plain) return { ...result, value: bytes };
  const packed = new Response(pipe(result.value, new CompressionStream(format)));
  return { ...result, value: new Uint8Array(await packed.arrayBuffer()) };
};
