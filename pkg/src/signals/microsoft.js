/**
 * Microsoft's two: Universal Event Tracking of the advertising, and Clarity.
 * https://help.ads.microsoft.com/#apex/ads/en/60119 and
 * https://learn.microsoft.com/en-us/clarity/setup-and-installation/clarity-consent-api-v2
 */
import { words } from './google.js';

const page = /** @type {any} */ (globalThis);

/** @type {import('./follow.js').Signal} */
export const uet = {
  name: 'uet',
  types: { ad_storage: 'bing-ads marketing' },
  start(state) {
    (page.uetq ??= []).push('consent', 'default', words(state));
  },
  update(state) {
    page.uetq.push('consent', 'update', words(state));
  },
};

/** Has no default: what is said first, before its tag, is one. The capitals are Clarity's. */
const say = (/** @type {Record<string, boolean>} */ state) => {
  page.clarity ??= function clarity() {
    // What the tag reads when it comes, as its own snippet leaves it.
    (page.clarity.q ??= []).push(arguments);
  };
  page.clarity('consentv2', words(state));
};

/** @type {import('./follow.js').Signal} */
export const clarity = {
  name: 'clarity',
  types: { ad_Storage: 'bing-ads marketing', analytics_Storage: 'clarity analytics' },
  start: say,
  update: say,
};
