/**
 * The border of a wasm whose functions take texts and numbers and answer with a text. It keeps to wasm-bindgen's calling
 * convention for `String`; a script has one such wasm.
 */

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** @type {any} The wasm's exports. */
let wasm;

/** Starts the wasm at an address. @param {{module_or_path: string}} given */
export default async ({ module_or_path }) => {
  const response = await fetch(module_or_path);
  if (!response.ok) throw response.status;
  const { instance } = await WebAssembly.instantiate(await response.arrayBuffer());
  wasm = instance.exports;
};

/** Puts text into the wasm, which owns it from then on: where, and how long. @param {string} text */
const give = (text) => {
  const bytes = encoder.encode(text);
  const at = wasm._malloc(bytes.length, 1);
  new Uint8Array(wasm._memory.buffer).set(bytes, at);
  return [at, bytes.length];
};

/**
 * One of its functions, as the page calls it.
 * @param {(exports: any) => (...numbers: any[]) => [address: number, length: number]} pick
 */
export const text =
  (pick) =>
  (/** @type {(string | number | boolean)[]} */ ...args) => {
    const numbers = args.flatMap((arg) => (typeof arg === 'string' ? give(arg) : +arg));
    const [at, length] = pick(wasm)(...numbers);
    const answer = decoder.decode(new Uint8Array(wasm._memory.buffer, at, length));
    wasm._free(at, length, 1);
    return answer;
  };
