/** The stand-in for scrub.wasm (see engine.wat), and the real one where it is built. */
import { existsSync, readFileSync } from 'node:fs';
import binaryen from 'binaryen';

/** Edition of the catalogue, as every answer names it. */
export const catalogue = '2026-01-01.00000000';

// What the build puts in: the names of the token rules, here by their numbers.
const rules = Array.from({ length: 400 }, (_, number) => `rule-${number}`).join(' ');
Object.assign(globalThis, { __EDITION__: catalogue, __LARGER__: 'sentry', __RULES__: rules });

export const standIn = (() => {
  const module = binaryen.parseText(readFileSync(new URL('engine.wat', import.meta.url), 'utf8'));
  module.setFeatures(binaryen.Features.All);
  if (!module.validate()) throw Error('engine.wat is not valid');
  return module.emitBinary();
})();

const file = new URL('../dist/scrub.wasm', import.meta.url);

/** @type {Buffer | undefined} */
export const built = existsSync(file) ? readFileSync(file) : undefined;
