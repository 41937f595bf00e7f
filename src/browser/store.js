/**
 * Where the record is kept. The first-party cookie is the authority: a backend reads it, sub-domains share it, and a
 * server may set it again. `localStorage` is the authority only where the browser took no cookie; what stands there
 * beside a cookie begins with a space, is for the other tabs' `storage` event alone, and is never read back. So there is
 * one copy that counts, and who clears it has cleared the choice.
 */

/** The key in `localStorage`. */
let place = '';
/** The name of the cookie. */
let name = '';
/** Whether sub-domains share the record. */
let wide = false;
/** The record where nothing can be stored, or what was heard of it before the storage has it. */
let memory = '';
/** @type {BroadcastChannel | undefined} */
let channel;

/**
 * @template T
 * @param {() => T} run
 * @returns {T | undefined}
 */
export const attempt = (run) => {
  try {
    return run();
  } catch {
    // Storage may be shut, cookies sandboxed, the page's object a trap.
  }
};

/** @param {string} key */
const load = (key) => attempt(() => localStorage.getItem(key)) ?? '';

/** @param {string} key */
const remove = (key) => {
  attempt(() => localStorage.removeItem(key));
};

/**
 * Stores, if it can be. A text that cannot be stored must not leave the former one in place: a refusal that did not
 * fit would be the old accept again on the next page. Whether it is stored.
 * @param {string} key
 * @param {string} text
 */
const save = (key, text) => {
  const store = () => {
    if (text) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
    return true;
  };
  if (attempt(store)) return true;
  remove(key);
  return !!attempt(store);
};

/** When a record was made. @param {string} line */
const time = (line) => +(/\bt=(\d+)/.exec(line)?.[1] ?? 0);

/** The cookies of the name: there may be several, by domain and path. */
const baked = () =>
  (attempt(() => document.cookie) ?? '')
    .split('; ')
    .filter((pair) => pair.startsWith(name))
    .map((pair) => pair.slice(name.length));

/** The domains that a cookie of this page may be of, the widest first. */
export const parents = () =>
  location.hostname.split('.').map((_, i, all) => ';domain=' + all.slice(i).join('.')).reverse();

/** The paths that a cookie of this page may be of: `/`, `/shop`, `/shop/`, `/shop/cart`. */
export const paths = () => location.pathname.split(/(?=\/)|(?<=\/)/).map((_, i, all) => all.slice(0, i + 1).join(''));

/**
 * Sets the cookie and deletes the others of its name; whether it is there. At no moment there is none. The widest domain is
 * the first from the top that the browser takes: it knows which are public, so no list is needed.
 * @param {string} line
 */
const bake = (line) => {
  const put = (/** @type {string} */ domain, value = line, path = '/') => {
    // 400 days are the most that browsers keep. A page without TLS cannot set a `Secure` one.
    document.cookie =
      `${name + value};path=${path};samesite=lax;max-age=${value ? 3456e4 : 0}${domain}` +
      (location.protocol === 'https:' ? ';secure' : '');
    return baked().includes(line);
  };
  const chosen = line ? [...(wide ? parents() : []), ''].find((domain) => put(domain)) : undefined;
  // A narrower cookie would go on counting on the pages under its path.
  for (const domain of ['', ...parents()]) {
    for (const path of paths()) if (path !== '/' || domain !== chosen) put(domain, '', path);
  }
  // Of an address both spellings are one cookie.
  return baked().includes(line) || (chosen !== undefined && put(chosen));
};

const stored = () => {
  const line = load(place);
  // The latest choice counts.
  return baked().sort((a, b) => time(b) - time(a))[0] || (line[0] === ' ' ? '' : line);
};

/** The record: what was heard, until the storage has it or a later one. */
export const read = () => {
  const line = stored();
  if (time(line) >= time(memory)) memory = '';
  return memory || line;
};

/** Stores the record and tells the other tabs; whether it could be stored. @param {string} line nothing to forget it */
export const write = (line) => {
  const took = !!attempt(() => bake(line));
  const kept = save(place, took ? ' ' + line : line) || took;
  memory = kept ? '' : line;
  channel?.postMessage(line);
  return kept;
};

/**
 * Listens for other tabs, whose word counts before the storage has it: that may take its time.
 * @param {any} config
 * @param {() => void} happened
 */
export const share = (config, happened) => {
  place = config.storageKey ?? 'hushgate';
  name = encodeURIComponent(place) + '=';
  wide = config.subdomains;
  /** @param {any} event */
  const news = ({ data, key, newValue }) => {
    if (key && key !== place) return;
    const heard = data ?? newValue;
    if (heard) memory = `${heard}`.trim();
    // Another tab forgot the visitor.
    else if (heard === '' || stored()) memory = '';
    happened();
  };
  // Another tab; or this page comes back, from the back/forward cache or from the settings where the signal was switched.
  for (const type of ['storage', 'pageshow', 'focus', 'visibilitychange']) addEventListener(type, news);
  // The record goes along for tabs whose storage is shut.
  attempt(() => {
    channel = new BroadcastChannel(place);
    channel.onmessage = news;
  });
};

/** A new consent ID: random hexadecimal digits. */
export const id = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => (byte + 256).toString(16).slice(1)).join('');

/** Where the scrubber keeps the pseudonym key. */
export const keyPlace = () => place + '.k';

/** Forgets the pseudonym key. */
export const forget = () => remove(keyPlace());
