/**
 * Deletes what may not be stored here: after a refusal, on later loads, and while the page lives, because a vendor's
 * code that is loaded already writes again.
 */
import { attempt, parents, paths } from './store.js';
import { text } from './texts.js';

const unwanted = text((wasm) => wasm._unwanted);

/** Milliseconds from one look to the next after a change; the last for as long as the page is seen. */
const PAUSES = [200, 800, 2000, 5000];

/** Asks which of these names (a line each) have to go. @type {(names: string) => string} */
let ask = () => '';
/** What was there when it was last looked, so that nobody is asked about the same twice. */
let seen = '';
/** The databases that are being deleted, which waits for the page's own connections to them. @type {Set<string>} */
const waiting = new Set();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let listening = false;

/**
 * Deletes a cookie. Its domain and path cannot be read, so it goes from each parent domain and path of this page; the
 * browser itself refuses public suffixes, so no list of them is needed.
 * @param {string} name
 */
export const erase = (name) => {
  // With a prefix in its name, or in a partition of its own, it goes by the same attributes only.
  const kinds = location.protocol === 'https:' ? ['', ';secure', ';secure;partitioned;samesite=none'] : [''];
  for (const path of [...paths(), location.pathname + '/']) {
    for (const domain of ['', ...parents()]) {
      for (const kind of kinds) document.cookie = `${name}=;max-age=0;path=${path}${domain}${kind}`;
    }
  }
};

/** @type {Record<string, { names: () => string[], remove: (name: string) => void }>} */
const STORES = {
  cookie: {
    names: () => document.cookie.split('; ').map((pair) => pair.replace(/=.*/s, '')),
    remove: erase,
  },
  local: { names: () => Object.keys(localStorage), remove: (name) => localStorage.removeItem(name) },
  session: { names: () => Object.keys(sessionStorage), remove: (name) => sessionStorage.removeItem(name) },
};

/** The names in a store; none if it is shut. @param {string} store @returns {string[]} */
const names = (store) => attempt(STORES[store].names) ?? [];

/** Those of the names that have to go; a name of several lines is nobody's. @param {string[]} all */
const bad = (all, judge = ask) => {
  const gone = judge(all.filter((name) => name && !/\n/.test(name)).join('\n'));
  return gone ? gone.trimEnd().split('\n') : [];
};

/**
 * @param {{store: string, name: string}[]} removed
 * @param {boolean} written
 */
const report = (removed, written) => {
  if (!removed.length) return;
  const detail = Object.freeze({ written, removed: Object.freeze(removed.map((each) => Object.freeze(each))) });
  document.dispatchEvent(new CustomEvent('hushgate:swept', { detail }));
};

/**
 * Looks, deletes, and tells the page.
 * @param {boolean} written whether what is found now was stored while it was refused already
 */
const look = (written) => {
  const all = () => Object.keys(STORES).map((store) => names(store).join('\n'));
  if (seen === all().join()) return;
  const removed = [];
  for (const store in STORES) {
    const found = bad(names(store));
    for (const name of found) attempt(() => STORES[store].remove(name));
    const left = new Set(names(store));
    for (const name of found) if (!left.has(name)) removed.push({ store, name });
  }
  seen = all().join();
  report(removed, written);
};

/**
 * Empties a database and deletes it. As long as the page holds a connection to it it cannot go; what stands in it can.
 * @param {string} name
 * @param {() => void} emptied
 */
const raze = (name, emptied) => {
  waiting.add(name);
  const done = () => waiting.delete(name);
  const request = indexedDB.open(name);
  request.onerror = done;
  request.onsuccess = () => {
    const base = request.result;
    const stores = [...base.objectStoreNames];
    const end = () => {
      base.close();
      emptied();
      const last = indexedDB.deleteDatabase(name);
      last.onerror = last.onsuccess = done;
    };
    if (!stores.length) return end();
    const change = base.transaction(stores, 'readwrite');
    for (const store of stores) change.objectStore(store).clear();
    change.oncomplete = end;
    change.onabort = done;
  };
};

/** The same for databases. @param {boolean} written */
const lookDeep = async (written) => {
  const judge = ask;
  // Where they cannot be listed, what is there is not known.
  const all = (await indexedDB.databases()).map(({ name }) => name ?? '');
  for (const name of bad(all, judge)) {
    if (!waiting.has(name)) raze(name, () => report([{ store: 'indexeddb', name }], written));
  }
};

/** @param {boolean} written */
const both = (written) => {
  look(written);
  // Storage may be shut; it fails later, or at once.
  attempt(() => lookDeep(written).catch(() => {}));
};

/** @param {number} count of looks so far @param {() => void} [meanwhile] */
const again = (count, meanwhile) => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    meanwhile?.();
    if (count < PAUSES.length) both(true);
    else if (!document.hidden) look(true);
    again(count + 1, meanwhile);
  }, PAUSES[Math.min(count, PAUSES.length - 1)]);
};

/**
 * Sweeps now and from now on.
 * @param {string} config as JSON
 * @param {string} plan what follows from it
 * @param {string} line the record
 * @param {boolean} signal whether Global Privacy Control is on
 * @param {boolean} wholly whether everything is granted, so that there is nothing to watch for
 * @param {() => void} meanwhile what else is to be tried from time to time
 */
export const sweep = (config, plan, line, signal, wholly, meanwhile) => {
  ask = (found) => unwanted(config, plan, line, signal, Date.now(), found);
  seen = '';
  both(false);
  if (wholly) return clearTimeout(timer);
  again(0, meanwhile);
  if (listening) return;
  listening = true;
  // Vendors write while the page is left. Heard after them, as they were here before; what comes later still, the next
  // load finds.
  for (const event of ['visibilitychange', 'pagehide', 'pageshow']) addEventListener(event, () => both(true));
};
