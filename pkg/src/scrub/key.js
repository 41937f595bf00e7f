/** The key that this browser's pseudonyms are made with: 32 random bytes, kept until the gate forgets them. */
import { guard } from '../hooks/patch.js';

/**
 * The stored key, or a new one. Where nothing can be stored it is new each time.
 * @param {string | undefined} place in `localStorage`, as the gate names it; nothing while nothing is granted
 */
export const keyAt = (place) => {
  if (!place) return;
  const text = guard(() => localStorage.getItem(place)) ?? '';
  const kept = Uint8Array.from(/** @type {any} */ (text.split(',')));
  if (kept.length === 32) return kept;
  const key = crypto.getRandomValues(new Uint8Array(32));
  guard(() => localStorage.setItem(place, `${key}`));
  return key;
};
