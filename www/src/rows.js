// Puts together what a client tried, what Hushgate reported and what the collector received.
// No request carries a number that all three know, so they are matched by order and likeness.
import { readable } from './decode.js';

/**
 * @typedef {object} Row
 * @property {Tried} tried
 * @property {string | undefined} text the tried request, readable
 * @property {"held" | "dropped" | "sent" | "refused" | undefined} verdict
 * @property {{rule: string, place: string, count: number}[]} removed
 * @property {string | undefined} reason
 * @property {boolean} dryRun looked at and not changed
 * @property {string | undefined} left what arrived, readable
 */

/** @param {Tried} tried @returns {Row} */
export function row(tried) {
  return { tried, text: undefined, verdict: undefined, removed: [], reason: undefined, dryRun: false, left: undefined };
}

/** @param {Row} row @param {string} body */
export function read(row, body) {
  const url = new URL(row.tried.url);
  row.text = readable(row.tried.method, url.pathname, url.search, body);
}

/**
 * Gives a report to the row it speaks of: the first one still open, of the same path if told.
 * @param {Row[]} rows @param {any} report
 */
export function take(rows, report) {
  const open = rows.filter(
    ({ tried, verdict }) =>
      tried.vendor === report.vendor &&
      tried.transport === report.transport &&
      (verdict === undefined || (verdict === 'held' && report.verdict !== 'held')),
  );
  const found = open.find(({ tried }) => new URL(tried.url).pathname === report.path) ?? open[0];
  if (!found) return;
  found.verdict = report.verdict;
  found.removed = report.removed ?? [];
  found.reason = report.reason;
  found.dryRun = report.dryRun === true;
}

/** @param {string} text */
function words(text) {
  return new Set(text.match(/[\w.-]{6,}/g));
}

/**
 * @typedef {object} Hit
 * @property {number} time milliseconds
 * @property {string} vendor
 * @property {string} method
 * @property {string} path
 * @property {string} query
 * @property {string} body
 */

/**
 * Gives each hit that arrived since `since` to the row it is most like.
 * @param {Row[]} rows @param {Hit[]} hits @param {Set<number>} taken indexes of hits given already
 * @param {number} since
 */
export function match(rows, hits, taken, since) {
  hits.forEach((hit, index) => {
    if (taken.has(index) || hit.time < since) return;
    const arrived = readable(hit.method, hit.path, hit.query, hit.body);
    const has = words(arrived);
    let best = 0;
    /** @type {Row | undefined} */
    let found;
    for (const row of rows) {
      if (row.left !== undefined || !row.text?.startsWith(`${hit.method} ${hit.path}\n`)) continue;
      if (row.verdict === 'dropped' || row.verdict === 'held') continue;
      const had = words(row.text);
      const like = [...has].filter((word) => had.has(word)).length / (has.size + had.size);
      if (like > best) [best, found] = [like, row];
    }
    if (!found) return;
    taken.add(index);
    found.left = arrived;
  });
}
