/** Forms, each text entry as the pair it is on the wire; one with a file is refused. */

/** @typedef {import('../scrub/engine.js').Result<any>} Result */

/**
 * @param {(pair: string) => Result} run
 * @param {FormData} form
 * @returns {Result}
 */
export const formData = (run, form) => {
  const out = new FormData();
  let same = true;
  /** @type {any[]} */
  const removed = [];
  for (const [name, value] of form) {
    if (typeof value !== 'string') return { removed: [], refused: 'unsupported' };
    const pair = `${new URLSearchParams([[name, value]])}`;
    const result = run(pair);
    if (result.refused) return { removed: [], refused: result.refused };
    removed.push(...result.removed);
    if (result.value === pair) out.append(name, value);
    else {
      same = false;
      for (const [key, kept] of new URLSearchParams(result.value)) out.append(key, kept);
    }
  }
  return { value: same ? form : out, removed };
};
