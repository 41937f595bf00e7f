/**
 * What is done with each new record: it joins the trail, and its proof the queue for the site's own server. And what the
 * visitor may have of it: the export, and that it is all forgotten.
 */
import { clear, flush, open, put } from './queue.js';
import { drop, load, save } from './shelf.js';
import { text } from './texts.js';

const entry = text((wasm) => wasm._entry);
const eraseRequests = text((wasm) => wasm._erase_requests);
const exportTrail = text((wasm) => wasm._export_trail);

/** @typedef {import('./keep.js').Host} Host */

/** The name that the record is stored under, which those of all that goes with it start with. */
let place = '';
/** Where proofs go, if the site has such a place. */
let endpoint = '';
/** @type {Map<string, string>} Words by language: the locale's files; English lies with what reads them. */
const words = new Map([['en', '']]);

/** @param {string} config as JSON @param {Host} host */
const begin = (config, host) => {
  if (place) return;
  const { storageKey = 'hushgate', proof } = JSON.parse(config || '{}');
  place = storageKey;
  endpoint = proof?.endpoint ?? '';
  if (!endpoint) return;
  // Not by the document's base, which may be another origin.
  open(place + '.q.', new URL(endpoint, location.href).href, host.send);
  // The last chances to send what waits.
  addEventListener('pagehide', flush);
  document.addEventListener('visibilitychange', () => document.hidden && flush());
};

/** Fetches the words in a language, once. @param {string} lang @param {Host} host */
const learn = async (lang, { locate, send }) => {
  if (!lang || words.has(lang)) return;
  try {
    const response = await send(locate(`locales/${lang}.json`));
    if (response.ok) words.set(lang, await response.text());
  } catch {
    // Then nothing is said of the text.
  }
};

/** The language of a record. @param {string} line */
const tongue = (line) => /&l=([\w-]+)/.exec(line)?.[1] ?? '';

/**
 * Enters a record where it is new. Where the words are not known nothing is said of the text.
 * @param {string} config
 * @param {string} plan
 * @param {string} line
 */
const enter = (config, plan, line) => {
  const trail = load(place + '.t');
  const made = line && entry(config, plan, words.get(tongue(line)) ?? '?', trail, line, location.origin, Date.now());
  if (!made) return;
  const [name, body, ...rest] = made.split('\n');
  if (name) put(name, body);
  save(place + '.t', rest.join('\n'));
};

/**
 * Enters the record where it is new, and sends what waits. Where the words are known all of it is done at once, as the
 * page may be closing; so those of the banner are fetched before there is a record.
 * @param {string} config
 * @param {string} plan
 * @param {string} line
 * @param {Host} host
 */
export const settle = async (config, plan, line, host) => {
  begin(config, host);
  const shown = /** @type {HTMLElement | null} */ (document.querySelector('hushgate-banner'));
  const lang = line ? tongue(line) : (shown?.lang ?? '');
  if (lang && !words.has(lang)) await learn(lang, host);
  enter(config, plan, line);
  if (endpoint) await flush();
};

/** The visitor's own trail. @param {string} config @param {string} plan @param {string} line @param {Host} host */
export const exported = async (config, plan, line, host) => {
  begin(config, host);
  await learn(tongue(line), host);
  enter(config, plan, line);
  return JSON.parse(exportTrail(load(place + '.t'), location.origin, Date.now()));
};

/**
 * Forgets all that is kept here, and asks the site's server to forget. Until it answers, that request stays with the
 * consent ID in it.
 * @param {string} config
 * @param {string} line
 * @param {Host} host
 */
export const forget = (config, line, host) => {
  begin(config, host);
  const now = Date.now();
  const lines = `${load(place + '.t')}${line}\n`;
  clear();
  for (const part of ['', '.k', '.t']) drop(place + part);
  if (!endpoint) return;
  const requests = eraseRequests(config, lines, location.origin, now).split('\n');
  for (let i = 0; requests[i]; i += 2) put(`${now}.${requests[i]}`, requests[i + 1]);
  flush();
};
