/** Product analytics: PostHog, Mixpanel, Amplitude, Segment, Plausible. */
import { hook } from './hook.js';

/** @type {typeof import('../../types/adapters.d.ts').posthog} */
export const posthog = (scrubber) => {
  const { now } = hook('posthog', scrubber);
  return { before_send: (event) => event && (now(event) ?? null) };
};

/** @type {typeof import('../../types/adapters.d.ts').mixpanel} */
export const mixpanel = (scrubber) => {
  const { now } = hook('mixpanel', scrubber);
  const drop = (/** @type {any} */ item) => now(item) ?? null;
  return {
    // Sent one by one, what `identify` tells by itself skips the hooks.
    batch_requests: true,
    // Events, people and groups as they leave, with what the client adds.
    hooks: { before_send_events: drop, before_send_people: drop, before_send_groups: drop },
  };
};

/** @type {typeof import('../../types/adapters.d.ts').amplitude} */
export const amplitude = (scrubber) => {
  const { soon } = hook('amplitude', scrubber);
  return {
    name: 'hushgate',
    type: 'enrichment',
    async setup(config) {
      // Other plugins add to an event after this one: the last word is where it is sent.
      const { transportProvider } = config;
      config.transportProvider = {
        async send(/** @type {string} */ url, /** @type {any} */ payload, /** @type {unknown[]} */ ...more) {
          const left = await soon(payload);
          // Taken for an error that is not tried again.
          return left ? transportProvider.send(url, left, ...more) : null;
        },
      };
    },
    execute: async (event) => (await soon(event)) ?? null,
  };
};

/** @type {typeof import('../../types/adapters.d.ts').segment} */
export const segment = (scrubber) => {
  const { soon } = hook('segment', scrubber);
  return async ({ payload, next }) => {
    const left = await soon(payload.obj);
    // Not called, the event is dropped.
    if (!left) return;
    const { userId } = payload.obj;
    // The client would put its own in the place of none: a pseudonym, as where there is no anonymous ID beside it.
    payload.obj = userId && !left.userId ? { ...left, ...(await soon({ userId })) } : left;
    next(payload);
  };
};

/** @type {typeof import('../../types/adapters.d.ts').plausible} */
export const plausible = (scrubber) => {
  const { now } = hook('plausible', scrubber);
  return { transformRequest: (payload) => now(payload) ?? null };
};
