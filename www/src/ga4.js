// Google Analytics 4 as a careless site sets it up.
import { track } from '@minimal-analytics/ga4';

const MEASUREMENT = 'G-DEMO0001';

/** @param {Demo} demo */
export function ga4(demo) {
  // The client reads this at every hit.
  window.minimalAnalytics = { analyticsEndpoint: `${demo.collector}/ga4/g/collect` };
  track(MEASUREMENT);

  return function fire() {
    const { planted } = demo;
    const person = {
      uid: planted.userId,
      'ep.user_id': planted.userId,
      'ep.email': planted.email,
      'ep.ip_address': planted.ip,
      'up.ipv6': planted.ip6,
    };
    track(MEASUREMENT, { event: person });
    track(MEASUREMENT, {
      type: 'document_opened',
      event: {
        ...person,
        'ep.link_url': planted.shareUrl,
        'ep.share_token': planted.shareToken,
        'ep.access_token': planted.accessToken,
        'ep.session': planted.jwt,
        'ep.document_title': 'Offer with token ring appendix',
        'epn.pages': 12,
      },
    });
  };
}
