/** Tells the page when a screen is shown or closed: events for those who want them, and no byte for those who do not. */

/** Later than the change of consent that a click brings, which is told after the next paint. */
const AFTER = 160;

/** @type {object} The snapshot. */
let latest = {};
/** What is shown, by the elements that the screens are. @type {Record<string, string>} */
const shown = { section: '', dialog: '' };

/** @param {'shown' | 'closed'} name @param {string} screen */
const tell = (name, screen) =>
  setTimeout(() => {
    const detail = Object.freeze({ ...latest, screen });
    document.dispatchEvent(new CustomEvent(`hushgate:${name}`, { detail }));
  }, AFTER);

/** @param {ShadowRoot} root */
const look = (root) => {
  const notice = root.querySelector('[data-action=told]') ? 'notice' : 'banner';
  const now = {
    section: root.querySelector('section') ? notice : '',
    dialog: root.querySelector('dialog[open]') ? 'preferences' : '',
  };
  for (const [element, screen] of Object.entries(now)) {
    const before = shown[element];
    shown[element] = screen;
    if (before && before !== screen) tell('closed', before);
    if (screen && before !== screen) tell('shown', screen);
  }
};

/** Watches the screens from when there are any. */
const watch = () => {
  const root = document.querySelector('hushgate-banner')?.shadowRoot;
  if (!root) return false;
  // Escape takes the attribute away and leaves the element.
  const all = { childList: true, subtree: true, attributeFilter: ['open'] };
  new MutationObserver(() => look(root)).observe(root, all);
  look(root);
  return true;
};

/** @type {import('./follow.js').Signal} */
export const screens = {
  name: 'screens',
  start() {
    if (watch()) return;
    const waiting = new MutationObserver(() => {
      if (watch()) waiting.disconnect();
    });
    waiting.observe(document.documentElement, { childList: true });
  },
  update(_, snapshot) {
    latest = snapshot;
  },
};
