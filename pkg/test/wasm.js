/** The stand-in for scrub.wasm (see engine.wat), and the real one where it is built. */
import { existsSync, readFileSync } from 'node:fs';
import binaryen from 'binaryen';

// What the build puts in: the names of the token rules, here by their numbers.
Object.assign(globalThis, { __RULES__: Array.from({ length: 400 }, (_, number) => `rule-${number}`).join(' ') });

export const standIn = (() => {
  const module = binaryen.parseText(readFileSync(new URL('engine.wat', import.meta.url), 'utf8'));
  module.setFeatures(binaryen.Features.All);
  if (!module.validate()) throw Error('engine.wat is not valid');
  return module.emitBinary();
})();

const file = new URL('../dist/scrub.wasm', import.meta.url);

/** @type {Buffer | undefined} */
export const built = existsSync(file) ? readFileSync(file) : undefined;
