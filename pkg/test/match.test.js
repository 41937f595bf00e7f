import assert from 'node:assert/strict';
import { test } from 'node:test';
import { text, vendors } from './catalogue.js';

const page = { document: { baseURI: 'https://shop.example/a/page' } };
globalThis.document = page.document;
globalThis.__VENDORS__ = text;
const { learn, match } = await import('../src/match.js');
const vendor = (url, win = page) => match(url, win)?.vendor;

test('every row of the catalogue matches its examples and not its counter-examples', () => {
  assert.ok(vendors.length >= 12, `only ${vendors.length} rows were read`);
  for (const { id, examples, counter } of vendors) {
    assert.ok(examples.length, `${id} has no example`);
    for (const url of examples) assert.equal(vendor(url), id, url);
    for (const url of counter) assert.notEqual(vendor(url), id, url);
  }
});

test('hosts match as whole labels, with their sub-domains, on any port', () => {
  assert.equal(vendor('https://google-analytics.com/x'), 'ga4');
  assert.equal(vendor('https://region1.google-analytics.com:8443/x'), 'ga4');
  assert.equal(vendor('//www.google-analytics.com/x'), 'ga4');
  assert.equal(vendor('https://WWW.Google-Analytics.com/x'), 'ga4');
  assert.equal(vendor('https://not-google-analytics.com/x'), undefined);
  assert.equal(vendor('https://google-analytics.com.evil.example/x'), undefined);
  assert.equal(vendor('https://shop.example/www.google-analytics.com/x'), undefined);
  assert.equal(vendor('https://shop.example/?u=https://google-analytics.com/'), undefined);
});

test('a path prefix of a host ends with a segment', () => {
  assert.equal(vendor('https://www.facebook.com/tr?id=1'), 'meta-pixel');
  assert.equal(vendor('https://www.facebook.com/tr/?id=1'), 'meta-pixel');
  assert.equal(vendor('https://www.facebook.com/travel'), undefined);
});

test('shapes match on any host, by the end of the path and by names in the query', () => {
  assert.equal(vendor('/api/42/envelope/?sentry_key=a'), 'sentry');
  assert.equal(vendor('https://o.example/x/api/my-shop/envelope/?sentry_key=a'), 'sentry');
  assert.equal(vendor('/api/42/envelope/'), undefined);
  assert.equal(vendor('/api/4/2/envelope/?sentry_key=a'), undefined);
  assert.equal(vendor('/g/collect?v=2&tid=G-1'), 'ga4');
  assert.equal(vendor('/g/collect?%76=2&tid=G-1'), 'ga4');
  assert.equal(vendor('/g/collect?v=3&tid=G-1'), undefined);
});

test('a bare vendor id is nobody\'s host', () => {
  for (const { id } of vendors) assert.equal(vendor(`http://${id}/`), undefined, id);
});

test('the site\'s endpoints are prefixes, relative ones to the page', () => {
  learn({
    vendors: {
      'own-stats': { category: 'analytics', endpoints: ['/stats/', 'http://127.0.0.1:9/in'] },
      ga4: { category: 'analytics' },
      mixpanel: { endpoints: ['https://mp.shop.example'] },
    },
  });
  assert.equal(vendor('/stats/hit?x=1'), 'own-stats');
  assert.equal(vendor('../stats/hit'), 'own-stats');
  assert.equal(vendor('/statsx'), undefined);
  assert.equal(vendor('http://127.0.0.1:9/in/a'), 'own-stats');
  assert.equal(vendor('http://127.0.0.1:99/in/a'), undefined);
  assert.equal(vendor('https://mp.shop.example/track/'), 'mixpanel');
});

test('what is no address, or is inlined, is nobody\'s', () => {
  for (const odd of ['http://[', 'data:image/gif;base64,AA', 'blob:https://shop.example/1', 'javascript:0', null, undefined, {}, 7]) {
    assert.equal(vendor(odd), undefined, String(odd));
  }
});

test('the address comes back absolute, against the document that asked', () => {
  const frame = { document: { baseURI: 'https://google-analytics.com/sub/' } };
  assert.equal(match('x?y', frame)?.url, 'https://google-analytics.com/sub/x?y');
});

test('a later address of the same object replaces the earlier', () => {
  const image = {};
  const first = match('https://google-analytics.com/1', page, image);
  const second = match('https://google-analytics.com/2', page, image);
  assert.ok(first.done);
  assert.ok(!second.done);
  assert.equal(second.self, image);
  match('https://shop.example/3', page, image);
  assert.ok(second.done);
});
