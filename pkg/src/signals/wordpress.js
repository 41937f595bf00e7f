/**
 * The WordPress consent API, by which plugins ask for consent. https://github.com/WordPress/wp-consent-level-api
 *
 * Its plugin keeps answers in cookies of its own, for 30 days: an answer that no longer holds has to be said as well.
 */

const page = /** @type {any} */ (globalThis);

/** Without a type plugins take everything for allowed. @param {string} type */
const define = (type) => {
  if (page.wp_consent_type === type) return;
  page.wp_consent_type = type;
  document.dispatchEvent(new CustomEvent('wp_consent_type_defined'));
};

/** Which update is the latest: an older one may still be waiting for the page. */
let turn = 0;

/** @type {import('./follow.js').Signal} */
export const wordpress = {
  name: 'wordpress',
  always: true,
  types: {
    functional: 'necessary',
    preferences: 'functional',
    'statistics-anonymous': 'analytics',
    statistics: 'analytics',
    marketing: 'marketing',
  },
  start: () => define('optin'),
  async update(state, { regime = 'opt-in', decided, gpc }) {
    define(regime === 'opt-in' ? 'optin' : 'optout');
    const mine = ++turn;
    // The plugin's script may come at the end of the page.
    if (!page.wp_set_consent && document.readyState !== 'complete') {
      await new Promise((done) => addEventListener('load', done));
      if (mine !== turn) return;
    }
    // Nothing is stored for a visitor who has said nothing.
    if (!decided && !gpc && !document.cookie.includes('wp_consent_')) return;
    for (const name in state) page.wp_set_consent?.(name, state[name] ? 'allow' : 'deny');
  },
};
