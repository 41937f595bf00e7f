/** `navigator.sendBeacon`. */
import { route } from '../gate.js';
import { match } from '../match.js';
import { copy, patch } from './patch.js';

/** @param {any} win */
export const hookBeacon = (win) =>
  patch(win.Navigator.prototype, 'sendBeacon', (pass, _, args) => {
    const job = match(args[0], win);
    if (!job) return pass();
    route(job, 'beacon', pass, () => {}, copy(args[1]));
    return job.taken ?? true;
  });
