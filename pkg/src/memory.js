/** What is known of the page's own objects, without keeping them alive or marking them. */

/**
 * - an XHR or an image: the job it is busy with
 * - a small Blob, a Request: the parts it was made from
 * - a realm's `Object`: that it is hooked
 * @type {WeakMap<object, any>}
 */
export const memory = new WeakMap();
