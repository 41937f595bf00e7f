import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { open } from '../src/scrub.js';
import { built, standIn } from './wasm.js';

const scrubber = await open(standIn);

/** What the stand-in removes is always two findings. */
const FOUND = [
  { rule: 'token.test', place: 'query.a', count: 1 },
  { rule: 'rule.two', place: '/b', count: 2 },
];
const lost = (rule, place) => ({ rule, place, count: 1 });

/** @returns {any} */
const left = (payload) => {
  const before = inspect(payload, { depth: 20, showHidden: true });
  const result = scrubber.bodySync(payload);
  // Failure mode 19: the caller's object stays as it was.
  assert.equal(inspect(payload, { depth: 20, showHidden: true }), before);
  assert.equal(result.refused, undefined);
  assert.ok(!inspect(result.value, { depth: 20 }).includes('SECRET'), inspect(result.value));
  return result;
};

test('failure mode 10: values of every type are read, and are the type that they were', () => {
  const bytes = (text) => new TextEncoder().encode(text);
  const cases = [
    [{ a: 'SECRET', n: 1, f: -0, x: Number.NaN }, { a: 'redacted', n: 1, f: -0, x: Number.NaN }],
    [new Map([['a', 'SECRET'], [7, { b: 'SECRET' }]]), new Map([['a', 'redacted'], [7, { b: 'redacted' }]])],
    [new Set(['SECRET', 1n]), new Set(['redacted', 1n])],
    [{ when: new Date(0), a: 'SECRET' }, { when: new Date(0), a: 'redacted' }],
    [{ big: 12n, a: 'SECRET' }, { big: 12n, a: 'redacted' }],
    [{ raw: bytes('é SECRET') }, { raw: bytes('é redacted') }],
    [{ raw: bytes('SECRET').buffer }, { raw: bytes('redacted').buffer }],
    [{ raw: new DataView(bytes('SECRET').buffer) }, { raw: new DataView(bytes('redacted').buffer) }],
    [{ raw: new Int8Array(bytes('SECRET')) }, { raw: new Int8Array(bytes('redacted')) }],
    [{ raw: new Uint16Array([0x4553, 0x5243, 0x5445]) }, { raw: bytes('redacted') }],
    [{ form: new URLSearchParams('a=SECRET') }, { form: new URLSearchParams('a=redacted') }],
    [{ url: new URL('https://shop.example/SECRET') }, { url: 'https://shop.example/redacted' }],
    [{ re: /SECRET/ }, { re: '/redacted/' }],
    [{ text: Object('SECRET'), yes: Object(true) }, { text: 'redacted', yes: true }],
    [[undefined, 'SECRET', , null], [undefined, 'redacted', undefined, null]], // eslint-disable-line no-sparse-arrays
    [{ SECRET: 1, b: 2 }, { redacted: 1, b: 2 }],
  ];
  for (const [given, wanted] of cases) {
    const { value, removed } = left(given);
    assert.deepEqual(value, wanted);
    assert.deepEqual(removed, FOUND);
  }
  const never = new Date(Number.NaN);
  assert.equal(left({ never, a: ['SECRET'] }).value.never, never);
  const headers = left({ headers: new Headers({ 'x-a': 'SECRET' }) }).value.headers;
  assert.deepEqual([...headers], [['x-a', 'redacted']]);
});

test('failure mode 10: an error stays an error of its class', () => {
  class Refusal extends TypeError {
    name = 'Refusal';
  }
  const error = new Refusal('SECRET', { cause: new Error('SECRET') });
  error.code = 7;
  const { value } = left({ error });
  const { error: copy } = value;
  assert.ok(copy instanceof Refusal && copy !== error);
  assert.equal(Object.prototype.toString.call(copy), '[object Error]');
  assert.deepEqual([copy.name, copy.message, copy.code, copy.cause.message], ['Refusal', 'redacted', 7, 'redacted']);
  assert.ok(copy.stack.includes('redacted') && copy.stack.includes('objects.test.js'), copy.stack);
  const gone = left({ error: new DOMException('SECRET', 'AbortError') }).value.error;
  assert.deepEqual([gone.name, gone.message], ['AbortError', 'redacted']);
});

test('failure mode 10: what cannot be read is left out and named', async () => {
  const throwing = { get a() { throw Error('SECRET'); }, b: 1 };
  const ring = { name: 'x', list: [] };
  ring.list.push(ring);
  const hostile = new Proxy({}, { ownKeys() { throw Error('SECRET'); } });
  const liar = { [Symbol.toStringTag]: 'Date', hidden: 'SECRET' };
  const liars = { [Symbol.toStringTag]: 'Set', hidden: 'SECRET', *[Symbol.iterator]() {} };
  const cases = [
    [throwing, { b: 1 }, lost('unreadable', '/a')],
    [ring, { name: 'x', list: [null] }, lost('circular', '/list/0')],
    [{ hostile, b: 1 }, { b: 1 }, lost('unreadable', '/hostile')],
    [{ liar }, {}, lost('unreadable', '/liar')],
    [{ liars }, {}, lost('unreadable', '/liars')],
    [{ later: Promise.resolve('SECRET') }, {}, lost('unreadable', '/later')],
    [{ file: new Blob(['SECRET']) }, {}, lost('unreadable', '/file')],
    [{ list: Object.assign([1], { hidden: 'SECRET' }) }, { list: [1] }, lost('unreadable', '/list')],
    [{ weak: new WeakMap() }, {}, lost('unreadable', '/weak')],
    [{ raw: new Uint8Array([0xff, 0xfe]) }, {}, lost('unreadable', '/raw')],
    [{ map: new Map([[{}, 'SECRET']]) }, {}, lost('unreadable', '/map')],
    [{ map: new Map([[1, 'a'], ['1', 'b']]) }, {}, lost('unreadable', '/map')],
    [{ toJSON() { throw Error(); } , deep: 1 }, undefined, undefined],
    [{ ['jane.doe.1970@x']: new WeakSet(), userCount: { s3cr3tN4m3: new WeakSet() } }, { userCount: {} }, undefined],
  ];
  for (const [given, wanted, row] of cases) {
    const { value, removed, refused } = await scrubber.body(given);
    assert.deepEqual(value, wanted);
    if (row) assert.deepEqual(removed, [row]);
    else if (wanted) assert.deepEqual(removed, [lost('unreadable', '/*'), lost('unreadable', '/userCount/*')]);
    else assert.equal(refused, 'unsupported');
  }
});

test('failure mode 10: too deep and too large are refused, whatever the shape', () => {
  let deep = {};
  for (let i = 0; i < 20_000; i++) deep = { deep };
  const endless = new Proxy({}, {
    ownKeys: () => ['a'],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: 0 }),
    get: (_, name) => (name === 'a' ? Object.create(endless) && { ...{ a: endless } } : undefined),
  });
  let laughs = ['ha'];
  for (let i = 0; i < 60; i++) laughs = [laughs, laughs];
  for (const [given, refused] of [
    [deep, 'too-deep'],
    [laughs, 'too-large'],
    [new Array(4_000_000_000), 'too-large'],
    [{ long: 'x'.repeat(9_000_000) }, 'too-large'],
  ]) {
    assert.deepEqual(scrubber.bodySync(given), { removed: [], refused });
  }
  // A ring of a proxy's making is one all the same.
  assert.equal(scrubber.bodySync(endless).refused, undefined);
});

test('failure mode 19: only what changed is new, the rest is the very same', () => {
  const clean = { list: [1, { a: 'b' }], date: new Date(0), map: new Map([['k', {}]]), fn() {}, [Symbol('s')]: 1 };
  assert.equal(left(clean).value, clean);
  const event = Object.freeze({ clean, dirty: Object.freeze({ a: 'SECRET', same: clean.list }), none: undefined });
  const { value } = left(event);
  assert.notEqual(value, event);
  assert.equal(value.clean, clean);
  assert.equal(value.dirty.same, clean.list);
  assert.ok('none' in value && value.clean.fn === clean.fn);
  assert.ok(!Object.isFrozen(value));
});

test('failure mode 19: what was read is what leaves, even if a getter or toJSON would say something else next', () => {
  let asked = 0;
  const turning = { get a() { return asked++ ? 'SECRET' : 'fine'; }, b: 1 };
  const { value } = scrubber.bodySync(turning);
  assert.deepEqual(Object.getOwnPropertyDescriptor(value, 'a').value, 'fine');
  const said = { inner: { toJSON: () => (asked++ > 1 ? 'SECRET' : 'fine') } };
  assert.deepEqual(scrubber.bodySync(said).value, { inner: 'fine' });
  assert.equal(scrubber.bodySync({ toJSON: () => ({ a: 'SECRET' }) }).value.a, 'redacted');
});

test('failure mode 20: no name reaches a prototype', () => {
  const payload = JSON.parse('{"__proto__":{"polluted":"SECRET"},"constructor":{"prototype":{"polluted":1}},"a":"SECRET"}');
  const { value } = left(payload);
  assert.deepEqual(Object.keys(value), ['__proto__', 'constructor', 'a']);
  assert.equal(Object.getPrototypeOf(value), Object.prototype);
  assert.equal(Object.getOwnPropertyDescriptor(value, '__proto__').value.polluted, 'redacted');
  assert.equal({}.polluted, undefined);
  // What is inherited is nobody's own.
  const child = Object.create({ inherited: 'x' }, { own: { value: 'SECRET', enumerable: true } });
  assert.deepEqual(Object.keys(left(child).value), ['own']);
  const bare = Object.assign(Object.create(null), { a: 'SECRET' });
  assert.equal(Object.getPrototypeOf(left(bare).value), null);
});

test('an instance keeps its class', () => {
  class Event {
    constructor() {
      this.a = 'SECRET';
    }
    say() {
      return this.a;
    }
  }
  assert.equal(left(new Event()).value.say(), 'redacted');
});

test('bodySync answers at once or refuses', () => {
  const packed = new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
  for (const [payload, refused] of [
    [new Blob(['x']), 'unreadable'], [new Blob(['x']).stream(), 'unreadable'], [packed, 'compressed'], [Symbol('s'), 'unreadable'],
  ]) {
    assert.deepEqual(scrubber.bodySync(payload), { removed: [], refused });
  }
  assert.equal(scrubber.bodySync('SECRET', null).value, 'redacted');
  assert.deepEqual(scrubber.bodySync(new URLSearchParams('a=SECRET')).value.get('a'), 'redacted');
});

if (built) {
  const opaque = (n) => Array.from({ length: 32 }, (_, i) => 'aB3xKq9Zw7Lm'[(i * 5 + n * 3) % 12]).join('');

  test('the built scrubber: names decide within objects, maps, errors and bytes, and every place is told', async () => {
    const real = await open(built);
    const [one, two, three] = [opaque(1), opaque(2), opaque(3)];
    const event = {
      user: { id: 'jane-48213', email: 'jane@example.org', seats: 3 },
      url: new URL(`https://shop.example/share/${one}?access_token=${two}&page=2#key=${three}`),
      extra: new Map([['password', 'hunter2!'], ['plan', 'pro']]),
      tags: [{ key: 'enduser.id', value: 'jane-48213' }, { key: 'region', value: 'eu' }],
      error: new Error(`cannot load https://shop.example/share/${one}`),
      raw: new TextEncoder().encode(JSON.stringify({ api_key: two, keep: 'kept' })),
      born: { date_of_birth: new Date('1970-05-05') },
      title: 'Author notes',
    };
    const { value, removed } = real.bodySync(event);
    const all = inspect(value, { depth: 9 }) + new TextDecoder().decode(value.raw);
    for (const plant of ['jane', 'hunter2', one, two, three, '1970-05-05']) assert.ok(!all.includes(plant), `${plant} in ${all}`);
    assert.equal(value.user.seats, 3);
    assert.equal(value.extra.get('plan'), 'pro');
    assert.equal(value.tags.at(-1).value, 'eu');
    assert.equal(JSON.parse(new TextDecoder().decode(value.raw)).keep, 'kept');
    assert.ok(value.error instanceof Error && value.title === 'Author notes');
    const places = removed.map(({ place }) => place);
    for (const place of ['/user/id', '/user/email', '/url:path[2]', '/url:query.access_token', '/extra/password', '/raw/api_key', '/error/message:path[2]']) {
      assert.ok(places.includes(place), `${place} is not among ${places.join(' ')}`);
    }
    assert.deepEqual(real.bodySync(value).value, value);
  });

  test('the built scrubber: each rule is one row a place, with its count', async () => {
    const real = await open(built);
    const mails = (n) => Array.from({ length: n }, (_, i) => `m${i}@example.org`);
    const message = `${mails(2).join(' ')} from 203.0.113.77 to ${mails(3).join(' ')}`;
    const url = 'https://shop.example/?access_token=s3cr3tV4lu30fTh1s&email=jane%40example.org#token=s3cr3tV4lu30fTh1s';
    assert.deepEqual(real.bodySync({ message, list: [{ url }, message] }).removed, [
      { rule: 'pii.email', place: '/message', count: 5 },
      { rule: 'ip.v4', place: '/message', count: 1 },
      { rule: 'key.secret', place: '/list/0/url:query.access_token', count: 1 },
      { rule: 'identity.personal', place: '/list/0/url:query.email', count: 1 },
      { rule: 'key.secret', place: '/list/0/url:fragment:query.token', count: 1 },
      { rule: 'pii.email', place: '/list/1', count: 5 },
      { rule: 'ip.v4', place: '/list/1', count: 1 },
    ]);
    const form = new FormData();
    form.set('access_token', 's3cr3tV4lu30fTh1s');
    form.set('page', url);
    const places = real.bodySync(form).removed.map(({ place }) => place);
    assert.deepEqual(places, ['form.access_token', 'form.page:query.access_token', 'form.page:query.email', 'form.page:fragment:query.token']);
  });

  test('the built scrubber: what is too long is refused, and the next is read', async () => {
    const real = await open(built);
    for (const long of ['x'.repeat(9_000_000), new Uint8Array(30_000_000), { a: 'x'.repeat(8_388_605) }]) {
      assert.equal(real.bodySync(long).refused, 'too-large');
      assert.equal(real.bodySync({ email: 'jane@example.org' }).removed.length, 1);
    }
  });
}
