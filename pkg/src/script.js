/** The script tag: closes the gate, then starts it with the config that the page gives. */
import { api, publish } from './api.js';
import { guard } from './hooks/patch.js';
import { adopt } from './hooks/realm.js';
import { start, warnTwice } from './load.js';

const page = /** @type {any} */ (window);
// An element with that id is a property of the window too.
if (page.hushgate?.version) warnTwice();
else {
  const { src, dataset } = /** @type {HTMLScriptElement} */ (document.currentScript);
  publish(page);
  api.init = (/** @type {unknown} */ config) => start(config, (name) => src.replace(/[^/]*$/, name));
  adopt(page);
  const { config, manual } = dataset;
  // What is not JSON goes on as text: the gate says what it got and what it accepts.
  if (manual === undefined) api.init(guard(() => JSON.parse(/** @type {string} */ (config))) ?? config ?? page.hushgateConfig);
}
