/**
 * The page of the trials of many clients: one of them, named by the address, with its adapter and no gate that could do the
 * adapter's work; or, with `gate` in the address, behind the gate and with no adapter.
 */
import { CLIENTS } from './clients.js';

const { demo } = /** @type {any} */ (window);
if (!demo.events) {
  demo.events = [];
  document.addEventListener('hushgate:report', (event) => {
    demo.events.push({ type: event.type, detail: /** @type {CustomEvent} */ (event).detail });
  });
}

/** @param {string} path */
const shipped = (path) => import(/* @vite-ignore */ path);

/** Adapters that do nothing. @type {any} */
const none = {
  ...Object.fromEntries(
    ['sentry', 'posthog', 'mixpanel', 'plausible', 'datadog', 'faro', 'bugsnag', 'rollbar', 'newrelic', 'countly'].map(
      (name) => [name, () => ({})],
    ),
  ),
  sentryIntegration: () => ({ name: 'None' }),
  amplitude: () => ({ name: 'none', type: 'enrichment', execute: async (/** @type {any} */ event) => event }),
  segment: () => (/** @type {any} */ { payload, next }) => next(payload),
  appinsights: () => () => true,
  elastic: () => (/** @type {any} */ payload) => payload,
  snowplow: () => ({}),
  opentelemetry: (/** @type {any} */ exporter) => exporter,
  gtag: () => () => ({ page_location: location.href }),
  webVitals: (/** @type {any} */ send) => send,
};

/** @param {any} plants */
demo.run = async (plants) => {
  const query = new URLSearchParams(location.search);
  const client = query.get('client') ?? '';
  if (query.has('gate')) return CLIENTS[client]({ adapters: none, scrubber: undefined, to: `${demo.collector}/${client}`, plants });
  const [adapters, { open }] = await Promise.all([shipped('/pkg/adapters.js'), shipped('/pkg/scrub.js')]);
  // Awaited: a hook that must answer at once drops until it is there.
  const scrubber = await open(fetch('/pkg/scrub.wasm'));
  await CLIENTS[client]({ adapters, scrubber, to: `${demo.collector}/${client}`, plants });
};
demo.clients = Object.keys(CLIENTS);
