/** The script tag: closes the gate, then starts it with the config that the page gives. */
import { api } from './api.js';
import { guard } from './hooks/patch.js';
import { adopt } from './hooks/realm.js';
import { start, warnTwice } from './load.js';

const page = /** @type {any} */ (window);
// An element with that id is a property of the window too.
if (page.hushgate?.version) warnTwice();
else {
  const { src, dataset } = /** @type {HTMLScriptElement} */ (document.currentScript);
  page.hushgate = api;
  api.init = (/** @type {unknown} */ config) => start(config, (name) => src.replace(/[^/]*$/, name));
  adopt(page);
  if (dataset.manual === undefined) {
    const given = dataset.config ?? page.hushgateConfig;
    // What is not JSON goes on as text: the gate says what it got and what it accepts.
    api.init(guard(() => JSON.parse(given)) ?? given);
  }
}
