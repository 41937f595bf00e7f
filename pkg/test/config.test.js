import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { afterwards, mistake, plan } from '../../src/browser/config.js';

const table = (name) => JSON.parse(readFileSync(new URL(`../../tests/data/${name}`, import.meta.url), 'utf8'));

// Left to the wasm, which has the catalogue, and to the developers' check, which has the words.
const ELSEWHERE = ['OwnVendor', 'TextKey', 'Fewer'];

test('the gate finds the mistakes that the check has words for', () => {
  const cases = table('config.json');
  assert.ok(cases.length > 50);
  for (const { name, config, error } of cases) {
    const expected = ELSEWHERE.includes(error?.expected) ? undefined : error?.field;
    const wrong = mistake(config) ?? afterwards(JSON.stringify(config));
    assert.equal(wrong, expected, name);
  }
});

test('what is used after a choice is checked then', () => {
  for (const [config, field] of [
    [{ proof: { url: '/consent' } }, 'proof.url'],
    [{ proof: { endpoint: 'consent' } }, 'proof.endpoint'],
    [{ proof: { format: 'xml' } }, 'proof.format'],
    [{ proof: { retentionDays: 0 } }, 'proof.retentionDays'],
    [{ import: { onetrust: {} } }, 'import.onetrust'],
    [{ import: { klaro: { name: 'k' } } }, 'import.klaro.name'],
    [{ import: { klaro: { names: { a: ['b', 2] } } } }, 'import.klaro.names.a'],
    [{ import: { klaro: { names: { a: ['b'], c: 'd' } } }, text: 7 }],
  ]) {
    assert.equal(afterwards(JSON.stringify(config)), field);
  }
  assert.equal(afterwards(''), undefined);
});

test('what is no plain value is a mistake, and what every object has is no field', () => {
  for (const value of [undefined, null, [], 1, 'x', true]) assert.equal(mistake(value), '');
  for (const name of ['constructor', 'toString', 'hasOwnProperty', '*']) {
    assert.equal(mistake({ [name]: {} }), name);
    assert.equal(mistake({ expiry: { [name]: 1 } }), `expiry.${name}`);
  }
  assert.equal(mistake(JSON.parse('{"__proto__":{"policyUrl":"/p"}}')), '__proto__');
});

// tests/config.rs reads the same plans and gets what it reads of the same configs.
test('what follows from a config is what the wasm expects', () => {
  for (const { config, region, plan: expected } of table('plans.json')) {
    assert.equal(mistake(config), undefined);
    assert.equal(plan(config, region), expected.join('\n'));
  }
});
