import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { text } from './catalogue.js';

const root = new URL('../', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

const targets = (entry) => (typeof entry === 'string' ? [entry] : Object.values(entry).flatMap(targets));

test('what the package exports exists once it is built, and is published', () => {
  const built = existsSync(new URL('dist/', root));
  for (const target of Object.values(manifest.exports).flatMap(targets)) {
    const path = target.replace('./', '').replace('*', 'de.json');
    assert.ok(path === 'package.json' || manifest.files.some((name) => path.startsWith(name)), path);
    if (built || !path.startsWith('dist/')) assert.ok(existsSync(new URL(path, root)), path);
  }
});

test('the npm entry names every file that bundlers have to find', () => {
  const dist = new URL('dist/', root);
  if (!existsSync(dist)) return;
  const source = readFileSync(new URL('src/index.js', root), 'utf8');
  const named = [...source.matchAll(/new URL\('\.\/([^']+)'/g)].map(([, name]) => name);
  const entries = ['adapters.js', 'hushgate.js', 'index.js', 'node.js', 'signals.js'];
  const built = readdirSync(dist).filter((name) => /\.(js|wasm)$/.test(name) && !entries.includes(name));
  assert.deepEqual(named.sort(), built.sort());
});

const NAMES = [
  'acceptAll', 'exportRecord', 'forget', 'get', 'init', 'ready', 'rejectAll', 'scrub', 'scrubUrl', 'scrubber', 'set', 'show',
  'signals', 'subscribe', 'version',
];

test('both entries export the same names, and importing them touches nothing', async () => {
  Object.assign(globalThis, { __VENDORS__: text, __VERSION__: '1.2.3', __SCRUB_INTEGRITY__: '', __RULES__: 'one two', __EDITION__: '2026-01-01.00000000', __LARGER__: 'sentry' });
  const before = Reflect.ownKeys(globalThis);
  const browser = await import('../src/index.js');
  const node = await import('../src/node.js');
  assert.deepEqual(Reflect.ownKeys(globalThis), before);
  assert.deepEqual(Object.keys(browser).sort(), NAMES);
  assert.deepEqual(Object.keys(node).sort(), NAMES);
  // The browser's entry on a server that does not know the condition.
  assert.equal(browser.init({}), undefined);
  assert.equal(browser.get('analytics'), false);
  assert.deepEqual(Reflect.ownKeys(globalThis), before);
});

test('on a server nothing is granted and nothing passes for scrubbed', async () => {
  const node = await import('../src/node.js');
  node.init({});
  node.acceptAll();
  assert.equal(node.get('analytics'), false);
  assert.deepEqual(await node.ready(), { granted: { necessary: true } });
  assert.equal((await node.scrub('text')).value, undefined);
  assert.equal((await node.scrubUrl('https://shop.example/')).refused, 'unavailable');
  assert.equal((await node.scrubber()).bodySync('text').refused, 'unavailable');
  assert.equal(await node.exportRecord(), undefined);
  await node.forget();
  node.subscribe(() => assert.fail('told something'))();
});
