import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
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

test('and so does the one for PHP', () => {
  const [, code] = /```php\n([^]*?)```/.exec(read('docs/record.md'));
  const now = 1790000000000;
  const ask = (record, key, at = now) =>
    execFileSync('php', ['-r', `${code} echo granted($argv[1], (int) $argv[2], $argv[3]) ? 'yes' : 'no';`, '--', record, `${at}`, key], { encoding: 'utf8' });
  for (const [name, key, expected, at] of [
    ['1', 'analytics', 'yes'],
    ['1', 'analytics.ga4', 'yes'],
    ['1', 'analytics.sentry', 'no'],
    ['1', 'unknown', 'no'],
    ['1', 'analytics', 'no', now + 365 * 864e5],
    ['1-notice', 'analytics', 'no'],
    ['1-newer-keys', 'analytics', 'yes'],
    ['2-newer-release', 'marketing', 'no'],
  ]) {
    assert.equal(ask(read(`tests/data/records/${name}.txt`), key, at), expected, `${key} in ${name}`);
  }
  for (const odd of ['', '&', '=', 'v', 'v=1&x=9999999999999&analytics=0&analytics=1', 'v=1&x=-1&analytics=1', 'v=1&x&analytics=1']) {
    assert.equal(ask(odd, 'analytics'), 'no', odd);
  }
});
