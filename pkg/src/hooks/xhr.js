/** `XMLHttpRequest`: decided in `send`, re-opened for the scrubbed address. */
import { route } from '../gate.js';
import { match } from '../match.js';
import { memory } from '../memory.js';
import { copy, patch } from './patch.js';

/** @param {any} win */
export const hookXhr = (win) => {
  const proto = win.XMLHttpRequest.prototype;

  patch(proto, 'open', (pass, self, args) => {
    pass();
    const job = match(args[1], win, self);
    if (job) {
      job.headers = [];
      job.sync = args.length > 2 && !args[2];
      /** @type {(url: string, method?: string) => void} */
      job.open = (url, method = args[0]) => {
        job.done = true;
        pass([method, url, ...args.slice(2)]);
      };
    }
  });

  patch(proto, 'setRequestHeader', (pass, self, args) => {
    pass();
    memory.get(self)?.headers.push(args);
  });

  patch(proto, 'abort', (pass, self) => {
    const job = memory.get(self);
    // A request that waits here must still end with the native abort events.
    if (job?.transport && !job.done) job.drop();
    pass();
  });

  patch(proto, 'send', (pass, self, args) => {
    const job = memory.get(self);
    if (!job || job.done) return pass();
    if (job.transport) return;
    const drop = () => {
      job.open('data:,{}', 'GET');
      pass([]);
    };
    route(job, 'xhr', pass, drop, copy(args[0]));
  });
};
