import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('the parser that docs/record.md gives to backends reads the records of the fixtures', async () => {
  const [, code] = /```js\n([^]*?)```/.exec(read('docs/record.md'));
  const { granted } = await import(`data:text/javascript,${encodeURIComponent(code + 'export { granted };')}`);
  const now = 1790000000000;
  const of = (name, key, at = now) => granted(read(`tests/data/records/${name}.txt`), at, key);
  assert.equal(of('1', 'analytics'), true);
  assert.equal(of('1', 'analytics.ga4'), true);
  assert.equal(of('1', 'analytics.sentry'), false);
  assert.equal(of('1', 'marketing'), false);
  assert.equal(of('1', 'analytics', now + 365 * 864e5), false);
  assert.equal(of('1-notice', 'analytics'), false);
  assert.equal(of('1-newer-keys', 'analytics'), true);
  assert.equal(of('2-newer-release', 'marketing'), false);
  assert.equal(granted('v=1&x=9999999999999&analytics=0&analytics=1', now, 'analytics'), false);
  assert.equal(granted('', now, 'analytics'), false);
});
