/** Monitoring: Datadog, Faro, Application Insights, Elastic APM, Bugsnag, Rollbar, New Relic, OpenTelemetry. */
import { hook } from './hook.js';

/** @type {typeof import('../../types/adapters.d.ts').datadog} */
export const datadog = (scrubber) => {
  const { into } = hook('datadog', scrubber);
  return {
    beforeSend(event) {
      if (into(event)) return true;
      // A view cannot be dropped: what the client lets us change of it goes.
      if (event.view) Object.assign(event.view, { url: '', referrer: '', name: '' });
      if (event.context) event.context = {};
      return false;
    },
  };
};

/** @type {typeof import('../../types/adapters.d.ts').faro} */
export const faro = (scrubber) => {
  const { now } = hook('faro', scrubber);
  return { beforeSend: (item) => now(item) ?? null };
};

/** @type {typeof import('../../types/adapters.d.ts').appinsights} */
export const appinsights = (scrubber) => {
  const { into } = hook('appinsights', scrubber);
  return (item) => {
    // On the wire these have names of their own.
    const { user } = item.ext ?? {};
    if (user) item.ext.user = { id: user.id };
    // A list with names.
    if (item.tags) item.tags = { ...item.tags };
    return into(item);
  };
};

/** @type {typeof import('../../types/adapters.d.ts').elastic} */
export const elastic = (scrubber) => hook('elastic', scrubber).now;

/** @type {typeof import('../../types/adapters.d.ts').bugsnag} */
export const bugsnag = (scrubber) => {
  const { now, soon } = hook('bugsnag', scrubber);
  return {
    async onError(event) {
      const say = event.toJSON.bind(event);
      if (!(await soon(say()))) return false;
      // Its parts can be set one by one, by later callbacks too, but what is written is what this says.
      event.toJSON = () => now(say()) ?? { exceptions: [] };
      return undefined;
    },
    onSession(session) {
      const left = now({ user: session.getUser() });
      if (!left) return false;
      const { id, email, name } = left.user ?? {};
      session.setUser(id, email, name);
      return undefined;
    },
  };
};

/** @type {typeof import('../../types/adapters.d.ts').rollbar} */
export const rollbar = (scrubber) => {
  const { now, soon } = hook('rollbar', scrubber);
  return {
    async transform(data) {
      const left = await soon(data);
      // A promise that rejects is its word for dropping.
      if (!left) throw Error('refused');
      const notifier = { ...left.notifier };
      // Written after this hook: how the site has set it up, and what it knows of the error besides.
      for (const name of ['configured_options', 'diagnostic']) {
        let said = notifier[name];
        Object.defineProperty(notifier, name, {
          enumerable: true,
          get: () => said,
          set: (value) => {
            said = now(value);
          },
        });
      }
      return { ...left, notifier };
    },
  };
};

/** @type {typeof import('../../types/adapters.d.ts').newrelic} */
export const newrelic = (scrubber) => {
  const { text } = hook('newrelic', scrubber);
  // Its rules are regular expressions, and one may say by itself what it replaces with.
  class Rule extends RegExp {
    /** @param {string} given */
    [Symbol.replace](given) {
      return text(given);
    }
  }
  return { obfuscate: [{ regex: new Rule('[\\s\\S]+'), replacement: 'redacted' }] };
};

/** @type {typeof import('../../types/adapters.d.ts').opentelemetry} */
export const opentelemetry = (exporter, scrubber) => {
  const { soon } = hook('otlp', scrubber);
  /** @param {any} span */
  const hushed = async (span) => {
    const { name, attributes, status, resource } = span;
    const events = span.events.map((/** @type {any} */ event) => ({ name: event.name, attributes: event.attributes }));
    const links = span.links.map((/** @type {any} */ link) => link.attributes);
    const left = await soon({ name, attributes, status, events, links, resource: resource.attributes });
    if (!left) return [];
    return Object.create(span, {
      name: { value: left.name, enumerable: true },
      attributes: { value: left.attributes, enumerable: true },
      status: { value: left.status, enumerable: true },
      resource: { value: Object.create(resource, { attributes: { value: left.resource } }), enumerable: true },
      events: {
        value: span.events.map((/** @type {any} */ event, /** @type {number} */ i) => ({ ...event, ...left.events[i] })),
        enumerable: true,
      },
      links: {
        value: span.links.map((/** @type {any} */ link, /** @type {number} */ i) => ({ ...link, attributes: left.links[i] })),
        enumerable: true,
      },
    });
  };
  return {
    export: (spans, done) => {
      Promise.all(spans.map(hushed)).then(
        (all) => exporter.export(all.flat(), done),
        // As the SDK's ExportResultCode has it.
        (error) => done({ code: 1, error }),
      );
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
};
