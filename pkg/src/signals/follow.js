/**
 * What every signal is made of: nothing is granted when the page starts, and what the gate says later is said once.
 *
 * A vendor that keeps to this needs a row: what it calls each permission, whose word counts for it, and two calls.
 */

/**
 * @typedef {import('../../types/index.d.ts').Signal} Signal
 * @typedef {import('../../types/index.d.ts').Snapshot} Snapshot
 */

/** Before the gate has said anything, and where it never will. @type {Snapshot} */
const NOTHING = Object.freeze({ granted: Object.freeze({ necessary: true }) });

/** A mistake of one signal is no matter of the others'. @param {Signal} signal @param {() => unknown} say */
const safely = async ({ name }, say) => {
  try {
    await say();
  } catch (error) {
    console.error(`Hushgate: the signal ${name} cannot be given.`, error);
  }
};

/**
 * The permissions of a signal as a snapshot has them. The first of a permission's names that the site asks for counts, so
 * that a service goes before its category.
 * @param {Signal} signal
 * @param {Snapshot} snapshot
 * @returns {Record<string, boolean>}
 */
const permissions = ({ types }, { granted }) => {
  /** @type {Record<string, any>} */
  const state = {};
  if (!types) return Object.assign(state, granted);
  for (const type in types) {
    const name = types[type].split(' ').find((one) => Object.hasOwn(granted, one));
    state[type] = name !== undefined && granted[name] === true;
  }
  return state;
};

/**
 * Gives a signal, from now on.
 * @param {Signal} signal
 * @param {(tell: (snapshot: Snapshot) => void) => unknown} subscribe the gate's
 */
export const follow = (signal, subscribe) => {
  const start = permissions(signal, NOTHING);
  /** What was said last. @type {string | undefined} */
  let said;
  safely(signal, () => signal.start?.(start));
  /** @param {Snapshot} snapshot */
  const tell = (snapshot) => {
    const state = permissions(signal, snapshot);
    const text = JSON.stringify(signal.types ? state : snapshot);
    // While nobody has answered, the start holds.
    const waits = said === undefined && !signal.always && !snapshot.decided && !snapshot.gpc;
    if (text === said || (waits && text === JSON.stringify(start))) return;
    said = text;
    safely(signal, () => signal.update(state, snapshot));
  };
  safely(signal, () => subscribe(tell));
};
