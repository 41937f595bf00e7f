/**
 * What only those load who call the scrubber by themselves. Objects are scrubbed through their JSON and never written to:
 * what changed, and what holds it, is new, and all else is the very same.
 */
import { read, Refused } from './objects/read.js';
import { surface } from './objects/surface.js';

export { formData } from './objects/form-data.js';
export { repack } from './objects/repack.js';
export { named } from './objects/names.js';
export { dry } from './objects/surface.js';

/**
 * @typedef {import('./objects/read.js').Node} Node
 * @typedef {import('./scrub/engine.js').Result<any>} Result
 */

/** How far the elements behind a removed one are looked for. */
const NEAR = 64;

/**
 * A value with what is left of it. Only what the scrubber let through unchanged is the source's own.
 * @param {Node} node
 * @param {any} left parsed
 * @returns {any}
 */
const merge = (node, left) => {
  const { source, members, items, make, fresh } = node;
  let changed = fresh;
  /** @param {Node} child @param {any} its */
  const part = (child, its) => {
    const value = child.json ? merge(child, its) : child.source;
    changed ||= !Object.is(value, child.source);
    return value;
  };
  if (members && Object(left) === left && !Array.isArray(left)) {
    const names = new Set(Object.keys(left));
    const parts = [];
    for (const [name, child] of members) {
      // What is not in the text cannot be missed there.
      if (names.delete(`${name}`) || !child.json) parts.push([name, part(child, left[name])]);
      else changed = true;
    }
    // A name was a secret itself.
    for (const name of names) parts.push([name, left[name]]);
    return changed || names.size ? make?.(parts) : source;
  }
  if (items && Array.isArray(left)) {
    if (items.length === left.length) {
      const parts = left.map((its, i) => part(items[i], its));
      return changed ? make?.(parts) : source;
    }
    let from = 0;
    return make?.(
      left.map((its) => {
        const text = JSON.stringify(its);
        const found = items.slice(from, from + NEAR).findIndex(({ json }) => json === text);
        if (found < 0) return its;
        from += found + 1;
        return merge(items[from - 1], its);
      }),
    );
  }
  if (left === node.plain && !fresh) return source;
  return typeof left === 'string' && node.back ? node.back(left) : left;
};

/**
 * @param {(json: string) => Result} run scrubs JSON
 * @param {object} payload
 * @returns {Result}
 */
const scrubObject = (run, payload) => {
  try {
    const { node, lost } = read(payload);
    if (!node?.json) return { removed: [], refused: 'unsupported' };
    const { value, removed, refused } = run(node.json);
    if (value === undefined) return { removed: [], refused };
    return { value: merge(node, JSON.parse(value)), removed: [...removed, ...lost] };
  } catch (error) {
    return { removed: [], refused: error instanceof Refused ? error.why : 'malformed' };
  }
};

/**
 * @param {Parameters<typeof surface>[0]} run
 * @param {Parameters<typeof surface>[1]} runUrl
 * @param {boolean} [always] a dry run
 */
export const scrubberOf = (run, runUrl, always) => surface(run, runUrl, scrubObject, always);
