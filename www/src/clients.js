// The product's analytics: three clients from npm, each told far too much; and the wire panel.
import { ga4 } from './ga4.js';
import { mixpanelClient } from './mixpanel.js';
import { plant, shareLink } from './planted.js';
import { sentry } from './sentry.js';
import { wire } from './wire.js';

const { demo } = window;
demo.planted = plant();
demo.signedIn = location.pathname === '/account.html';

for (const element of document.querySelectorAll('[data-planted]')) {
  const name = /** @type {keyof Planted} */ (/** @type {HTMLElement} */ (element).dataset.planted);
  element.textContent = demo.planted[name];
}
for (const link of document.querySelectorAll('a[data-share]')) link.setAttribute('href', shareLink());

wire(demo);

/** @type {(() => void)[]} */
const fires = [];
for (const client of [sentry, ga4, mixpanelClient]) {
  // One that fails must not take the page or the others with it.
  try {
    fires.push(client(demo));
  } catch (error) {
    console.error(error);
  }
}
demo.fire = () => fires.forEach((fire) => fire());
if (demo.signedIn) demo.fire();
