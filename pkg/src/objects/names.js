/** Whose tokens were found: the wasm gives a number, because only who reads a report needs the name. */

/** @typedef {import('../../types/scrub.d.ts').Removed} Removed */

/** @param {Removed[]} removed */
export const named = (removed) =>
  removed.map((row) => ({
    ...row,
    rule: row.rule.replace(/^token\.(\d+)$/, (_, number) => `token.${__RULES__.split(' ')[+number]}`),
  }));
