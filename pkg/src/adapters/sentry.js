/** Sentry: its hooks for single events, and an integration that sees whole envelopes. */
import { hook } from './hook.js';

/** @type {typeof import('../../types/adapters.d.ts').sentry} */
export const sentry = (scrubber) => {
  const { now, soon } = hook('sentry', scrubber);
  const drop = (/** @type {any} */ event) => now(event) ?? null;
  const wait = async (/** @type {any} */ event) => (await soon(event)) ?? null;
  return {
    beforeSend: wait,
    beforeSendTransaction: wait,
    beforeBreadcrumb: drop,
    beforeSendLog: drop,
    beforeSendMetric: drop,
  };
};

/** @type {typeof import('../../types/adapters.d.ts').sentryIntegration} */
export const sentryIntegration = (scrubber) => {
  const { now } = hook('sentry', scrubber);
  return {
    name: 'Hushgate',
    setup(client) {
      // The last word on all that is sent: spans, sessions and attachments pass no other hook.
      client.on('beforeEnvelope', (/** @type {any} */ envelope) => {
        const head = now(envelope[0]);
        const items = envelope[1].flatMap((/** @type {any} */ [header, payload]) => {
          const left = head && now(payload);
          return left === undefined ? [] : [[now(header), left]];
        });
        envelope[0] = head ?? {};
        envelope[1] = items;
      });
    },
  };
};
