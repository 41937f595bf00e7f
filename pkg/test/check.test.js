// The configuration check as it is published: built, started in Node.js from its bytes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const file = (name) => new URL(`../dist/${name}`, import.meta.url);

test('the built check names what is wrong', async () => {
  const { default: init, check, explain } = await import(file('check.js'));
  await init({ module_or_path: readFileSync(file('check.wasm')) });
  assert.deepEqual(check({ policyVersion: '2026-11', categories: ['analytics'] }), { ok: true, errors: [] });
  const report = check({ policyVersion: 7, vendors: { ga4: { endpoints: ['ftp://a/'] } } });
  assert.equal(report.ok, false);
  assert.ok(Object.isFrozen(report));
  assert.deepEqual(
    report.errors.map(({ field }) => field).sort(),
    ['policyVersion', 'vendors.ga4.endpoints[0]'],
  );
  assert.ok(report.errors.every(({ given, expected, message }) => given && expected && message));
  assert.equal(explain('{"colour":"red"}').errors[0].field, 'colour');
  assert.equal(check(new Map([['policyVersion', '1']])).ok, true);
});
