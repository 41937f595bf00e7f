/**
 * Google Consent Mode v2 and what GA4 is told beside it.
 * https://developers.google.com/tag-platform/security/guides/consent
 */

/** How long Google's tags wait for the gate's word, in milliseconds. */
const PATIENCE = 500;

/** A command as `gtag` gives it: Google's tags tell it from an event by its being an arguments object. */
function command() {
  const page = /** @type {any} */ (globalThis);
  (page.dataLayer ??= []).push(arguments);
}

/** @type {(...words: any[]) => void} */
const gtag = command;

/** @param {Record<string, boolean>} state */
export const words = (state) =>
  Object.fromEntries(Object.entries(state).map(([type, on]) => [type, on ? 'granted' : 'denied']));

const isDefault = (/** @type {any} */ entry) => entry?.[0] === 'consent' && entry[1] === 'default';

/** Whether what identifies in advertising requests is to be taken out. */
let redacts = true;
/** Which update is the latest: an older one may still be waiting for the scrubber. */
let turn = 0;
/** What was said last of where the page is. @type {{page_location?: string, page_referrer?: string}} */
const told = {};

/** @param {boolean} on */
const redact = (on) => {
  if (on !== redacts) gtag('set', 'ads_data_redaction', (redacts = on));
};

/** Tells Google's tags where the page is, without what the scrubber takes out, if that is anything. */
const place = async () => {
  const { hushgate, navigation } = /** @type {any} */ (globalThis);
  if (!hushgate?.scrubber) return;
  const scrubber = await hushgate.scrubber();
  const { href } = location;
  const { referrer } = document;
  const page_location = scrubber.url(href).value ?? '';
  const page_referrer = referrer && (scrubber.url(referrer).value ?? '');
  if (page_referrer !== referrer && told.page_referrer === undefined) gtag('set', { page_referrer });
  told.page_referrer = page_referrer;
  if (page_location === (told.page_location ?? href)) return;
  gtag('set', { page_location });
  if (told.page_location === undefined) {
    // What was set once holds for every page from then on, so each is told.
    const again = () => place().catch(() => {});
    if (navigation) navigation.addEventListener('navigatesuccess', again);
    else addEventListener('popstate', again);
  }
  told.page_location = page_location;
};

/** @type {import('./follow.js').Signal} */
export const google = {
  name: 'google',
  types: {
    ad_storage: 'google-ads marketing',
    ad_user_data: 'google-ads marketing',
    ad_personalization: 'google-ads marketing',
    analytics_storage: 'ga4 analytics',
    functionality_storage: 'functional',
    personalization_storage: 'functional',
    security_storage: 'necessary',
  },
  start(state) {
    const { dataLayer } = /** @type {any} */ (globalThis);
    if (dataLayer?.some?.(isDefault)) {
      console.warn('Hushgate: this page has a consent default already. It may not have two: remove the other one.');
      gtag('consent', 'update', words(state));
    } else gtag('consent', 'default', { ...words(state), wait_for_update: PATIENCE });
    gtag('set', 'ads_data_redaction', true);
    gtag('set', 'url_passthrough', false);
    gtag('set', { allow_google_signals: false, allow_ad_personalization_signals: false });
  },
  async update(state) {
    const mine = ++turn;
    const { ad_storage, analytics_storage } = state;
    if (!ad_storage) redact(true);
    // Who may send is told first what of the address may leave.
    if (ad_storage || analytics_storage) await place();
    if (mine !== turn) return;
    gtag('consent', 'update', words(state));
    if (ad_storage) redact(false);
  },
};

/** An event in the data layer, for triggers of Google Tag Manager. @type {import('./follow.js').Signal} */
export const datalayer = {
  name: 'datalayer',
  update(granted, { asked, decided, gpc, by, policyVersion, regime }) {
    const page = /** @type {any} */ (globalThis);
    const consent = { granted, asked, decided, gpc, by, policyVersion, regime };
    (page.dataLayer ??= []).push({ event: 'hushgate_consent', hushgate: consent });
  },
};
