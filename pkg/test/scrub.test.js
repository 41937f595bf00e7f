import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from '../src/scrub.js';
import { built, standIn as wasm } from './wasm.js';

const removed = [
  { rule: 'token.test', place: 'query.a', count: 1 },
  { rule: 'rule.two', place: '/b', count: 2 },
];

test('ASCII text is cut in place, other text by its bytes', async () => {
  const scrubber = await open(wasm);
  for (const [given, value] of [
    ['SECRET', 'redacted'],
    ['a=SECRET&b=SECRETSECRET.', 'a=redacted&b=redactedredacted.'],
    ['ü=SECRET&€😀=SECRET ü', 'ü=redacted&€😀=redacted ü'],
  ]) {
    assert.deepEqual(scrubber.url(given), { value, removed }, given);
    assert.deepEqual(await scrubber.body(given), { value, removed }, given);
  }
});

test("a Response of another realm is no instance of this one's class, and is read all the same", async () => {
  const { headers } = new Response();
  const scrubber = await open({ ok: true, headers, arrayBuffer: async () => wasm });
  assert.equal(scrubber.url('SECRET').value, 'redacted');
  await assert.rejects(open({ ok: false, status: 404, headers, arrayBuffer: async () => wasm }), /404/);
});

test('what has nothing to remove is the same object', async () => {
  const scrubber = await open(wasm);
  const lone = 'a\ud800b';
  const same = [
    'nothing', '', lone, 0, null, undefined,
    new Uint8Array([1, 2]), new ArrayBuffer(3), new DataView(new ArrayBuffer(3)),
    new URLSearchParams('a=b'), new Blob(['x']), { a: 1 }, [1],
  ];
  const form = new FormData();
  form.set('a', 'b');
  for (const payload of [...same, form]) {
    const result = await scrubber.body(payload);
    assert.equal(result.refused, undefined, String(payload));
    assert.ok(Object.is(result.value, payload), String(payload));
    assert.deepEqual(result.removed, []);
  }
});

test('every type comes back as the type that it was', async () => {
  const scrubber = await open(wasm);
  const text = (bytes) => new TextDecoder().decode(bytes);
  const bytes = new TextEncoder().encode('x SECRET é');

  for (const given of [bytes, bytes.buffer, new DataView(bytes.buffer), bytes.subarray(2)]) {
    const { value } = await scrubber.body(given);
    assert.match(text(value), /^(x )?redacted é$/);
  }
  const params = (await scrubber.body(new URLSearchParams({ a: 'SECRET', b: 'é' }))).value;
  assert.ok(params instanceof URLSearchParams);
  assert.equal(`${params}`, 'a=redacted&b=%C3%A9');

  const form = new FormData();
  form.append('a', 'SECRET é');
  form.append('a', 'kept\r\nlines');
  const scrubbed = (await scrubber.body(form)).value;
  assert.ok(scrubbed instanceof FormData);
  assert.deepEqual(scrubbed.getAll('a'), ['redacted é', 'kept\r\nlines']);
  assert.deepEqual(form.getAll('a'), ['SECRET é', 'kept\r\nlines']);

  const blob = (await scrubber.body(new Blob(['SECRET'], { type: 'text/x' }))).value;
  assert.equal(blob.type, 'text/x');
  assert.equal(await blob.text(), 'redacted');

  const stream = (await scrubber.body(new Blob(['a SECRET']).stream())).value;
  assert.equal(text(stream), 'a redacted');

  const object = { a: { b: 'SECRET' }, c: undefined };
  assert.deepEqual((await scrubber.body(object)).value, { a: { b: 'redacted' }, c: undefined });
  assert.equal(object.a.b, 'SECRET');
});

test('what cannot be read is refused without a value', async () => {
  const scrubber = await open(wasm);
  const file = new FormData();
  file.set('f', new Blob(['x']));
  for (const [payload, refused] of [
    ['!', 'malformed'], [file, 'unsupported'], [Symbol('s'), 'unreadable'], [Promise.resolve(), 'unsupported'],
  ]) {
    assert.deepEqual(await scrubber.body(payload), { removed: [], refused });
  }
});

test('a bomb is refused before it is whole', async () => {
  const scrubber = await open(wasm);
  const zeros = new Blob(Array(12).fill(new Uint8Array(1 << 20)));
  const bomb = await new Response(zeros.stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
  assert.ok(bomb.byteLength < 20_000);
  assert.deepEqual(await scrubber.body(bomb), { removed: [], refused: 'too-large' });
});

test('deflate without its head is read where it is declared', async () => {
  const scrubber = await open(wasm);
  const through = async (bytes, stream) =>
    new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
  const raw = await through('a SECRET', new CompressionStream('deflate-raw'));
  const { value } = await scrubber.body(raw, { encoding: 'deflate' });
  assert.equal(new TextDecoder().decode(await through(value, new DecompressionStream('deflate-raw'))), 'a redacted');
  for (const [payload, encoding] of [['text', 'deflate'], ['text', 'gzip'], [raw, 'br'], [raw, 'gzip, deflate']]) {
    assert.equal((await scrubber.body(payload, { encoding })).refused, 'compressed');
  }
});

test('a dry run tells and changes nothing', async () => {
  const scrubber = await open(wasm);
  const blob = new Blob(['SECRET']);
  for (const payload of ['SECRET', { a: 'SECRET' }, blob, new URLSearchParams('a=SECRET')]) {
    assert.deepEqual(await scrubber.body(payload, { dryRun: true }), { value: payload, removed, dryRun: true });
  }
  assert.deepEqual(scrubber.url('SECRET', { dryRun: true }), { value: 'SECRET', removed, dryRun: true });
  assert.deepEqual(scrubber.bodySync(blob, { dryRun: true }), { value: blob, removed: [], refused: 'unreadable', dryRun: true });
  const text = async (it) => new Response(it).text();
  const { value } = await scrubber.body(new Blob(['SECRET']).stream(), { dryRun: true });
  assert.equal(await text(value), 'SECRET');
  const request = new Request('https://shop.example/', { method: 'POST', body: 'SECRET' });
  assert.equal(await (await scrubber.body(request, { dryRun: true })).value.text(), 'SECRET');
});

test('compressed bodies are unpacked, scrubbed and packed again', async () => {
  const scrubber = await open(wasm);
  const through = async (bytes, stream) =>
    new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
  for (const format of ['gzip', 'deflate']) {
    const packed = await through('a SECRET é', new CompressionStream(format));
    const { value } = await scrubber.body(packed);
    assert.equal(new TextDecoder().decode(await through(value, new DecompressionStream(format))), 'a redacted é');
    const clean = await through('nothing', new CompressionStream(format));
    assert.equal((await scrubber.body(clean)).value, clean);
    const cut = packed.slice(0, packed.length - 6);
    assert.deepEqual(await scrubber.body(cut), { removed: [], refused: 'compressed' });
  }
});

test('the memory may grow beneath a long text', async () => {
  const scrubber = await open(wasm);
  const long = 'x'.repeat(300_000);
  assert.equal((await scrubber.body(`${long}SECRET`)).value, `${long}redacted`);
  assert.equal((await scrubber.body(`é${long}SECRET`)).value, `é${long}redacted`);
  assert.equal((await scrubber.body('SECRET')).value, 'redacted');
});

test('after a trap everything is refused', async () => {
  const scrubber = await open(wasm);
  assert.equal((await scrubber.body('*')).refused, 'trap');
  assert.equal((await scrubber.body('plain')).refused, 'trap');
  assert.equal(scrubber.url('https://shop.example/').value, undefined);
});

test('it starts from a module, bytes, a response of either type, or a promise', async () => {
  const response = (type) => new Response(wasm, { headers: { 'content-type': type } });
  for (const source of [
    wasm, wasm.buffer.slice(0), await WebAssembly.compile(wasm), Promise.resolve(wasm),
    response('application/wasm'), response('application/octet-stream'),
  ]) {
    const scrubber = await open(source, new Uint8Array(32));
    assert.equal(scrubber.url('SECRET', { vendor: 'ga4' }).value, 'redacted');
  }
  await assert.rejects(open(new Response('', { status: 404 })), /404/);
});

if (built) {
  test('the built scrubber removes an access token and leaves the rest', async () => {
    const scrubber = await open(built);
    const token = 'Zq8'.repeat(9);
    const { value, removed: found } = scrubber.url(`https://shop.example/p?a=1&access_token=${token}#top`);
    assert.ok(!value.includes(token), value);
    assert.ok(value.startsWith('https://shop.example/p?a=1'), value);
    assert.ok(found.length > 0);
    const event = { page: `https://shop.example/p?access_token=${token}`, title: 'Prices' };
    const clean = (await scrubber.body(event)).value;
    assert.ok(!JSON.stringify(clean).includes(token));
    assert.equal(clean.title, 'Prices');
    assert.ok(event.page.includes(token));
  });
}
