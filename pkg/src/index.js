/** The npm entry for browsers: the same gate and functions as the script tag's, started by `init`. */
import { api, publish } from './api.js';
import { adopt } from './hooks/realm.js';
import { start, warnTwice } from './load.js';
import { give } from './signals/given.js';

// Written out one by one: bundlers find files that are named like this and serve them.
const FILES = {
  'gate.js': () => new URL('./gate.js', import.meta.url),
  'gate.wasm': () => new URL('./gate.wasm', import.meta.url),
  'keep.js': () => new URL('./keep.js', import.meta.url),
  'keep.wasm': () => new URL('./keep.wasm', import.meta.url),
  'prefs.js': () => new URL('./prefs.js', import.meta.url),
  'prefs.wasm': () => new URL('./prefs.wasm', import.meta.url),
  'check.js': () => new URL('./check.js', import.meta.url),
  'check.wasm': () => new URL('./check.wasm', import.meta.url),
  'objects.js': () => new URL('./objects.js', import.meta.url),
  'site.js': () => new URL('./site.js', import.meta.url),
  'site.wasm': () => new URL('./site.wasm', import.meta.url),
  'scrub.js': () => new URL('./scrub.js', import.meta.url),
  'scrub.wasm': () => new URL('./scrub.wasm', import.meta.url),
};

/** @param {string} [base] @returns {(name: string) => string} */
const locator = (base) => (name) => {
  if (base) return new URL(name, new URL(base, document.baseURI)).href;
  const file = /** @type {Record<string, () => URL>} */ (FILES)[name];
  // The locales lie beside the rest, unless a bundler has renamed it.
  return file ? file().href : FILES['gate.wasm']().href.replace(/[^/]*$/, name);
};

/** A script tag's Hushgate, or another copy of this package, is the one that counts. */
const live = () => {
  const { hushgate } = /** @type {any} */ (globalThis);
  // An element with that id is a property of the window too.
  return hushgate?.version ? hushgate : api;
};

/** @type {typeof import('../types/index.d.ts').init} */
export const init = (config, { base } = {}) => {
  if (typeof document === 'undefined') return;
  const page = /** @type {any} */ (globalThis);
  if (page.hushgate?.version) return warnTwice();
  publish(page);
  api.init = (/** @type {unknown} */ given) => start(given, locator(base));
  adopt(page);
  api.init(config);
};

/** @type {typeof import('../types/index.d.ts').ready} */
export const ready = () => live().ready();
/** @type {typeof import('../types/index.d.ts').get} */
export const get = (category) => live().get(category);
/** @type {typeof import('../types/index.d.ts').set} */
export const set = (choices) => live().set(choices);
/** @type {typeof import('../types/index.d.ts').acceptAll} */
export const acceptAll = () => live().acceptAll();
/** @type {typeof import('../types/index.d.ts').rejectAll} */
export const rejectAll = () => live().rejectAll();
/** @type {typeof import('../types/index.d.ts').show} */
export const show = () => live().show();
/** @type {typeof import('../types/index.d.ts').exportRecord} */
export const exportRecord = () => live().exportRecord();
/** @type {typeof import('../types/index.d.ts').forget} */
export const forget = () => live().forget();
/** @type {typeof import('../types/index.d.ts').subscribe} */
export const subscribe = (tell) => live().subscribe(tell);
/** @type {typeof import('../types/index.d.ts').scrubber} */
export const scrubber = () => live().scrubber();
/** @type {typeof import('../types/index.d.ts').scrub} */
export const scrub = (payload, options) => live().scrub(payload, options);
/** @type {typeof import('../types/index.d.ts').scrubUrl} */
export const scrubUrl = (url, options) => live().scrubUrl(url, options);

/** @type {typeof import('../types/index.d.ts').signals} */
export const signals = (...wanted) => {
  if (typeof document !== 'undefined') give(wanted, (tell) => live().subscribe(tell));
};

export const version = __VERSION__;
