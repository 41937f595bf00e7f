/**
 * How a careless site sets up each client of the trials, with the adapter that it has from `hushgate/adapters`.
 *
 * Each is told all plants, as far as its hooks show them, and `kept-value`, which must arrive.
 */

/**
 * @typedef {object} Site
 * @property {any} adapters the shipped module
 * @property {any} scrubber
 * @property {string} to where the client's requests go
 * @property {{user: string, email: string, ip: string, token: string, jwt: string, link: string}} plants
 */

/** What a site attaches to everything. @param {Site} site */
const flat = ({ plants: { user, email, ip, token, jwt, link } }) => ({
  user_id: user,
  email,
  client_ip: ip,
  access_token: token,
  auth: `Bearer ${jwt}`,
  link,
  plan: 'kept-value',
});

/** The same, deeper. @param {Site} site */
const told = (site) => ({
  ...flat(site),
  nested: { list: [{ href: site.plants.link }, `mail to ${site.plants.email}`] },
});

/** Clients that send what they hold back when the page is left. */
const leaveSoon = (again = 3) => {
  setTimeout(() => {
    for (const name of ['beforeunload', 'pagehide']) window.dispatchEvent(new Event(name));
    if (again) leaveSoon(again - 1);
  }, 400);
};

/** @type {Record<string, (site: Site) => Promise<void>>} */
export const CLIENTS = {
  async sentry(site) {
    const { adapters, scrubber, to, plants } = site;
    const Sentry = await import('@sentry/browser');
    const { protocol, host, pathname } = new URL(to);
    Sentry.init({
      dsn: `${protocol}//${'5e17c0de'.repeat(4)}@${host}${pathname}/1`,
      tracesSampleRate: 1,
      enableLogs: true,
      integrations: [Sentry.browserTracingIntegration(), adapters.sentryIntegration(scrubber)],
      ...adapters.sentry(scrubber),
    });
    Sentry.setUser({ id: plants.user, email: plants.email, ip_address: plants.ip });
    Sentry.addBreadcrumb({ category: 'navigation', data: { to: plants.link } });
    Sentry.logger.info(`Opened ${plants.link}`, { email: plants.email });
    Sentry.captureException(new Error(`Cannot load ${plants.link}`), { extra: told(site) });
    Sentry.startSpan({ name: `GET ${plants.link}`, attributes: { 'url.full': plants.link, 'user.id': plants.user } }, () => {});
    await Sentry.flush(2000);
  },

  async posthog(site) {
    const { adapters, scrubber, to, plants } = site;
    const { default: posthog } = await import('posthog-js');
    posthog.init('phc_' + 'k'.repeat(24), {
      api_host: to,
      advanced_disable_flags: true,
      disable_external_dependency_loading: true,
      disable_session_recording: true,
      request_batching: false,
      // A driven browser counts as a bot.
      opt_out_useragent_filter: true,
      ...adapters.posthog(scrubber),
    });
    // As its own script tag has it: consent that is withdrawn is told to it there.
    Object.assign(window, { posthog });
    posthog.identify(plants.user, { email: plants.email });
    posthog.capture('opened', told(site));
  },

  async mixpanel(site) {
    const { adapters, scrubber, to, plants } = site;
    const { default: mixpanel } = await import('mixpanel-browser/src/loaders/loader-module-core');
    mixpanel.init('5e17c0de'.repeat(4), {
      api_host: to,
      batch_flush_interval_ms: 100,
      ignore_dnt: true,
      track_pageview: 'full-url',
      ...adapters.mixpanel(scrubber),
    });
    mixpanel.identify(plants.user);
    mixpanel.people.set({ $email: plants.email, ip: plants.ip });
    mixpanel.track('opened', told(site));
  },

  async amplitude(site) {
    const { adapters, scrubber, to, plants } = site;
    const amplitude = await import('@amplitude/analytics-browser');
    amplitude.add(adapters.amplitude(scrubber));
    amplitude.init('5e17c0de'.repeat(4), plants.user, {
      serverUrl: `${to}/2/httpapi`,
      fetchRemoteConfig: false,
      flushIntervalMillis: 50,
    });
    amplitude.identify(new amplitude.Identify().set('email', plants.email));
    amplitude.track('opened', told(site));
  },

  async segment(site) {
    const { adapters, scrubber, to, plants } = site;
    const { AnalyticsBrowser } = await import('@segment/analytics-next');
    const { host, pathname, protocol } = new URL(to);
    const analytics = new AnalyticsBrowser();
    // Before `load`, so that no event is earlier.
    const ready = analytics.addSourceMiddleware(adapters.segment(scrubber));
    analytics.load(
      { writeKey: 'k'.repeat(32), cdnSettings: { integrations: { 'Segment.io': { apiKey: 'k'.repeat(32) } } } },
      { integrations: { 'Segment.io': { apiHost: `${host}${pathname}/v1`, protocol: protocol === 'http:' ? 'http' : 'https' } } },
    );
    ready.catch(() => {});
    analytics.identify(plants.user, { email: plants.email });
    analytics.page();
    analytics.track('opened', told(site));
  },

  async 'datadog-rum'(site) {
    const { adapters, scrubber, to } = site;
    const { datadogRum } = await import('@datadog/browser-rum');
    datadogRum.init({
      applicationId: '00000000-aaaa-0000-aaaa-000000000000',
      clientToken: `pub${'5e17c0de'.repeat(4)}`,
      proxy: to,
      sessionSampleRate: 100,
      // The page is left by a script.
      allowUntrustedEvents: true,
      trackResources: true,
      ...adapters.datadog(scrubber),
    });
    datadogRum.setGlobalContext(told(site));
    datadogRum.addError(new Error(`Cannot load ${site.plants.link}`));
    datadogRum.addAction('opened', told(site));
    leaveSoon();
  },

  async 'datadog-logs'(site) {
    const { adapters, scrubber, to, plants } = site;
    const { datadogLogs } = await import('@datadog/browser-logs');
    datadogLogs.init({ clientToken: `pub${'5e17c0de'.repeat(4)}`, proxy: to, allowUntrustedEvents: true, ...adapters.datadog(scrubber) });
    datadogLogs.setUser({ id: plants.user, email: plants.email });
    datadogLogs.logger.info(`Opened ${plants.link}`, told(site));
    leaveSoon();
  },

  async snowplow(site) {
    const { adapters, scrubber, to, plants } = site;
    const snowplow = await import('@snowplow/browser-tracker');
    snowplow.newTracker('sp', to, { appId: 'shop', plugins: [adapters.snowplow(scrubber)] });
    snowplow.setUserId(plants.user);
    snowplow.trackPageView({ context: [{ schema: 'iglu:com.example/told/jsonschema/1-0-0', data: told(site) }] });
    snowplow.trackSelfDescribingEvent({ event: { schema: 'iglu:com.example/opened/jsonschema/1-0-0', data: told(site) } });
  },

  async plausible(site) {
    const { adapters, scrubber, to } = site;
    const { init, track } = await import('@plausible-analytics/tracker');
    init({ domain: 'shop.example', endpoint: `${to}/api/event`, captureOnLocalhost: true, ...adapters.plausible(scrubber) });
    track('opened', { props: flat(site) });
  },

  async otlp(site) {
    const { adapters, scrubber, to, plants } = site;
    const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
    const { SimpleSpanProcessor, WebTracerProvider } = await import('@opentelemetry/sdk-trace-web');
    const exporter = adapters.opentelemetry(new OTLPTraceExporter({ url: `${to}/v1/traces` }), scrubber);
    const provider = new WebTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
    const span = provider.getTracer('shop').startSpan(`GET ${plants.link}`);
    span.setAttributes({ 'enduser.id': plants.user, 'url.full': plants.link, 'client.address': plants.ip, plan: 'kept-value' });
    span.addEvent('opened', { 'user.email': plants.email, token: plants.token });
    span.setStatus({ code: 2, message: `Cannot load ${plants.link}` });
    span.end();
    await provider.forceFlush();
  },

  async faro(site) {
    const { adapters, scrubber, to, plants } = site;
    const { getWebInstrumentations, initializeFaro } = await import('@grafana/faro-web-sdk');
    const faro = initializeFaro({
      app: { name: 'shop' },
      url: `${to}/collect`,
      batching: { sendTimeout: 100 },
      instrumentations: getWebInstrumentations(),
      user: { id: plants.user, email: plants.email },
      ...adapters.faro(scrubber),
    });
    faro.api.pushEvent('opened', flat(site));
    faro.api.pushError(new Error(`Cannot load ${plants.link}`));
    faro.api.pushLog([`Opened ${plants.link}`]);
  },

  async appinsights(site) {
    const { adapters, scrubber, to, plants } = site;
    const { ApplicationInsights } = await import('@microsoft/applicationinsights-web');
    const insights = new ApplicationInsights({
      config: {
        connectionString: `InstrumentationKey=00000000-aaaa-0000-aaaa-000000000000;IngestionEndpoint=${to}`,
        endpointUrl: `${to}/v2/track`,
        maxBatchInterval: 50,
      },
    });
    insights.loadAppInsights();
    insights.addTelemetryInitializer(adapters.appinsights(scrubber));
    insights.setAuthenticatedUserContext(plants.user, plants.user);
    insights.trackPageView({ uri: location.href });
    insights.trackEvent({ name: 'opened' }, told(site));
    insights.trackException({ exception: new Error(`Cannot load ${plants.link}`) });
    insights.flush();
  },

  async elastic(site) {
    const { adapters, scrubber, to, plants } = site;
    const { init } = await import('@elastic/apm-rum');
    const apm = init({ serviceName: 'shop', serverUrl: to, centralConfig: false });
    apm.addFilter(adapters.elastic(scrubber));
    apm.setUserContext({ id: plants.user, email: plants.email, username: plants.email });
    apm.setCustomContext(told(site));
    apm.captureError(new Error(`Cannot load ${plants.link}`));
  },

  async bugsnag(site) {
    const { adapters, scrubber, to, plants } = site;
    const { default: Bugsnag } = await import('@bugsnag/browser');
    Bugsnag.start({
      apiKey: '5e17c0de'.repeat(4),
      endpoints: { notify: `${to}/notify`, sessions: `${to}/sessions` },
      user: { id: plants.user, email: plants.email },
      ...adapters.bugsnag(scrubber),
    });
    Bugsnag.leaveBreadcrumb('opened', { link: plants.link });
    Bugsnag.notify(new Error(`Cannot load ${plants.link}`), (event) => event.addMetadata('told', told(site)));
  },

  async rollbar(site) {
    const { adapters, scrubber, to, plants } = site;
    const { default: Rollbar } = await import('rollbar');
    const rollbar = new Rollbar({
      accessToken: '5e17c0de'.repeat(4),
      endpoint: `${to}/api/1/item/`,
      payload: { person: { id: plants.user, email: plants.email } },
      ...adapters.rollbar(scrubber),
    });
    rollbar.error(`Cannot load ${plants.link}`, told(site));
  },

  async newrelic(site) {
    const { adapters, scrubber, to, plants } = site;
    const { BrowserAgent } = await import('@newrelic/browser-agent/loaders/browser-agent');
    const beacon = to.replace(/^https?:\/\//, '');
    const agent = new BrowserAgent({
      init: { ...adapters.newrelic(scrubber), ssl: false, session_replay: { enabled: false } },
      info: { beacon, errorBeacon: beacon, licenseKey: 'NRJS-5e17c0de', applicationID: '1', sa: 1 },
      loader_config: { accountID: '1', trustKey: '1', agentID: '1', licenseKey: 'NRJS-5e17c0de', applicationID: '1' },
    });
    // Its hook sees texts one by one: no user ID, which has no shape.
    agent.setCustomAttribute('link', plants.link);
    agent.addPageAction('opened', { link: plants.link, auth: `Bearer ${plants.jwt}`, mail: plants.email, plan: 'kept-value' });
    agent.noticeError(new Error(`Cannot load ${plants.link} for ${plants.email}`));
    leaveSoon();
  },

  async countly({ adapters, scrubber, to, plants }) {
    history.replaceState(null, '', `/share/${plants.token}`);
    const { default: given } = await import('countly-sdk-web');
    const Countly = /** @type {any} */ (given).default ?? given;
    Countly.init({ app_key: '5e17c0de'.repeat(5), url: to, interval: 100, ...adapters.countly(scrubber) });
    Countly.track_pageview();
    Countly.add_event({ key: 'opened', segmentation: { plan: 'kept-value' } });
  },

  async 'web-vitals'({ adapters, scrubber, to, plants }) {
    const { onFCP, onTTFB } = await import('web-vitals/attribution');
    const send = adapters.webVitals((/** @type {any} */ metric) => {
      navigator.sendBeacon(to, JSON.stringify({ ...metric, plan: 'kept-value' }));
    }, scrubber);
    onTTFB(send);
    onFCP(send);
    // The engines differ in what they can measure on a page that nobody sees.
    send({ name: 'LCP', value: 7, attribution: { url: plants.link } });
  },

  async gtag({ adapters, scrubber, to }) {
    const page = adapters.gtag(scrubber);
    await fetch(`${to}?${new URLSearchParams({ ...page(), plan: 'kept-value' })}`);
  },
};
