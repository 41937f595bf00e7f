/**
 * `hushgate/adapters`: the scrubber in the SDKs' own hooks.
 *
 * ```js
 * import { sentry, sentryIntegration } from 'hushgate/adapters';
 * Sentry.init({ dsn, ...sentry(), integrations: [sentryIntegration()] });
 * ```
 *
 * Each takes a scrubber or a promise of one (`open` of `hushgate/scrub`); without, the page's own Hushgate's. Until it is there,
 * hooks that may wait wait, and the others drop. What became of an event is told as `hushgate:report` with the transport
 * `hook`. A hook sees what its SDK shows it, which each line says; the gate sees all.
 */
import type { Scrubber } from './scrub.d.ts';

type Given = Scrubber | Promise<Scrubber>;

/** For `Sentry.init`: errors, transactions, breadcrumbs, logs and metrics. */
export function sentry(scrubber?: Given): {
  beforeSend(event: any): Promise<any>;
  beforeSendTransaction(event: any): Promise<any>;
  beforeBreadcrumb(breadcrumb: any): any;
  beforeSendLog(log: any): any;
  beforeSendMetric(metric: any): any;
};

/** For Sentry's `integrations`: all that leaves, streamed spans, sessions and attachments too. Drops until the scrubber is there. */
export function sentryIntegration(scrubber?: Given): { name: string; setup(client: any): void };

/** For `posthog.init`: `before_send`, which sees all events. Drops until the scrubber is there. */
export function posthog(scrubber?: Given): { before_send(event: any): any };

/**
 * For `mixpanel.init`: the hooks of events, people and groups, in batches, because the event of `identify` skips the hooks
 * without. Drops until the scrubber is there.
 */
export function mixpanel(scrubber?: Given): { batch_requests: true; hooks: Record<string, (item: any) => any> };

/** For `amplitude.add`: an enrichment plugin, which sees all events. */
export function amplitude(scrubber?: Given): {
  name: string;
  type: 'enrichment';
  setup(config: any): Promise<void>;
  execute(event: any): Promise<any>;
};

/** For `analytics.addSourceMiddleware` of Segment and RudderStack; awaits it before the first event. */
export function segment(
  scrubber?: Given,
): (params: { payload: any; next(payload: any): void; [more: string]: unknown }) => Promise<void>;

/** For `init` of `@plausible-analytics/tracker`. Drops until the scrubber is there. */
export function plausible(scrubber?: Given): { transformRequest(payload: any): any };

/**
 * For `datadogRum.init` and `datadogLogs.init`. Of RUM the client takes back only changes of addresses, names, messages and
 * `context`: what is given to `setUser` passes by. Drops until the scrubber is there, views with nothing in them.
 */
export function datadog(scrubber?: Given): { beforeSend(event: any): boolean };

/** For `initializeFaro`: all items with their `meta`. Drops until the scrubber is there. */
export function faro(scrubber?: Given): { beforeSend(item: any): any };

/** For `appInsights.addTelemetryInitializer`. Drops until the scrubber is there. */
export function appinsights(scrubber?: Given): (item: any) => boolean;

/** For `apm.addFilter`: whole payloads. Drops until the scrubber is there. */
export function elastic(scrubber?: Given): (payload: any) => any;

/** For `Bugsnag.start`: events as they are written, and the user of sessions. */
export function bugsnag(scrubber?: Given): {
  onError(event: any): Promise<false | undefined>;
  onSession(session: any): false | undefined;
};

/** For the configuration of `Rollbar`: the whole payload. */
export function rollbar(scrubber?: Given): { transform(data: any): Promise<any> };

/**
 * For `init` of the New Relic agent: its rules see each text by itself, so that secrets, addresses and e-mails go, but no
 * user ID without a shape of its own. Until the scrubber is there they make texts empty.
 */
export function newrelic(scrubber?: Given): { obfuscate: { regex: RegExp; replacement: string }[] };

interface SpanExporter {
  export(spans: any[], done: (result: { code: number; error?: Error }) => void): void;
  shutdown(): Promise<void>;
  forceFlush?(): Promise<void>;
}

/** Around an exporter of OpenTelemetry's spans: names, attributes, events, links, status and resource. */
export function opentelemetry(exporter: SpanExporter, scrubber?: Given): Required<SpanExporter>;

/** A plugin of a Snowplow tracker: the finished event, contexts in base64 too. Drops until the scrubber is there. */
export function snowplow(scrubber?: Given): { filter(payload: any): boolean };

/** For `_paq.push(['setCustomRequestProcessing', matomo()])`. Empties the request until the scrubber is there. */
export function matomo(scrubber?: Given): (request: string) => string;

/** For `gtag('set', page())`, again after each change of address: the tag has no hook, but takes these fields' words for it. */
export function gtag(scrubber?: Given): () => { page_location: string; page_referrer: string; page_title: string };

/** For `Countly.init`: the names of views; the client has no hook for what the page itself gives it. */
export function countly(scrubber?: Given): {
  getViewName(): string;
  getViewUrl(): string;
  getSearchQuery(): string;
};

/** Around the callback of `web-vitals`: `onLCP(webVitals(send))`. */
export function webVitals(send: (metric: any) => void, scrubber?: Given): (metric: any) => Promise<void>;
