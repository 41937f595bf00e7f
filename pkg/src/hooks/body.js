/**
 * Remembers what small Blobs and Requests were made from, because their content can otherwise only be
 * read asynchronously, which is too late for what is sent while the page closes.
 */
import { memory } from '../memory.js';
import { guard, patch } from './patch.js';

/**
 * A copy that later writes do not reach.
 * @param {any} part
 */
export const copy = (part) => (part?.byteLength && part.slice ? part.slice() : part);

/** @param {any} win */
export const hookBodies = (win) =>
  patch(win, 'Blob Request', (pass, _, [first, second]) => {
    const made = pass();
    guard(() => {
      const known = made.size < 65537 ? [...first] : second?.body ? [second.body] : memory.get(first);
      // Unknown throws, which is as good as a test.
      memory.set(made, /** @type {any[]} */ (known).map(copy));
    });
    return made;
  });
