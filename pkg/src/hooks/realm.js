/** Fresh realms: every same-origin frame and window is hooked before the page can reach its natives. */
import { memory } from '../memory.js';
import { hookBeacon } from './beacon.js';
import { hookFetch } from './fetch.js';
import { hookImage } from './image.js';
import { guard, patch } from './patch.js';
import { hookXhr } from './xhr.js';

/**
 * Hooks the realm of a window, a document or a frame; anything else is left alone.
 * @param {any} thing
 */
export const adopt = (thing) =>
  // Another origin's window throws: it is not ours.
  guard(() => {
    const win = thing.contentWindow ?? thing.defaultView ?? thing;
    // A navigated frame keeps its window but gets a new realm.
    const realm = win.Object;
    if (!realm || memory.has(realm)) return;
    memory.set(realm, true);
    for (const hook of [hookFetch, hookXhr, hookBeacon, hookImage, hookFrames]) hook(win);
  });

/**
 * The three engines fire a blank frame's `load` before the call that inserted it returns, so that it is
 * adopted without a wrapper around every method that can insert one. A frame with an address is adopted
 * when the page asks for its window, and again when it has loaded.
 * @param {any} win
 */
const hookFrames = (win) => {
  /** @type {import('./patch.js').Handler} */
  const thenAdopt = (pass) => {
    const result = pass();
    adopt(result);
    return result;
  };
  const { prototype } = win.HTMLIFrameElement;
  patch(prototype, 'contentWindow contentDocument', thenAdopt);
  win.document.addEventListener('load', (/** @type {Event} */ event) => adopt(event.target), true);
};
