/**
 * What a withdrawal asks of the page besides the gate: vendors that are running are told to stop, and told again to go on
 * when consent is given back; the site learns of it, and may have the page loaded anew.
 */
import { attempt } from './store.js';
import { erase, sweep } from './sweep.js';
import { text } from './texts.js';

const optOuts = text((wasm) => wasm._opt_outs);

/** The vendors that were allowed in this page, and may run here. @type {Set<string>} */
const allowed = new Set();
/** Those of earlier pages' that have been told here too. @type {Set<string>} */
const informed = new Set();
/** How those are told who may come late. @type {Map<string, () => boolean>} */
const unsaid = new Map();
/** Those that have been told to stop, where nothing can be stored. @type {Set<string>} */
let memory = new Set();

/** A global, or what stands in one: the value and its owner. @param {string[]} path */
const find = (path) => {
  /** @type {any} */
  let owner;
  /** @type {any} */
  let value = window;
  for (const name of path) {
    owner = value;
    value = owner?.[name];
  }
  return { owner, value };
};

/** The ids of a vendor in this page. @param {string} pattern */
const idsOf = (pattern) => {
  const said = [...(attempt(() => /** @type {any} */ (window).dataLayer) ?? [])].map((entry) => entry?.[1]);
  const texts = [...document.scripts].map(({ src }) => src).concat(said.filter((each) => typeof each === 'string'));
  return new Set(texts.join(' ').match(RegExp(pattern, 'g')));
};

/**
 * Carries out one line of the catalogue: a call, or a value. Nothing of it is an error of the page's.
 * @param {string} line `path(JSON, …)` or `path=JSON`
 * @returns {boolean} whether it reached anybody
 */
const say = (line) =>
  !!attempt(() => {
    const [, path, call, value] = /** @type {string[]} */ (/^([^(=]+)(?:\((.*)\)|=(.*))$/.exec(line));
    const names = path.split('.');
    const { owner, value: found } = find(names);
    if (value) {
      if (!owner) return false;
      owner[names[names.length - 1]] = JSON.parse(value);
    } else {
      if (typeof found !== 'function') return false;
      // What it promises may fail as well.
      Promise.resolve(found.apply(owner, JSON.parse(`[${call}]`))).catch(() => {});
    }
    return true;
  });

/**
 * Tells a vendor; whether it was there.
 * @param {string} lines with a space between
 * @param {string} known what must be there
 * @param {string} ids a pattern
 */
const tell = (lines, known, ids) => {
  if (known && !attempt(() => find(known.split('.')).value)) return false;
  const whole = lines
    .split(' ')
    .flatMap((line) => (/{id}/.test(line) ? [...idsOf(ids)].map((id) => line.replace('{id}', id)) : line));
  return !!lines && whole.map(say).includes(true);
};

/** Forgets what a vendor remembers its opt-out by. @param {string} rows with a space between */
const unflag = (rows) => {
  for (const row of rows.split(' ').filter(Boolean)) {
    const like = RegExp(`^${row.replace(/[.$]/g, '\\$&').replace('*', '.+')}$`, 's');
    for (const name of attempt(() => Object.keys(localStorage)) ?? []) if (like.test(name)) localStorage.removeItem(name);
    for (const pair of document.cookie.split('; ')) {
      const name = pair.replace(/=.*/s, '');
      if (name && like.test(name)) erase(name);
    }
  }
};

/** Tells those who were not there yet. */
const insist = () => {
  for (const [vendor, speak] of unsaid) {
    if (speak()) {
      unsaid.delete(vendor);
      informed.add(vendor);
    }
  }
};

/**
 * Tells the vendors what has changed for them. Who was told to stop is remembered, for the next pages and for the way
 * back, as long as there is a record: an opt-out that is not ours stays.
 * @param {string} place where that is remembered
 * @param {string} rows as `optOuts` has them
 * @param {import('./keep.js').Change} change
 */
const inform = (place, rows, { line, was, granted }) => {
  const stored = attempt(() => localStorage.getItem(place));
  const told = new Set(stored ? stored.split(' ') : memory);
  for (const row of rows.trimEnd().split('\n')) {
    const [verdict, item, vendor, known, ids, out, back, flags] = row.split('\t');
    if (was[item] || granted[item]) allowed.add(vendor);
    if (verdict === '1') {
      const speak = () => tell(out, known, ids);
      if (allowed.delete(vendor)) {
        if (speak()) {
          told.add(vendor);
          informed.add(vendor);
        }
      } else if (told.has(vendor) && !informed.has(vendor)) unsaid.set(vendor, speak);
    } else {
      unsaid.delete(vendor);
      if (verdict === '2') {
        const here = informed.delete(vendor);
        if ((told.delete(vendor) || here) && !tell(back, known, ids)) unflag(flags);
      }
    }
    // Of a visitor who is not known nothing is remembered: what a vendor does on the next page the gate decides.
    if (!line && told.delete(vendor)) unflag(flags);
  }
  memory = told;
  attempt(() => (told.size ? localStorage.setItem(place, [...told].join(' ')) : localStorage.removeItem(place)));
  insist();
};

/**
 * Does all that. Whether the page is to be loaded anew.
 * @param {string} config as JSON
 * @param {string} plan what follows from it
 * @param {import('./keep.js').Change} change
 * @param {boolean} signal whether Global Privacy Control is on
 */
export const withdraw = (config, plan, change, signal) => {
  const { was, granted, line, by } = change;
  const own = JSON.parse(config || '{}');
  inform((own.storageKey ?? 'hushgate') + '.o', optOuts(config, plan, line, signal, Date.now()), change);
  sweep(config, plan, line, signal, !Object.values(granted).includes(false), insist);
  const withdrawn = Object.keys(was).filter((name) => was[name] && !granted[name]);
  if (!withdrawn.length) return false;
  const detail = Object.freeze({ withdrawn: Object.freeze(withdrawn), by: by || null });
  const event = new CustomEvent('hushgate:withdrawn', { cancelable: true, detail });
  // Another tab may be in the middle of a form: only the page of the act is loaded anew.
  return document.dispatchEvent(event) && !!by && !!own.reload;
};
