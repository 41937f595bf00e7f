// A site's own settings, over the wasm as it is published.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { open } from '../src/scrub.js';
import './wasm.js';

Object.assign(globalThis, { __SITE_INTEGRITY__: '' });
const { ACCEPTED, read } = await import('../src/site.js');
const file = (name) => new URL(`../dist/${name}`, import.meta.url);
const wasm = readFileSync(file('site.wasm'));
const cases = JSON.parse(readFileSync(new URL('../../tests/data/scrub.json', import.meta.url), 'utf8'));

const KEY = new Uint8Array(32).fill(7);
const start = (scrub, vendors) => open(wasm, KEY, { scrub, vendors });
/** What is left of a text, which is left of itself too. */
const left = (scrubber, text, options) => {
  const result = scrubber.bodySync(text, options);
  assert.equal(result.refused, undefined, `${result.refused}: ${text}`);
  const again = scrubber.bodySync(result.value, options);
  assert.equal(again.value, result.value, 'twice differs');
  return result.value;
};

test('the table of settings: the page says what is wrong in the words of the check', async () => {
  const { default: init, check } = await import(file('check.js'));
  await init({ module_or_path: readFileSync(file('check.wasm')) });
  assert.ok(cases.length > 25);
  for (const { name, config, error } of cases) {
    const told = [];
    const wrong = await open(wasm, KEY, config).then(() => undefined, (error) => error);
    const [first] = check(config).errors;
    assert.equal(wrong?.field, error?.field, name);
    assert.equal(first?.field, error?.field, name);
    if (!error) continue;
    assert.deepEqual([wrong.given, wrong.expected], [error.given, ACCEPTED[error.expected]], name);
    assert.deepEqual([first.given, first.expected, first.message], [wrong.given, wrong.expected, wrong.message], name);
    try {
      read(config, (detail) => told.push(detail));
    } catch (thrown) {
      assert.deepEqual(told, [{ code: 'config', field: error.field, given: error.given, expected: wrong.expected, message: thrown.message }]);
    }
  }
});

test('what JSON cannot say is checked too', async () => {
  const { check } = await import(file('check.js'));
  for (const [patterns, field] of [
    [{ a: /x/giy, b: 'y{2}' }],
    [{ a: '(' }, 'scrub.patterns.a'],
    [{ a: undefined }, 'scrub.patterns.a'],
    [{ a: /x/, b: { source: 'x', flags: '' } }, 'scrub.patterns.b'],
  ]) {
    const wrong = await start({ patterns }).then(() => undefined, (error) => error);
    assert.equal(wrong?.field, field);
    assert.equal(check({ scrub: { patterns } }).errors[0]?.field, field);
  }
  // A line end would be another setting.
  for (const scrub of [{ keys: { 'a\nRb': 'remove' } }, { only: { ga4: ['a\n/**'] } }, { placeholder: 'a\nRb' }]) {
    await assert.rejects(start(scrub), { code: 'config' });
  }
  await assert.rejects(open(readFileSync(file('scrub.wasm')), KEY, { scrub: {} }), /site\.wasm/);
});

test('placeholder, names and the only fields, by every way in', async () => {
  const scrubber = await start(
    {
      placeholder: 'gone',
      keys: { case_ref: 'remove', partner: 'placeholder', 'member.code': 'empty', contact_ref: 'pseudonym', edge: 'truncate' },
      only: { ga4: ['v', 'tid', 'ep.*'], own: ['/a/b'] },
    },
    { own: { category: 'analytics', endpoints: ['/in'] } },
  );
  const token = 'Zq8'.repeat(9);
  assert.equal(scrubber.url(`https://shop.example/?access_token=${token}&case_ref=1&p=2`).value, 'https://shop.example/?access_token=gone&p=2');
  assert.deepEqual(
    scrubber.bodySync({ partner: { name: 'x' }, member: { code: 7 }, edge: '203.0.113.9', n: 1 }).value,
    { partner: null, member: { code: null }, edge: '203.0.113.0', n: 1 },
  );
  assert.match(left(scrubber, '{"contact_ref":"jane"}'), /^\{"contact_ref":"hush-[0-9a-f]{32}"\}$/);
  const ga4 = { vendor: 'ga4' };
  assert.equal(scrubber.url('https://google-analytics.com/g/collect?v=2&cid=1&ep.x=y', ga4).value, 'https://google-analytics.com/g/collect?v=2&ep.x=y');
  const form = new FormData();
  form.append('cid', '1');
  form.append('tid', 'G-1');
  const kept = (await scrubber.body(form, ga4)).value;
  assert.deepEqual([...kept], [['tid', 'G-1']]);
  assert.equal(`${scrubber.bodySync(new URLSearchParams('x=1&v=2'), ga4).value}`, 'v=2');
  assert.deepEqual(scrubber.bodySync({ a: { b: [1, { c: 2 }], d: 3 }, e: 4 }, { vendor: 'own' }).value, { a: { b: [1, {}] } });
  assert.equal(scrubber.bodySync('plain text', ga4).refused, 'unsupported');
  assert.equal(scrubber.bodySync(new Uint8Array([10, 2, 104, 105]), { vendor: 'own', contentType: 'application/x-protobuf' }).refused, 'unsupported');
  assert.deepEqual(scrubber.bodySync('{"x":1}', { vendor: 'own' }).removed, [{ rule: 'site.only', place: '/x', count: 1 }]);
});

test('patterns see texts as they are meant, and name themselves', async () => {
  const scrubber = await start({ patterns: { ticket: /tck-\d{6}/i, member: '\\bM\\d{3}\\b', half: /[\ud83d]/, wide: /ü+|^$/ } });
  for (const [text, want, contentType] of [
    ['{"a":"see TCK-123456, tck-654321!","n" : 1.50}', '{"a":"see redacted, redacted!","n" : 1.50}'],
    ['{"a":"\\u0054CK-12345\\u0036 \\u00e9"}', '{"a":"redacted \\u00e9"}'],
    ['{"é":"é üü M123 😀 TCK-123456"}', '{"é":"é redacted redacted redacted redacted"}'],
    ['ref=%54CK%2D123456&q=%41', 'ref=redacted&q=%41', 'application/x-www-form-urlencoded'],
    ['ref=%FF%54CK%2D123456%FE', 'ref=%FFredacted%FE', 'application/x-www-form-urlencoded'],
    [`data=${btoa('{"t":"M123","n":12}')}`, `data=${btoa('{"t":"redacted","n":12}')}`, 'application/x-www-form-urlencoded'],
    ['jane@example.com TCK-123456', 'redacted redacted', 'text/plain'],
  ]) {
    assert.equal(left(scrubber, text, { contentType }), want, text);
  }
  assert.deepEqual(scrubber.bodySync('{"a":"M123 M124","b":["TCK-123456"]}').removed, [
    { rule: 'site.member', place: '/a', count: 2 },
    { rule: 'site.ticket', place: '/b/0', count: 1 },
  ]);
});

test('a pattern may match what stands in for what it found', async () => {
  for (const pattern of [/red/, /[a-z]+/, /./, /e.*d/, /\w+-1/]) {
    const scrubber = await start({ patterns: { odd: pattern } });
    left(scrubber, '{"a":"hundred Fedx-1 reds"}');
  }
});

test('a pattern that throws refuses everything from then on', async () => {
  const scrubber = await start({ patterns: { a: /x/ } });
  const { exec } = RegExp.prototype;
  try {
    RegExp.prototype.exec = () => {
      throw Error('no');
    };
    assert.equal(scrubber.bodySync('{"a":"x"}').refused, 'trap');
  } finally {
    RegExp.prototype.exec = exec;
  }
  assert.equal(scrubber.bodySync('{"a":"y"}').refused, 'trap');
});
