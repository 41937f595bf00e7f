/** Compressed bodies, by the browser's own streams. */
import { join } from '../scrub/join.js';

/** A bomb is refused before it fills the memory: as `src/scrub/limit.rs` has it. */
const MOST = 1 << 23;

/** @typedef {import('../scrub/engine.js').Result<any>} Result */

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
