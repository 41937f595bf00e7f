/** The key that this browser's pseudonyms are made with: 32 random bytes, kept for as long as anything is granted. */
import { guard } from '../hooks/patch.js';

/** Where nothing can be stored: the key of this page. */
let fleeting = '';

/**
 * The stored key, or a new one.
 * @param {string | undefined} place in `localStorage`, as the gate names it; nothing while nothing is granted
 */
export const keyAt = (place) => {
  if (!place) return void (fleeting = '');
  let text = guard(() => localStorage.getItem(place)) || fleeting;
  if (!/^[0-9a-f]{64}$/.test(text)) {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    text = Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join('');
    guard(() => localStorage.setItem(place, text));
  }
  fleeting = text;
  return Uint8Array.from(/** @type {any} */ (text.match(/../g)), (pair) => parseInt(pair, 16));
};
