/** Web analytics: Snowplow, Matomo, gtag, Countly; and `web-vitals` with a site's own beacon. */
import { hook } from './hook.js';

/** @type {typeof import('../../types/adapters.d.ts').snowplow} */
export const snowplow = (scrubber) => {
  const { into } = hook('snowplow', scrubber);
  // The last hook before the queue; the payload is the one that is queued.
  return { filter: into };
};

/** @type {typeof import('../../types/adapters.d.ts').matomo} */
export const matomo = (scrubber) => {
  const { now } = hook('matomo', scrubber);
  // A request of nothing has no site and counts for nobody.
  return (request) => `${now(new URLSearchParams(request)) ?? ''}`;
};

/** @type {typeof import('../../types/adapters.d.ts').gtag} */
export const gtag = (scrubber) => {
  const { url, text } = hook('ga4', scrubber);
  return () => ({
    page_location: url(location.href),
    page_referrer: url(document.referrer),
    page_title: text(document.title),
  });
};

/** @type {typeof import('../../types/adapters.d.ts').countly} */
export const countly = (scrubber) => {
  const { url } = hook('countly', scrubber);
  return {
    getViewName: () => url(location.pathname),
    getViewUrl: () => url(location.pathname),
    // The other two carry it already as far as it may leave.
    getSearchQuery: () => '',
  };
};

/** @type {typeof import('../../types/adapters.d.ts').webVitals} */
export const webVitals = (send, scrubber) => {
  const { soon } = hook('web-vitals', scrubber);
  return async (metric) => {
    const left = await soon(metric);
    if (left) send(left);
  };
};
