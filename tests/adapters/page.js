/** The page of the trials of the adapters: one client, named by the address, and no gate that could do the adapter's work. */
import { CLIENTS } from './clients.js';

const { demo } = /** @type {any} */ (window);
demo.events = [];
document.addEventListener('hushgate:report', (event) => {
  demo.events.push({ type: event.type, detail: /** @type {CustomEvent} */ (event).detail });
});

/** @param {string} path */
const shipped = (path) => import(/* @vite-ignore */ path);

/** @param {any} plants */
demo.run = async (plants) => {
  const client = new URLSearchParams(location.search).get('client') ?? '';
  const [adapters, { open }] = await Promise.all([shipped('/pkg/adapters.js'), shipped('/pkg/scrub.js')]);
  // Awaited: a hook that must answer at once drops until it is there.
  const scrubber = await open(fetch('/pkg/scrub.wasm'));
  await CLIENTS[client]({ adapters, scrubber, to: `${demo.collector}/${client}`, plants });
};
demo.clients = Object.keys(CLIENTS);
