/** Images as beacons: `src` and `srcset`, by property and by attribute. */
import { route } from '../gate.js';
import { match } from '../match.js';
import { memory } from '../memory.js';
import { patch } from './patch.js';

/** @param {any} win */
export const hookImage = (win) => {
  patch(win.HTMLImageElement.prototype, 'src srcset', (pass, self, args, name) => {
    // The page reads back what it wrote, until that is sent.
    if (!args.length) return memory.get(self)?.[name] ?? pass();
    // A set is known by its first candidate.
    const job = match(args[0], win, self);
    if (!job) return pass();
    job[name] = args[0];
    route(job, 'image', pass, () =>
      pass(['data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=']),
    );
  });

  patch(win.Element.prototype, 'setAttribute', (pass, self, [name, value]) => {
    if (/^src(set)?$/i.test(name) && self.localName === 'img') self[name.toLowerCase()] = value;
    else pass();
  });
};
