import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as adapters from '../src/adapters.js';
import { open } from '../src/scrub.js';
import { built, standIn } from './wasm.js';

const scrubber = await open(standIn);

test('a hook drops what is refused, and tells nobody where there is no document', async () => {
  assert.equal(adapters.posthog(scrubber).before_send({ a: 'SECRET' }).a, 'redacted');
  assert.equal(adapters.posthog(scrubber).before_send(null), null);
  let deep = {};
  for (let i = 0; i < 200; i++) deep = { deep };
  assert.equal(adapters.plausible(scrubber).transformRequest({ deep }), null);
  assert.equal(await adapters.sentry(scrubber).beforeSend({ deep }), null);
  assert.equal(adapters.snowplow(scrubber).filter({ deep }), false);
  await assert.rejects(adapters.rollbar(scrubber).transform({ deep }), /refused/);
});

test('a hook that may wait waits for a scrubber that is on its way', async () => {
  const late = new Promise((done) => setTimeout(done, 20, scrubber));
  assert.equal(adapters.posthog(late).before_send({ a: 'SECRET' }), null);
  assert.equal((await adapters.sentry(late).beforeSend({ a: 'SECRET' })).a, 'redacted');
});

test('without a scrubber nothing passes, and the console says why', async (context) => {
  const error = context.mock.method(console, 'error', () => {});
  const { before_send: hook } = adapters.posthog();
  await new Promise((done) => setTimeout(done, 0));
  assert.equal(hook({ a: 1 }), null);
  assert.match(error.mock.calls[0].arguments[0], /posthog.*dropped.*start it first/);
});

test('an event that cannot be another one is written to', () => {
  const event = { a: 'SECRET', list: ['SECRET'], SECRET: 1 };
  assert.equal(adapters.elastic(scrubber)(event) === event, false);
  assert.equal(adapters.appinsights(scrubber)(event), true);
  assert.deepEqual(event, { a: 'redacted', list: ['redacted'], redacted: 1 });
});

if (built) {
  test('a Matomo request keeps its site and loses who it is of', async () => {
    const process = adapters.matomo(await open(built));
    const request = process('idsite=7&rec=1&uid=jane-48213&url=https%3A%2F%2Fshop.example%2F%3Faccess_token%3DZq8Zq8Zq8Zq8Zq8Zq8&action_name=Prices');
    assert.ok(!/jane|Zq8/.test(request), request);
    assert.match(request, /^idsite=7&rec=1&.*action_name=Prices$/);
  });
}
