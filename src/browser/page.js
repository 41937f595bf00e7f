/**
 * What the gate needs of the page: calls that never throw, and pass text. A handle that crosses the border, or a call
 * that may throw, costs several times in the wasm what it costs here.
 */

import { happen } from './border.js';
import { mistake, plan } from './config.js';

/** @type {any} The boot script's object. */
let host;
/** The config as JSON. */
export let given = '';
/** What follows from it. */
let planned = '';
/** @type {Set<string>} The vendors that this page has asked for. */
export const seen = new Set();
/** The name that the choice is stored under. */
let place = '';
/** @type {BroadcastChannel | undefined} */
let channel;
/** @type {any} The shadow root. */
let root;
/** @type {Promise<any> | undefined} The preferences, once they are wanted. */
let prefs;
/** @type {Promise<any> | undefined} What is done after a choice, once it is. */
let keep;
/** The state that the page was told. */
let told = '';
/** What is granted, by name. @type {Record<string, boolean>} */
let granted = {};
/** The record and what was granted when `after` last ran. */
let past = '';
let was = granted;
/** The timer of the status. */
let saying = 0;
/** The language of the screens. */
let tongue = 'en';

/**
 * @template T
 * @param {() => T} run
 * @returns {T | undefined}
 */
const attempt = (run) => {
  try {
    return run();
  } catch {
    // Storage may be shut, cookies sandboxed, the page's object a trap.
  }
};

/** A frozen value, inner ones too. @param {string} text */
const frozen = (text) => JSON.parse(text, (_, value) => Object.freeze(value));

/** Any value as JSON; nothing for `undefined`, which is no JSON and no config. @param {unknown} value */
export const json = (value) =>
  value === undefined ? '' : (attempt(() => JSON.stringify(value)) ?? 'not JSON');

/** What follows from the config that the page gave; nothing if it is wrong. @param {any} boot the boot script's object */
export const config = (boot) => {
  host = boot;
  given = json(attempt(() => host.config));
  const value = given ? attempt(() => JSON.parse(given)) : {};
  const wrong = mistake(value);
  place = value?.storageKey ?? 'hushgate';
  if (wrong === undefined) return (planned = plan(value, region()));
  fail(wrong);
};

/** Tells the boot script the new state. @param {string} state */
export const tell = (state) => {
  if (state === told) return;
  told = state;
  const snapshot = frozen(state);
  granted = snapshot.granted;
  attempt(() => host.changed(snapshot));
};

/** One of the package's other modules, started. @param {string} name */
const use = async (name) => {
  const module = await import(/* webpackIgnore: true */ /* @vite-ignore */ host.locate(`${name}.js`));
  await module.default({ module_or_path: host.locate(`${name}.wasm`) });
  return module;
};

/**
 * Tells the boot script which field of the config is wrong. The words for it are the developers' check's; without it
 * the field has to do.
 * @param {string} field
 */
export const fail = async (field) => {
  const detail = { code: 'config', field, message: `config ${field && `field ${field} `}is wrong; analytics stays off.` };
  try {
    Object.assign(detail, (await use('check')).explain(given).errors[0]);
  } catch {
    // Nothing more is known then.
  }
  attempt(() => host.fail(detail));
};

/** @param {string} name */
const load = (name) => attempt(() => localStorage.getItem(name)) ?? '';

/** @param {string} name */
const remove = (name) => {
  attempt(() => localStorage.removeItem(name));
};

/**
 * Stores, if it can be. A text that cannot be stored must not leave the former one in place: a refusal that did not
 * fit would be the old accept again on the next page. Whether it is stored.
 * @param {string} name
 * @param {string} text
 */
const save = (name, text) => {
  const store = () => {
    localStorage.setItem(name, text);
    return true;
  };
  if (attempt(store)) return true;
  remove(name);
  return !!attempt(store);
};

/** The stored record. */
export const read = () => load(place);

/** Stores the record; whether it could be. @param {string} text */
export const write = (text) => save(place, text);

/** Forgets the pseudonym key. */
export const forget = () => remove(place + '.k');

/** @param {number} count of bytes */
const random = (count) => {
  let text = '';
  for (const byte of crypto.getRandomValues(new Uint8Array(count))) {
    text += (byte + 256).toString(16).slice(1);
  }
  return text;
};

/** A new consent ID. */
export const newId = () => random(16);

/** The stored pseudonym key of this browser, or a new one. */
export const key = () => {
  const name = place + '.k';
  let text = load(name);
  if (!/^[0-9a-f]{64}$/.test(text)) {
    text = random(32);
    save(name, text);
  }
  return Uint8Array.from(/** @type {any} */ (text.match(/../g)), (pair) => parseInt(pair, 16));
};

/**
 * Global Privacy Control, from the browser or passed on by the server; asked anew each time, as it can be switched
 * while the page lives. https://w3c.github.io/gpc/
 */
export const signal = () =>
  /** @type {any} */ (navigator).globalPrivacyControl === true ||
  !!document.querySelector('meta[name=hushgate-gpc][content="1"]');

/** Where the visitor is, if the site's server says so: `DE`, `US-CA`. */
const region = () =>
  document.querySelector('meta[name=hushgate-region]')?.getAttribute('content') ?? '';

/** The language of the page, or else of the browser. */
export const language = () => document.documentElement.lang || navigator.language || '';

/**
 * Runs a function of `keep.js`, which is fetched for the first.
 * @param {string} name
 * @param {object} [change]
 */
const run = async (name, change = { line: read() || past }) => {
  try {
    return await (await (keep ??= use('keep')))[name](given, planned, change, signal(), host);
  } catch (error) {
    keep = undefined;
    throw error;
  }
};

/** Whether the config names something. @param {string} name */
const has = (name) => given.includes(`"${name}":{`);

/**
 * The work that nobody waits for: after the start, and after each change of the record, once the screen is painted. All
 * of it is `after` of `keep.js`, if there is anything to do.
 * @param {string} line the record
 * @param {string} by the act, if it was made in this page; nothing if the page only learns of it
 */
export const after = async (line, by) => {
  const change = { before: past, line, was, granted, by };
  past = line;
  was = granted;
  try {
    if (by || document.cookie || has('proof')) await run('after', change);
  } catch (error) {
    console.error('Hushgate: what follows a choice cannot be done.', error);
  }
};

/** Takes over what another manager stored, where there is no record of ours. Whoever waits for it does so for a while. */
export const takeOver = async () => {
  if (!has('import') || read()) return;
  const found = await Promise.race([run('foreign'), new Promise((done) => setTimeout(done, 3000))]);
  if (found) write(found);
};

/** The visitor's own trail. */
export const exportRecord = () => run('exported');

/** Forgets the visitor, here and at the site's server. */
export const forgetAll = async () => {
  await run('forget');
  happen(7);
};

/** @param {Event} event a click */
const act = (event) => {
  const target = /** @type {any} */ (event.composedPath()[0]);
  // The innermost target may be the document, which has no `closest`.
  const button = target.closest?.('[data-action],[data-hushgate=preferences]');
  if (button?.dataset.hushgate) {
    event.preventDefault();
    happen(0, 'preferences');
  } else if (button && root?.contains(button)) happen(0, button.dataset.action);
};

/** Says that a switch overrides the signal, as long as one does. */
const warn = () => {
  const note = find('#warn');
  if (note) note.textContent = find('input:enabled:checked') ? note.dataset.text : '';
};

/** Calls the gate for every event that concerns it. */
export const listen = () => {
  /** @param {any} event */
  const news = ({ data }) => happen(1, data);
  // Before anybody inside the page: a page that stops an event does not stop ours.
  addEventListener('click', act, true);
  addEventListener('input', warn, true);
  // Another tab chose, or this page comes back: from the back/forward cache, or from the settings where the signal
  // was switched.
  addEventListener('storage', news);
  addEventListener('pageshow', news);
  document.addEventListener('visibilitychange', news);
  // The record goes along for tabs whose storage is shut.
  channel = attempt(() => new BroadcastChannel(place));
  if (channel) channel.onmessage = news;
};

/** Tells the other tabs. @param {string} line */
export const spread = (line) => channel?.postMessage(line);

/** Calls the gate back once the next frame is painted; a hidden page paints none, so soon in any case. */
export const later = () => {
  const work = () => happen(2);
  setTimeout(work, 150);
  requestAnimationFrame(() => setTimeout(work));
};

/** Fetches words, with limited patience: a visitor must not be kept from choosing. @param {string} name */
export const fetchWords = (name) => {
  const done = (text = '') => happen(3, text);
  setTimeout(done, 3000);
  fetch(host.locate(`locales/${name}.json`))
    .then((response) => response.text())
    .then(done, () => done());
};

/**
 * Puts the empty host into the page, once. It stands before `<body>`: early in reading order, and out of reach of
 * frameworks that hydrate, morph or replace the body.
 * @param {string} style
 * @param {string} lang
 * @param {string} dir
 */
export const open = (style, lang, dir) => {
  if (root) return;
  const banner = document.createElement('hushgate-banner');
  root = banner.attachShadow({ mode: 'open' });
  dress(style);
  banner.lang = tongue = lang;
  banner.dir = dir;
  // A live region must be there before its words are.
  build('0p\tclass=status\trole=status');
  document.documentElement.insertBefore(banner, document.body);
};

/** Adds a style sheet. @param {string} style */
const dress = (style) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
};

/** @param {string} selector */
const find = (selector) => root?.querySelector(selector);

/** Makes elements of the lines of `banner::markup`. @param {string} lines */
const build = (lines) => {
  const path = [root];
  for (const line of lines.trim().split('\n')) {
    const [head, ...fields] = line.split('\t');
    const element = document.createElement(head.slice(1));
    for (const field of fields) {
      const [, name, value] = /** @type {string[]} */ (/([^=]*)=(.*)/.exec(field));
      if (name[0] === '+') element.textContent = span(name.slice(1), +value);
      else if (name) element.setAttribute(name, value);
      else element.textContent = value;
    }
    path.length = +head[0] + 1;
    path[path.length - 1].append(element);
    path.push(element);
  }
};

/** "2 years" in the language of the screen, by the browser's own plural rules. @param {string} unit @param {number} count */
const span = (unit, count) =>
  attempt(() => count.toLocaleString(tongue, { style: 'unit', unitDisplay: 'long', unit })) ?? `${count} ${unit}`;

/** Shows the banner if it is not there yet. @param {string} lines */
export const banner = (lines) => {
  if (!find('section')) {
    say('');
    build(lines);
  }
};

/**
 * Opens the preferences, anew if they are open; what they are made of is fetched the first time.
 * @param {string} state
 * @param {string} words
 */
export const preferences = async (state, words) => {
  try {
    prefs ??= use('prefs').then((module) => {
      dress(module.style());
      return module;
    });
    const lines = (await prefs).markup(given, planned, state, [...seen].join('\n'), words);
    hide('dialog');
    build(lines);
    find('dialog').showModal();
  } catch (error) {
    prefs = undefined;
    console.error('Hushgate: the preferences cannot be loaded.', error);
  }
};

/** Takes the banner or the preferences away; of the preferences the browser gives the focus back. @param {string} tag */
export const hide = (tag) => {
  const element = find(tag);
  element?.close?.();
  element?.remove();
};

/** Announces a status, which goes away by itself. @param {string} text nothing to take it away at once */
export const say = (text) => {
  const status = find('.status');
  if (!status) return;
  clearTimeout(saying);
  status.textContent = '';
  if (!text) return;
  // Later, so that the same words are news again.
  saying = setTimeout(() => {
    status.textContent = text;
    saying = setTimeout(say, 6000, '');
  }, 100);
};

/** Whether a switch is on. @param {string} id */
export const isChecked = (id) => !!find(`#${id}:checked`);
