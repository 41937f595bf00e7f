/**
 * Payloads as analytics clients send them: a page view full of plants beside innocents that look like them, the same
 * without a plant, and batches of both. What came of one is judged by looking through its encodings.
 */
import { mint } from './tokens.js';

/**
 * @typedef {object} Payload
 * @property {string} name
 * @property {string} text
 * @property {[string, string][]} plants what it is, and the text that must be gone
 * @property {string[]} innocents text that must stay
 */

/** @typedef {{caught: number, plants: number, eaten: number, innocents: number, json: boolean, missed: string[]}} Verdict */

/** A 16-digit number that is no payment card. */
const TRACKING = '9400110200881234';
const RELEASE = '3f2a9c1b7d5e4f60a1b2c3d4e5f60718293a4b5c';

const AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';

/** What every page view has and must keep. */
const INNOCENTS = [
  'page_view',
  '1700000000',
  '"version":"1.2.3.4"',
  RELEASE,
  'utm_source=newsletter',
  'page=2',
  'Author notes',
  'monkey key ring',
  'theme=dark',
  'text/html',
  TRACKING,
  'AB-1234-XY',
  '/docs/getting-started-with-kubernetes',
  'https://app.example.com/',
  'X-Amz-Expires=60',
  '"qty":2',
];

/** The page view of the field's comparison: 23 plants, 16 innocents. @param {number} seed */
const planted = (seed) => {
  const make = mint(seed);
  const n = seed % 200;
  const p = {
    share: make.base64url(22),
    query: make.hex(32),
    code: make.base64url(24),
    state: make.base62(20),
    fragment: make.base62(28),
    signature: make.hex(64),
    credential: make.aws(),
    bearer: make.base64url(32),
    cookie: make.base62(26),
    github: make.github(),
    ip4: `203.0.113.${n + 20}`,
    ip6: `2001:db8:aaaa:bbbb:cccc:dddd:eee:${(n + 4096).toString(16)}`,
    mapped: `198.51.100.${n + 21}`,
    email: `jane.doe${seed}`,
    encoded: `mara.lind${seed}`,
    card: '4242 4242 4242 4242',
    phone: `555-2${n + 100}`,
    user: `u-84213${seed}`,
    account: make.uuid(),
    password: `hunter2${make.base62(6)}`,
    jwt: make.jwt({ sub: make.digits(6), iat: 1700000000 }),
    wrapped: make.base62(24),
    twice: make.base62(24),
  };
  const host = 'https://app.example.com';
  const aws = `X-Amz-Signature=${p.signature}&X-Amz-Credential=${p.credential}%2F20260102&X-Amz-Expires=60`;
  const view = {
    event: 'page_view',
    ts: 1700000000000 + n,
    version: '1.2.3.4',
    release: RELEASE,
    page: {
      url: `${host}/share/${p.share}?access_token=${p.query}&utm_source=newsletter&page=2#access_token=${p.fragment}`,
      referrer: `https://id.example.com/callback?code=${p.code}&state=${p.state}`,
      next: `${host}/a?jwt=${p.jwt}`,
      title: 'Author notes',
      path: '/docs/getting-started-with-kubernetes',
    },
    asset: `https://cdn.example.com/a.pdf?${aws}`,
    client: { ip: p.ip4, ip6: p.ip6, mapped: `::ffff:${p.mapped}` },
    device: { w: 1280, h: 900, dpr: 1.5, lang: 'en', agent: AGENT },
    headers: {
      authorization: `Bearer ${p.bearer}`,
      cookie: `theme=dark; session=${p.cookie}`,
      accept: 'text/html',
    },
    message: `pushed with ${p.github} by ${p.email}@example.com, monkey key ring`,
    contact: `${p.encoded}%40example.com`,
    card: p.card,
    phone: `+1 (415) ${p.phone}`,
    user_id: p.user,
    account: { id: p.account },
    note: JSON.stringify({ password: p.password, n: 1 }),
    blob: btoa(JSON.stringify({ auth: { token: p.wrapped }, ok: true })),
    to: encodeURIComponent(encodeURIComponent(`https://x.example/?token=${p.twice}`)),
    tracking: TRACKING,
    items: [
      { sku: 'AB-1234-XY', qty: 2, name: 'Monstera, large, in a pot of clay', price: 49.9 },
      { sku: 'CD-2345-ZZ', qty: 1, name: 'Soil for indoor plants, ten litres', price: 12.5 },
    ],
  };
  return { view, plants: Object.entries(p), innocents: INNOCENTS };
};

/** A page view with nothing to find, of the same build and length. @param {number} seed */
const clean = (seed) => {
  const host = 'https://app.example.com';
  const view = {
    event: 'page_view',
    ts: 1700000000000 + seed,
    version: '1.2.3.4',
    release: RELEASE,
    page: {
      url: `${host}/docs/getting-started-with-kubernetes?utm_source=newsletter&utm_medium=email&utm_campaign=spring-sale&page=2&sort=price#install-it-on-a-small-machine`,
      referrer: 'https://www.example.org/blog/how-we-made-it-in-a-year?ref=home&lang=en&tab=2',
      next: `${host}/pricing/plans-for-small-shops?currency=EUR&period=month`,
      title: 'Author notes',
      path: '/docs/getting-started-with-kubernetes',
    },
    asset: 'https://cdn.example.com/assets/main-menu.css?width=1280&height=900&format=webp&X-Amz-Expires=60',
    client: { name: 'Chrome', os: 'Linux', memory: 8, touch: false, zone: 'Europe/Berlin' },
    device: { w: 1280, h: 900, dpr: 1.5, lang: 'en', agent: AGENT },
    headers: { accept: 'text/html', 'accept-language': 'en-GB,en;q=0.9', cookie: 'theme=dark; lang=en' },
    message: 'Our small shop has moved to a larger place, with a monkey key ring for every guest who comes by.',
    summary: 'We ship plants, pots and soil on every working day, and answer within a day when something broke on the way.',
    card: 'large',
    colour: 'green',
    measures: { lcp: 1234.5, cls: 0.013, inp: 48, ttfb: 211.25, fcp: 803, load: 1930 },
    flags: ['new-menu', 'short-checkout', 'dark-footer', 'two-column-search'],
    list: { name: 'Bestsellers of the week', position: 4, of: 48, filter: 'size:large,colour:green' },
    labels: ['indoor', 'easy to keep', 'likes the shade', 'water it once a week'],
    text: 'Every plant comes with a card that tells where it likes to stand and how much it drinks in summer.',
    checkout: { step: 3, of: 5, method: 'invoice', coupon: false, total: 129.9, currency: 'EUR' },
    scroll: [0, 25, 50, 75, 90, 100],
    tracking: TRACKING,
    items: [
      { sku: 'AB-1234-XY', qty: 2, name: 'Monstera, large, in a pot of clay', price: 49.9 },
      { sku: 'CD-2345-ZZ', qty: 1, name: 'Soil for indoor plants, ten litres', price: 12.5 },
    ],
  };
  return { view, plants: [], innocents: INNOCENTS };
};

/** A short event: what a click sends. @param {boolean} full */
const short = (full) => {
  const whole = full ? planted(7) : clean(7);
  const { event, ts, version, page, client, device, items } = /** @type {any} */ (whole.view);
  const text = JSON.stringify({
    event,
    ts,
    version,
    page: { url: page.url, title: page.title },
    client,
    screen: [device.w, device.h],
    items: items.slice(0, 1),
  });
  return {
    text,
    plants: whole.plants.filter(([, plant]) => text.includes(plant)),
    innocents: INNOCENTS.filter((innocent) => text.includes(innocent)),
  };
};

/** @param {number} size in bytes, the least @param {(seed: number) => any} view */
const batch = (size, view) => {
  const all = [];
  for (let length = 0; length < size; length += JSON.stringify(all[all.length - 1].view).length + 1) {
    all.push(view(all.length + 1));
  }
  // Counted in a dozen of them: more would take longer to look for than to scrub.
  const step = Math.ceil(all.length / 12);
  const plants = all.filter((_, i) => i % step === 0).flatMap(({ plants }) => plants);
  return { text: JSON.stringify({ batch: all.map(({ view }) => view) }), plants, innocents: INNOCENTS };
};

/** @returns {Payload[]} */
export const payloads = () => {
  /** @type {Payload[]} */
  const all = [];
  for (const full of [false, true]) {
    const view = full ? planted : clean;
    const kind = full ? 'planted' : 'clean';
    const { view: one, plants, innocents } = view(1);
    all.push({ name: `0.5 KB ${kind}`, ...short(full) });
    all.push({ name: `2 KB ${kind}`, text: JSON.stringify(one), plants, innocents });
    all.push({ name: `20 KB ${kind}`, ...batch(20_000, view) });
    all.push({ name: `500 KB ${kind}`, ...batch(500_000, view) });
  }
  return all;
};

/** @param {string} text */
const percentDecoded = (text) =>
  text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });

/** The text as it is and as it reads once each encoding is taken off. @param {string} text */
const layers = (text) => {
  const all = [text];
  for (let i = 0; i < 2; i++) all.push(percentDecoded(all[i]));
  const wrapped = text.match(/[A-Za-z0-9+/_-]{24,}={0,2}/g) ?? [];
  for (const run of wrapped) {
    try {
      all.push(atob(run.replace(/-/g, '+').replace(/_/g, '/')));
    } catch {
      // No base64.
    }
  }
  return all.join('\n');
};

/** What a redactor did to a payload. @param {Payload} payload @param {string} output @returns {Verdict} */
export const judge = ({ plants, innocents }, output) => {
  const seen = layers(output);
  const missed = plants.filter(([, text]) => seen.includes(text)).map(([name]) => name);
  let json = true;
  try {
    JSON.parse(output);
  } catch {
    json = false;
  }
  return {
    caught: plants.length - missed.length,
    plants: plants.length,
    eaten: innocents.filter((text) => !output.includes(text)).length,
    innocents: innocents.length,
    json,
    missed: [...new Set(missed)],
  };
};
