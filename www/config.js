// What a site tells Hushgate, set before the boot script. The demo also keeps every
// `hushgate:*` event here, where none can be missed, for the wire panel and the tests.
{
  const demo = (window.demo = Object.assign(
    { collector: location.origin, planted: {}, events: [], tried: [] },
    window.demo,
  ));

  /** @param {string} path */
  const at = (path) => demo.collector + path;

  /** @type {unknown} */
  let config = {
    policyVersion: '2026-11',
    policyUrl: '/privacy.html',
    categories: ['analytics'],
    vendors: {
      ga4: { endpoints: [at('/ga4/')] },
      sentry: { endpoints: [at('/sentry/')] },
      mixpanel: { endpoints: [at('/mixpanel/')] },
    },
    proof: { endpoint: '/consent', controller: 'Sheafwell' },
  };

  // `?config=<JSON>` tries another config; what is no JSON is handed over as it is.
  const asked = new URLSearchParams(location.search).get('config');
  if (asked !== null) {
    try {
      config = JSON.parse(asked);
    } catch {
      config = asked;
    }
  }
  window.hushgateConfig = config;

  // Taken now so that the demo's own traffic shows up neither in a client's breadcrumbs and
  // spans nor in the panel. It only ever goes to this origin.
  demo.fetch = window.fetch.bind(window);

  for (const name of ['ready', 'change', 'error', 'report', 'withdrawn', 'swept']) {
    const type = `hushgate:${name}`;
    document.addEventListener(type, (event) => {
      const { detail } = /** @type {CustomEvent} */ (event);
      demo.events.push({ type, detail });
      if (name === 'report') {
        demo
          .fetch('/demo/report', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(detail),
            keepalive: true,
          })
          .catch(() => {});
      }
    });
  }
}
