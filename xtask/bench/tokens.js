/** Secrets made when the bench runs, of the shapes that their makers publish: no file holds one. */

const DIGITS = '0123456789';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = UPPER.toLowerCase();
/** GitHub's order of base62. */
const BASE62 = DIGITS + UPPER + LOWER;

/** Numbers from 0 to 1 that are the same in every run. @param {number} seed */
const dice = (seed) => {
  let state = (seed * 2654435761 + 0x9e3779b9) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
};

/** @param {string} text */
const crc32 = (text) => {
  let crc = -1;
  for (let i = 0; i < text.length; i++) {
    crc ^= text.charCodeAt(i);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
};

/** @param {string} text of Latin-1 */
const base64url = (text) => btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');

/** Makers of secrets, one after the other from one seed. @param {number} seed */
export const mint = (seed) => {
  const roll = dice(seed);
  /** @param {string} letters @param {number} length */
  const of = (letters, length) =>
    Array.from({ length }, () => letters[Math.floor(roll() * letters.length)]).join('');
  const hex = (/** @type {number} */ length) => of(DIGITS + 'abcdef', length);
  return {
    hex,
    base62: (/** @type {number} */ length) => of(BASE62, length),
    base64url: (/** @type {number} */ length) => of(BASE62 + '-_', length),
    /** An access key id: base32 after its first four letters. */
    aws: () => ['AK', 'IA', of(UPPER + '234567', 16)].join(''),
    /** A personal access token: its last six characters are a checksum. */
    github() {
      const body = of(BASE62, 30);
      let sum = crc32(body);
      let tail = '';
      for (let i = 0; i < 6; i++) {
        tail = BASE62[sum % 62] + tail;
        sum = Math.floor(sum / 62);
      }
      return ['gh', 'p_', body, tail].join('');
    },
    /** @param {object} claims */
    jwt(claims) {
      const parts = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) => base64url(JSON.stringify(part)));
      return [...parts, of(BASE62 + '-_', 43)].join('.');
    },
    uuid: () => [hex(8), hex(4), '4' + hex(3), 'a' + hex(3), hex(12)].join('-'),
    /** @param {number} length */
    digits: (length) => of(DIGITS.slice(1), length),
  };
};
