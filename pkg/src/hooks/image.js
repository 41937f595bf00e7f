/** Images as beacons: `src` and `srcset`, by property and by attribute. */
import { route } from '../gate.js';
import { match } from '../match.js';
import { patch } from './patch.js';

/** @param {any} win */
export const hookImage = (win) => {
  patch(win.HTMLImageElement.prototype, 'src srcset', (pass, self, args, name) => {
    if (!args.length) return pass();
    // A set is known by its first candidate.
    const job = match(args[0], win, self);
    if (!job) return pass();
    job.set = name[3];
    // An image in its place would need leave of the page's `img-src`.
    const drop = () => queueMicrotask(() => self.dispatchEvent(new Event('load')));
    route(job, 'image', pass, drop);
  });

  patch(win.Element.prototype, 'setAttribute', (pass, self, [name, value]) => {
    if (/^src(set)?$/i.test(name) && self.localName === 'img') self[name.toLowerCase()] = value;
    else pass();
  });
};
