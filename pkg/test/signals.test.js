import assert from 'node:assert/strict';
import { test } from 'node:test';
import { follow } from '../src/signals/follow.js';

/** A gate that tells what it is given, and the signal's own calls. @param {object} row */
const trial = (row) => {
  /** @type {any[]} */
  const calls = [];
  /** @type {any} */
  let tell;
  follow(
    {
      name: 'trial',
      start: (/** @type {any} */ state) => calls.push(['start', state]),
      update: (/** @type {any} */ state) => calls.push(['update', state]),
      ...row,
    },
    (/** @type {any} */ listener) => (tell = listener),
  );
  return { calls, tell: (/** @type {any} */ granted, more = {}) => tell({ granted: { necessary: true, ...granted }, ...more }) };
};

const types = { ads: 'bing-ads marketing', counts: 'ga4 analytics', own: 'necessary' };
const off = { ads: false, counts: false, own: true };

test('a signal starts with nothing granted but what is necessary', () => {
  assert.deepEqual(trial({ types }).calls, [['start', off]]);
});

test('while nobody has answered, the start holds', () => {
  const { calls, tell } = trial({ types });
  tell({ analytics: false, marketing: false }, { asked: true, decided: false, gpc: false });
  assert.equal(calls.length, 1);
});

test('a choice and the browser’s signal are told, also if they are what held before', () => {
  for (const more of [{ decided: true }, { decided: false, gpc: true }]) {
    const { calls, tell } = trial({ types });
    tell({ analytics: false }, more);
    assert.deepEqual(calls[1], ['update', off]);
  }
});

test('a default of the regime is told without a choice', () => {
  const { calls, tell } = trial({ types });
  tell({ analytics: true, marketing: true }, { decided: false, gpc: false });
  assert.deepEqual(calls[1], ['update', { ads: true, counts: true, own: true }]);
});

test('the same is never told twice', () => {
  const { calls, tell } = trial({ types });
  tell({ analytics: true }, { decided: true });
  tell({ analytics: true, functional: true }, { decided: true });
  tell({ analytics: false }, { decided: true });
  tell({ analytics: false }, { decided: false, asked: true });
  assert.deepEqual(calls.slice(1).map(([, { counts }]) => counts), [true, false]);
});

test('a service goes before its category, and a failure of the gate takes everything back', () => {
  const { calls, tell } = trial({ types });
  tell({ analytics: true, ga4: false, marketing: false, 'bing-ads': true }, { decided: true });
  assert.deepEqual(calls[1], ['update', { ads: true, counts: false, own: true }]);
  tell({});
  assert.deepEqual(calls[2], ['update', off]);
});

test('names of objects’ own members are no names of the site’s', () => {
  const { calls, tell } = trial({ types: { odd: 'toString constructor' } });
  tell({ analytics: true }, { decided: true });
  assert.deepEqual(calls[1], ['update', { odd: false }]);
});

test('without types each snapshot is told as it is, once', () => {
  const { calls, tell } = trial({});
  tell({ analytics: false }, { asked: true });
  tell({ analytics: false }, { asked: true });
  tell({ analytics: false }, { decided: true });
  assert.equal(calls.filter(([kind]) => kind === 'update').length, 2);
  assert.deepEqual(calls.at(-1), ['update', { necessary: true, analytics: false }]);
});

test('a signal that wants to know always is told of the state before an answer', () => {
  const { calls, tell } = trial({ types, always: true });
  tell({ analytics: false }, { asked: true });
  assert.deepEqual(calls[1], ['update', off]);
});

test('a signal that throws is named, and the page goes on', async () => {
  const { error } = console;
  /** @type {any[]} */
  const said = [];
  console.error = (...all) => said.push(all.join(' '));
  const broken = async () => {
    throw Error('no tag');
  };
  const { tell } = trial({ types, start: broken, update: broken });
  tell({ analytics: true }, { decided: true });
  await new Promise((done) => setTimeout(done));
  console.error = error;
  assert.equal(said.length, 2);
  assert.match(said[0], /signal trial .*no tag/);
});
