// Mixpanel as a careless site sets it up.
// The core build: the full one carries a session recorder, and a demo needs no megabyte of it.
import mixpanel from 'mixpanel-browser/src/loaders/loader-module-core';

/** @param {Demo} demo */
export function mixpanelClient(demo) {
  mixpanel.init('5e17c0de' + 'd4c3b2a1'.repeat(3), {
    api_host: `${demo.collector}/mixpanel`,
    persistence: 'localStorage',
    batch_requests: false,
    track_pageview: 'full-url',
    ignore_dnt: true,
  });
  demo.mixpanel = mixpanel;
  if (demo.signedIn) mixpanel.identify(demo.planted.userId);

  return function fire() {
    const { planted } = demo;
    mixpanel.identify(planted.userId);
    mixpanel.register({ client_ip: planted.ip, email: planted.email });
    mixpanel.track('Document opened', {
      user_id: planted.userId,
      link: planted.shareUrl,
      share_token: planted.shareToken,
      access_token: planted.accessToken,
      session_jwt: planted.jwt,
      ipv6: planted.ip6,
      title: 'Offer with token ring appendix',
      pages: 12,
    });
    mixpanel.people.set({ $email: planted.email, $name: 'Mara Lindqvist', ip: planted.ip, user_id: planted.userId });
  };
}
