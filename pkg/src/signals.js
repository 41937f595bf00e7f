/**
 * The second script tag, for pages with tags that want to be told: before them, and behind Hushgate's own. It loads and
 * contacts nothing, and what it says first holds if Hushgate never comes.
 */
import { give } from './signals/given.js';

const page = /** @type {any} */ (window);

/** @type {Parameters<typeof give>[1]} */
const subscribe = (tell) => {
  const { hushgate } = page;
  if (hushgate?.version) hushgate.subscribe(tell);
  // An element with that id is a property of the window too.
  else if (hushgate?.q) hushgate.q.push(() => page.hushgate.subscribe(tell));
  else page.hushgate = { q: [() => page.hushgate.subscribe(tell)] };
};

const { signals = '' } = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;
give(signals.split(/[\s,]+/).filter(Boolean), subscribe);
page.hushgateSignals = (/** @type {unknown[]} */ ...own) => give(own, subscribe);
