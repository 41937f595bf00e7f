/**
 * What the gate needs of the page: calls that never throw, and pass text. A handle that crosses the border, or a call
 * that may throw, costs several times in the wasm what it costs here.
 */

import { happen } from './border.js';
import { mistake, plan } from './config.js';
import { attempt, read, share, write } from './store.js';

/** @type {any} The boot script's object. */
let host;
/** The config as JSON. */
export let given = '';
/** The config. @type {any} */
let own = {};
/** What follows from it. */
let planned = '';
/** @type {Set<string>} The vendors that this page has asked for. */
export const seen = new Set();
/** @type {any} The shadow root. */
let root;
/** @type {Record<string, Promise<any> | undefined>} The package's other modules, once they are wanted. */
const modules = {};
/** The state that the page was told. */
let told = '';
/** What is granted, by name. @type {Record<string, boolean>} */
let granted = {};
/** The record and what was granted when `after` last ran. */
let past = '';
let was = granted;
/** The banner that is shown. */
let asking = '';
/** What is to be said of the choice. */
let words = '';

/** Any value as JSON; nothing for `undefined`, which is no JSON and no config. @param {unknown} value */
export const json = (value) =>
  value === undefined ? '' : (attempt(() => JSON.stringify(value)) ?? 'not JSON');

/** What follows from the config that the page gave; nothing if it is wrong. @param {any} boot the boot script's object */
export const config = (boot) => {
  host = boot;
  given = json(attempt(() => host.config));
  const value = given ? attempt(() => JSON.parse(given)) : {};
  const wrong = mistake(value);
  if (wrong === undefined) return (planned = plan((own = value), meta('region')));
  fail(wrong);
};

/**
 * The page's code chooses. What is not true or false of what is asked for, or switches necessary off, changes nothing.
 * @param {unknown} choices
 */
export const set = (choices) => {
  const text = json(choices);
  const names = Object.keys(granted).join('|');
  return RegExp(`^{(?!.*"necessary":f)("(${names})":(true|false),?)+}$`).test(text)
    ? happen(4, text)
    : Promise.reject(TypeError(`Hushgate: ${text} chooses none of ${names}.`));
};

/** Tells the boot script the new state. @param {string} state */
export const tell = (state) => {
  if (state === told) return;
  told = state;
  // Inner values too.
  const snapshot = JSON.parse(state, (_, value) => Object.freeze(value));
  granted = snapshot.granted;
  attempt(() => host.changed(snapshot));
};

/** One of the package's other modules, started. What could not be loaded is tried again. @param {string} name */
const use = (name) => {
  const start = async () => {
    const module = await import(/* webpackIgnore: true */ /* @vite-ignore */ host.locate(`${name}.js`));
    await module.default({ module_or_path: host.locate(`${name}.wasm`) });
    return module;
  };
  return (modules[name] ??= start().catch((error) => {
    modules[name] = undefined;
    throw error;
  }));
};

/** @param {string} name @param {unknown} error */
const lost = (name, error) => console.error(`Hushgate: ${name}.js cannot run.`, error);

/**
 * Tells the boot script which field of the config is wrong. The words for it are the developers' check's; without it
 * the field has to do.
 * @param {string} field
 */
export const fail = async (field) => {
  const detail = { code: 'config', field, message: `config ${field && `field ${field} `}is wrong.` };
  try {
    Object.assign(detail, (await use('check')).explain(given).errors[0]);
  } catch {
    // Nothing more is known then.
  }
  attempt(() => host.fail(detail));
};

/**
 * Global Privacy Control, from the browser or passed on by the server; asked anew each time, as it can be switched
 * while the page lives. https://w3c.github.io/gpc/
 */
export const signal = () =>
  /** @type {any} */ (navigator).globalPrivacyControl === true ||
  !!own.gpc ||
  meta('gpc') === '1';

/** What the site's server says in a meta element. @param {string} name */
const meta = (name) =>
  /** @type {any} */ (document.querySelector(`meta[name=hushgate-${name}]`))?.content;

/** The language of the page, or else of the browser. */
export const language = () => document.documentElement.lang || navigator.language || '';

/**
 * Runs a function of `keep.js`, which is fetched for the first, if there is no mistake in what it reads of the config.
 * @param {string} name
 * @param {any} [change]
 */
export const run = async (name, change) => {
  const module = await use('keep');
  const wrong = module.mistake(given);
  return wrong ? fail(wrong) : module[name](given, planned, change, signal(), host, read(), write, happen);
};

/**
 * The work that nobody waits for: after the start, and after each change of the record, once the screen is painted. All
 * of it is `after` of `keep.js`, which is fetched if there is anything to do.
 * @param {string} line the record
 * @param {string} by the act, if it was made in this page; nothing if the page only learns of it
 */
export const after = async (line, by) => {
  const change = { before: past, line, was, granted, by, status: find('.status'), words: by && words };
  past = line;
  was = granted;
  try {
    // Where marketing needs no yes, the law wants a link by which to say no.
    if (by || change.before || granted.marketing || signal() || document.cookie || own.proof || own.storage) await run('after', change);
  } catch (error) {
    lost('keep', error);
  }
};

/** On a first visit takes over what another manager stored; if that takes its time, the visitor is asked. */
export const takeOver = () =>
  own.import &&
  !read() &&
  Promise.race([run('foreign').catch(() => {}), new Promise((done) => setTimeout(done, 3000))]);

/** @param {Event} event a click */
const act = (event) => {
  const target = /** @type {any} */ (event.composedPath()[0]);
  // The innermost target may be the document, which has no `closest`.
  const button = target.closest?.('[data-action],[data-hushgate^=pr]');
  if (button?.dataset.hushgate) {
    event.preventDefault();
    happen(0, 'preferences');
  } else if (button && root?.contains(button)) happen(0, button.dataset.action);
};

/** Calls the gate for every event that concerns it. */
export const listen = () => {
  // Before anybody inside the page: a page that stops an event does not stop ours.
  addEventListener('click', act, true);
  share(own, () => happen(1));
};

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
  banner.lang = lang;
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

/**
 * Makes elements of the lines of `banner::markup`.
 * @param {string} lines
 * @param {(unit: string, count: number) => string} [span] says a time span
 */
const build = (lines, span) => {
  const path = [root];
  for (const line of lines.trim().split('\n')) {
    const [head, ...fields] = line.split('\t');
    const element = document.createElement(head.slice(1));
    for (const field of fields) {
      const [, name, value] = /** @type {string[]} */ (/([^=]*)=(.*)/.exec(field));
      if (!name) element.textContent = value;
      else if (name[0] !== '+') element.setAttribute(name, value);
      else element.textContent = /** @type {Function} */ (span)(name.slice(1), +value);
    }
    path.length = +head[0] + 1;
    path[path.length - 1].append(element);
    path.push(element);
  }
};

/** Shows the banner, once; nothing takes it or the notice away. @param {string} lines */
export const banner = (lines) => {
  if (lines && lines === asking) return;
  asking = lines;
  find('section')?.remove();
  if (lines) build(lines);
};

/**
 * Opens the preferences, anew if they are open, or shows the notice; what they are made of is fetched the first time.
 * @param {string} state or which notice
 * @param {string} words
 */
export const preferences = async (state, words) => {
  try {
    (await use('prefs')).show(root, dress, build, given, planned, state, [...seen].join('\n'), words);
  } catch (error) {
    lost('prefs', error);
  }
};

/** Closes the preferences, from where the browser gives the focus back. */
export const close = () => {
  find('dialog')?.close();
  find('dialog')?.remove();
};

/** Has a status announced with what follows the choice. @param {string} text */
export const say = (text) => {
  words = text;
};

/** Whether a switch is on. @param {string} id */
export const isChecked = (id) => !!find(`[id="${id}"]:checked`);
