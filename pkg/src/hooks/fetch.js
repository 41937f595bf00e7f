/** `fetch`: string, URL and Request input. */
import { route } from '../gate.js';
import { match } from '../match.js';
import { patch } from './patch.js';

/** @param {any} win */
export const hookFetch = (win) =>
  patch(win, 'fetch', (pass, _, [input, init]) => {
    const job = match(input?.url ?? input, win);
    if (!job) return pass();
    return new Promise((resolve, reject) => {
      // Takes the body and refuses bad arguments as the platform would.
      const request = new Request(input.url ? input : job.url, init);
      const { signal } = request;
      // One that has ended already tells nobody.
      signal.throwIfAborted();
      signal.onabort = () => {
        job.done = true;
        reject(signal.reason);
      };
      job.request = request;
      job.init = init;
      job.resolve = resolve;
      route(job, 'fetch', pass, () => resolve(new Response('{}')), init?.body);
    });
  });
