/** What some of the field expects of Node.js, as far as they need it in a page: injected into their bundle. */
import { Buffer } from 'buffer';

const process = {
  env: {},
  argv: [],
  browser: true,
  version: '',
  cwd: () => '/',
  nextTick: (/** @type {(...args: any[]) => void} */ call, /** @type {any[]} */ ...args) =>
    queueMicrotask(() => call(...args)),
};

export { Buffer, process };
