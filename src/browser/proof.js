/**
 * What is done with each new record: it joins the trail, and its proof the queue for the site's own server. And what the
 * visitor may have of it: the export, and that it is all forgotten.
 */
import { entry, erase_requests, export_trail } from 'hushgate-glue';
import { clear, flush, open, put } from './queue.js';
import { drop, load, save } from './store.js';

/**
 * What the page's side of the gate knows.
 * @typedef {object} Site
 * @property {string} given the config as JSON
 * @property {string} plan what follows from it
 * @property {string} place the name that the record is stored under
 * @property {() => string} line the record
 * @property {(lang: string) => string | undefined} words the locale's file, empty for English, where it was shown here
 * @property {() => boolean} signal whether Global Privacy Control is on
 * @property {(name: string) => string} locate
 * @property {typeof fetch} send the browser's own, from before anything wrapped it
 */

/** @type {Site} */
let site;
/** Where proofs go, if the site has such a place. */
let endpoint = '';
/** @type {Map<string, string>} The words of records from earlier pages, by language. */
const known = new Map();

/** @param {Site} given */
export const begin = (given) => {
  if (site) return;
  site = given;
  endpoint = JSON.parse(site.given || '{}').proof?.endpoint ?? '';
  if (!endpoint) return;
  // Not by the document's base, which may be another origin.
  open(site.place + '.q.', new URL(endpoint, location.href).href, site.send);
  // The last chances: what was chosen just now is entered, and all that waits is sent once more.
  addEventListener('pagehide', close);
  document.addEventListener('visibilitychange', () => document.hidden && close());
};

const close = () => {
  enter();
  flush();
};

/** The language of the record. */
const tongue = () => /&l=([\w-]+)/.exec(site.line())?.[1] ?? '';

/** The words in a language, as far as they are known by now. @param {string} lang */
const words = (lang) => site.words(lang) ?? (lang === 'en' ? '' : known.get(lang));

/** Enters the record where it is new. Where the words are not known nothing is said of the text. */
const enter = () => {
  const line = site.line();
  const trail = load(site.place + '.t');
  const made = line && entry(site.given, site.plan, words(tongue()), trail, line, location.origin, Date.now());
  if (!made) return;
  const [name, body, ...rest] = made.split('\n');
  if (name) put(name, body);
  save(site.place + '.t', rest.join('\n'));
};

/** Enters the record where it is new, and sends what waits. */
export const settle = async () => {
  const lang = tongue();
  if (lang && words(lang) === undefined) {
    // Chosen on an earlier page, which was closed too soon.
    const text = await read(lang);
    if (text !== undefined) known.set(lang, text);
  }
  enter();
  if (endpoint) await flush();
};

/** @param {string} lang @returns {Promise<string | undefined>} */
const read = (lang) =>
  site.send(site.locate(`locales/${lang}.json`)).then(
    (response) => (response.ok ? response.text() : undefined),
    () => undefined,
  );

/** The visitor's own trail. */
export const exported = () => {
  enter();
  return JSON.parse(export_trail(load(site.place + '.t'), location.origin, Date.now()));
};

/**
 * Forgets the trail and what has not been sent, and asks the site's server to forget. Until it answers, that request and
 * the consent ID in it stay.
 */
export const forget = () => {
  const now = Date.now();
  const lines = `${load(site.place + '.t')}${site.line()}\n`;
  const requests = endpoint ? erase_requests(site.given, lines, location.origin, now).split('\n') : [];
  clear();
  drop(site.place + '.t');
  for (let i = 0; requests[i]; i += 2) put(`${now}.${requests[i]}`, requests[i + 1]);
  flush();
};
