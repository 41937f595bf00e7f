// The product's analytics: three clients from npm, each told far too much.
import { ga4 } from "./ga4.js";
import { mixpanelClient } from "./mixpanel.js";
import { plant } from "./planted.js";
import { sentry } from "./sentry.js";

const { demo } = window;
demo.planted = plant();
demo.signedIn = location.pathname === "/account.html";

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
