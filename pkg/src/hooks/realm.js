/** Fresh realms: every same-origin frame and window is hooked before the page can reach its natives. */
import { memory } from '../memory.js';
import { hookBeacon } from './beacon.js';
import { hookBodies } from './body.js';
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
    for (const hook of [hookBodies, hookFetch, hookXhr, hookBeacon, hookImage, hookFrames]) hook(win);
  });

/** @param {any} win */
const hookFrames = (win) => {
  let count = 0;
  /** @type {import('./patch.js').Handler} */
  const thenAdopt = (pass) => {
    const result = pass();
    if (result) adopt(result);
    if (count !== win.length) {
      count = win.length;
      for (let i = 0; i < count; i++) adopt(win[i]);
    }
    return result;
  };
  thenAdopt(() => {});
  win.document.addEventListener('load', (/** @type {Event} */ event) => adopt(event.target), true);
  patch(win, 'open', thenAdopt);
  for (const owner of 'HTMLIFrameElement Node Element Document DocumentFragment Range'.split(' ')) {
    const proto = win[owner].prototype;
    for (const name of Object.getOwnPropertyNames(proto)) {
      if (/^(content[WD]|append|prep|insert|repl|before|after|write|innerH|outerH)/.test(name)) {
        patch(proto, name, thenAdopt);
      }
    }
  }
};
