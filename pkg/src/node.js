/** On a server there is no visitor to ask and nothing to hold: the same functions, doing nothing. */

const NOBODY = Object.freeze({ granted: Object.freeze({ necessary: true }) });

/** @type {typeof import('../types/index.d.ts').init} */
export const init = () => {};
/** @type {typeof import('../types/index.d.ts').ready} */
export const ready = async () => NOBODY;
/** @type {typeof import('../types/index.d.ts').get} */
export const get = () => false;
/** @type {typeof import('../types/index.d.ts').set} */
export const set = () => {};
/** @type {typeof import('../types/index.d.ts').acceptAll} */
export const acceptAll = () => {};
/** @type {typeof import('../types/index.d.ts').rejectAll} */
export const rejectAll = () => {};
/** @type {typeof import('../types/index.d.ts').show} */
export const show = () => {};
/** @type {typeof import('../types/index.d.ts').exportRecord} */
export const exportRecord = async () => undefined;
/** @type {typeof import('../types/index.d.ts').forget} */
export const forget = async () => {};
/** @type {typeof import('../types/index.d.ts').subscribe} */
export const subscribe = () => () => {};
/** @type {typeof import('../types/index.d.ts').signals} */
export const signals = () => {};

// Handing back the input would pass for scrubbed: `hushgate/scrub` does it anywhere.
const refused = () => ({ removed: [], refused: 'unavailable' });
const refuse = async () => refused();
/** @type {typeof import('../types/index.d.ts').scrubber} */
export const scrubber = async () => ({ url: refused, body: refuse, bodySync: refused });
/** @type {typeof import('../types/index.d.ts').scrub} */
export const scrub = refuse;
/** @type {typeof import('../types/index.d.ts').scrubUrl} */
export const scrubUrl = refuse;

/** @type {string} */
export const version = __VERSION__;
