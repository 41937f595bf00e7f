/**
 * Storage for what is kept beyond the record: the site's local storage, or this page's memory where that is shut or full.
 */

import { attempt } from './store.js';

/** @type {Map<string, string>} */
const memory = new Map();

/** @param {string} name */
export const load = (name) => memory.get(name) ?? attempt(() => localStorage.getItem(name)) ?? '';

/** @param {string} name */
export const drop = (name) => {
  memory.delete(name);
  attempt(() => localStorage.removeItem(name));
};

/** @param {string} name @param {string} text */
export const save = (name, text) => {
  drop(name);
  try {
    localStorage.setItem(name, text);
  } catch {
    memory.set(name, text);
  }
};

/** The names that start so, in alphabetical order. @param {string} start */
export const names = (start) =>
  [...new Set([...memory.keys(), ...(attempt(() => Object.keys(localStorage)) ?? [])])]
    .filter((name) => name.startsWith(start))
    .sort();
