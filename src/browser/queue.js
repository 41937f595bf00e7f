/**
 * What the site's own server is still to be told: proofs and erase requests. Each is an entry of its own in storage, so
 * that two tabs never write over one another, and goes when the server has it. A request whose answer was lost is made
 * again: its record ID tells the server.
 */
import { drop, load, names, save } from './shelf.js';

/** Most entries; the oldest go first. */
const MOST = 64;
/** Entries on their way at a time: all of them fit into what a closing page may still send, 64 KB. */
const AT_ONCE = 16;
/** Characters that such a page may send in one. */
const SHORT = 16_000;
/** How long an answer may take, and how long to wait after a failure, the first time and at most, in milliseconds. */
const PATIENCE = 10_000;
const WAIT = 2000;
const LONGEST_WAIT = 300_000;

/** What the names of all entries start with. */
let start = '';
let endpoint = '';
/** The browser's own, from before the page or the gate wrapped it. @type {typeof fetch} */
let send;
/** @type {Map<string, Promise<boolean>>} */
const flying = new Map();
/** What the server will not have: not asked again on this page. @type {Set<string>} */
const refused = new Set();
let wait = WAIT;
let timer = 0;

/** Sends one entry; whether that is done with. @param {string} name */
const post = async (name) => {
  const body = load(name);
  // Another tab was faster; or it is no entry of ours.
  if (!body) {
    drop(name);
    return true;
  }
  const patience = new AbortController();
  const end = setTimeout(() => patience.abort(), PATIENCE);
  try {
    // No cookies, no referrer: the body is all that is told.
    const { ok, status, headers } = await send(endpoint, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
      keepalive: body.length < SHORT,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
      signal: patience.signal,
    });
    if (ok || status === 409) drop(name);
    else if (status > 399 && status < 500 && ![408, 425, 429].includes(status)) {
      refused.add(name);
      console.error(`Hushgate: ${endpoint} answers ${status}; the record of the choice is kept for the next visit.`);
    } else {
      wait = Math.max(wait, 1000 * (Number(headers.get('retry-after')) || 0));
      return false;
    }
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(end);
  }
};

const waiting = () => names(start).filter((name) => !refused.has(name));

/** Sends all that waits; what fails is sent again, later and later. */
export const flush = async () => {
  clearTimeout(timer);
  for (let all = waiting(); all[0]; all = waiting()) {
    const sent = all.slice(0, AT_ONCE).map((name) => {
      const job = flying.get(name) ?? post(name).finally(() => flying.delete(name));
      flying.set(name, job);
      return job;
    });
    if ((await Promise.all(sent)).includes(false)) {
      clearTimeout(timer);
      timer = setTimeout(flush, Math.min(wait, LONGEST_WAIT) * (0.5 + Math.random()));
      wait = Math.min(wait * 2, LONGEST_WAIT);
      return;
    }
  }
  wait = WAIT;
};

/** Puts an entry into the queue. @param {string} name times first, so that names are in order @param {string} body */
export const put = (name, body) => {
  save(start + name, body);
  names(start).slice(0, -MOST).forEach(drop);
};

/** Takes all entries out of it. */
export const clear = () => names(start).forEach(drop);

/**
 * Opens the queue.
 * @param {string} prefix
 * @param {string} url
 * @param {typeof fetch} native
 */
export const open = (prefix, url, native) => {
  start = prefix;
  endpoint = url;
  send = native;
  addEventListener('online', flush);
};
