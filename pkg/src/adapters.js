/** `hushgate/adapters`: the scrubber in the SDKs' own hooks, one adapter each. */
export { sentry, sentryIntegration } from './adapters/sentry.js';
export { amplitude, mixpanel, plausible, posthog, segment } from './adapters/product.js';
export {
  appinsights,
  bugsnag,
  datadog,
  elastic,
  faro,
  newrelic,
  opentelemetry,
  rollbar,
} from './adapters/monitoring.js';
export { countly, gtag, matomo, snowplow, webVitals } from './adapters/web.js';
