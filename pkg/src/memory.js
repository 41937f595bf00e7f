/** What is known of the page's own objects, without keeping them alive or marking them. */

/**
 * - an XHR or an image: the job it is busy with
 * - a realm's `Object`: that it is hooked
 * @type {WeakMap<object, any>}
 */
export const memory = new WeakMap();
