// What this page plants for the clients to leak. Everything is made up at run time.

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** @param {number} length */
export function opaque(length) {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join('');
}

/** @param {number} low @param {number} high */
function between(low, high) {
  return low + Math.floor(Math.random() * (high - low + 1));
}

/** @param {unknown} part */
function base64url(part) {
  return btoa(JSON.stringify(part)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** @param {string} userId */
function signInToken(userId) {
  const now = Math.floor(Date.now() / 1000);
  const claims = { sub: userId, iat: now, exp: now + 3600, jti: opaque(12) };
  return [base64url({ alg: 'HS256', typ: 'JWT' }), base64url(claims), opaque(43)].join('.');
}

/** One made-up person for as long as the tab lives, so that every page knows the same one. */
function person() {
  const kept = sessionStorage.getItem('sheafwell.person');
  if (kept) return /** @type {{userId: string, email: string, ip: string, ip6: string}} */ (JSON.parse(kept));
  const number = between(1000, 9999);
  const made = {
    userId: `user-${number}`,
    email: `mara.lind${number}@example.org`,
    ip: `198.51.100.${between(11, 249)}`,
    ip6: `2001:db8:85a3:8d3:1319:8a2e:370:${between(0x1001, 0xfffe).toString(16)}`,
  };
  sessionStorage.setItem('sheafwell.person', JSON.stringify(made));
  return made;
}

/** @returns {string} a fresh share link, as the product would mail it */
export function shareLink() {
  return `/share/${opaque(22)}?access_token=${opaque(40)}#key=${opaque(32)}`;
}

/** The tokens of the address on a share page, fresh ones elsewhere. */
export function plant() {
  const link = location.pathname.startsWith('/share/') ? location.href : shareLink();
  const url = new URL(link, location.href);
  const fragment = url.hash.slice(1);
  const who = person();
  return {
    ...who,
    jwt: signInToken(who.userId),
    shareUrl: url.href,
    shareToken: url.pathname.split('/')[2] || opaque(22),
    accessToken: url.searchParams.get('access_token') || opaque(40),
    fragmentToken: new URLSearchParams(fragment).get('key') || fragment || opaque(32),
  };
}
