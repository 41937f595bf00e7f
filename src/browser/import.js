/** Finds what another consent manager stored here, and forgets it. */
import { drop, load } from './shelf.js';
import { attempt, id } from './store.js';
import { text } from './texts.js';

const imported = text((wasm) => wasm._imported);
const sources = text((wasm) => wasm._sources);

/** @param {string} name */
const cookie = (name) =>
  (attempt(() => document.cookie) ?? '')
    .split('; ')
    .find((pair) => pair.startsWith(name + '='))
    ?.slice(name.length + 1);

/**
 * The record of what another manager stored, of the first that says anything; or nothing.
 * @param {string} config as JSON
 * @param {string} plan what follows from it
 */
export const foreign = (config, plan) => {
  for (const source of sources(config).split('\n')) {
    const name = source.slice(2);
    const stored = name && (cookie(name) ?? load(name));
    const line = stored && imported(config, plan, +source[0], stored, id(), Date.now());
    if (line) return line;
  }
  return '';
};

/**
 * Forgets what the other managers stored, so that it cannot come back after a choice that was made here.
 * @param {string} config as JSON
 * @param {(name: string) => void} erase deletes a cookie
 */
export const forgetForeign = (config, erase) => {
  for (const source of sources(config).split('\n')) {
    const name = source.slice(2);
    if (!name) continue;
    if (cookie(name) !== undefined) erase(name);
    if (load(name)) drop(name);
  }
};
