/** Bodies that the platform reads only in its own time: compressed ones, Blobs, Requests, streams; and forms. */
import { formData } from './form-data.js';
import { repack } from './repack.js';

/**
 * @typedef {import('../scrub/engine.js').Result<any>} Result
 * @typedef {import('../scrub/payload.js').Options} Options
 */

/**
 * @param {(value: any, more: Options) => any} scrub with the options that the payload came with, but for these
 * @param {any} payload
 * @param {Options} options
 * @param {CompressionFormat} [format] of compressed bytes
 * @returns {Promise<Result>}
 */
export const late = async (scrub, payload, options, format) => {
  if (format) return repack(payload, format, (plain) => scrub(plain, { encoding: undefined, inner: true }));
  if (Object.prototype.toString.call(payload) === '[object FormData]') {
    const contentType = 'application/x-www-form-urlencoded';
    return formData((pair) => scrub(pair, { contentType, encoding: undefined, sync: true }), payload);
  }
  const source = payload.arrayBuffer ? payload : new Response(payload);
  /** @type {ArrayBuffer} */
  let buffer;
  try {
    buffer = await source.arrayBuffer();
  } catch {
    return { removed: [], refused: 'unreadable' };
  }
  // Only a Blob can be read once more.
  const original = payload.slice ? payload : undefined;
  if (!buffer.byteLength) return { value: original, removed: [] };
  const bytes = new Uint8Array(buffer);
  const result = await scrub(bytes, { contentType: options.contentType ?? payload.type });
  if (!original || result.value === undefined) return result;
  return { ...result, value: result.value === bytes ? original : new Blob([result.value], original) };
};
