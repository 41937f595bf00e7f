/** Fetches and starts the wasm: the gate at once, the scrubber when something may leave. */
import { ask, changed, drop, fail, failWith, report, setGate, setScrubber, verdict } from './gate.js';
import { guard } from './hooks/patch.js';
import { learn } from './match.js';

/**
 * Where a file of the package is served from.
 * @type {any}
 */
export let locate;
/** The site's config. @type {any} */
let given;

/** The browser's own, before the gate wraps it: the record of a choice goes to the site itself. */
const send = fetch;

/** @param {string} name */
const load = (name) => import(/* webpackIgnore: true */ /* @vite-ignore */ locate(name));

/** @type {Promise<import('./scrub/send.js').Attached | void> | undefined} */
let opened;

export const loadScrubber = () =>
  (opened ??= load('scrub.js')
    .then(({ attach }) => attach(locate, ask, verdict, report, drop, failWith, fail, given))
    .then(setScrubber, (error) => failWith('load', error)));

export const warnTwice = () => console.warn('Hushgate runs twice.');

const run = async () => {
  try {
    const [exports, response] = await Promise.all([
      load('gate.js'),
      fetch(locate('gate.wasm')),
    ]);
    await exports.default(response);
    setGate(exports);
    exports.start({ config: given, locate, changed, fail, send });
  } catch (error) {
    failWith('load', error);
  }
};

/**
 * @param {any} config
 * @param {(name: string) => string} locator
 */
export const start = (config, locator) => {
  if (locate) return warnTwice();
  locate = locator;
  given = config;
  guard(() => learn(config));
  // Nobody sees a page that is only prerendered: it neither asks nor sends.
  if (/** @type {any} */ (document).prerendering) document.addEventListener('prerenderingchange', run);
  else run();
};
