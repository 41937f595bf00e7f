/** The key that this browser's pseudonyms are made with: 32 random bytes, kept until the gate forgets them. */
import { guard } from '../hooks/patch.js';

/**
 * The stored key, or a new one. Where nothing can be stored it is new each time.
 * @param {string | undefined} place in `localStorage`, as the gate names it; nothing while nothing is granted
 */
export const keyAt = (place) => {
  if (!place) return;
  let text = guard(() => localStorage.getItem(place)) ?? '';
  if (!/^[0-9a-f]{64}$/.test(text)) {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    text = Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join('');
    guard(() => localStorage.setItem(place, text));
  }
  return Uint8Array.from(/** @type {any} */ (text.match(/../g)), (pair) => parseInt(pair, 16));
};
