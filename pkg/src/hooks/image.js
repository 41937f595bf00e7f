/** Images as beacons: `src` and `srcset`, by property and by attribute. */
import { route } from '../gate.js';
import { match } from '../match.js';
import { memory } from '../memory.js';
import { patch } from './patch.js';

/** @param {any} win */
export const hookImage = (win) => {
  for (const name of ['src', 'srcset']) {
    patch(win.HTMLImageElement.prototype, name, (pass, self, args) => {
      // The page reads back what it wrote, until that is sent.
      if (!args.length) return memory.get(self)?.[name] ?? pass();
      // Of a set the first candidate that is a vendor's is sent in place of all.
      for (const each of name === 'src' ? args : `${args[0]}`.split(/,?\s+/)) {
        const job = match(each, win, self);
        if (job) {
          job[name] = args[0];
          return route(job, 'image', pass, () =>
            pass(['data:image/gif;base64,R0lGODlhAQABAAAAACw=']),
          );
        }
      }
      pass();
    });
  }

  patch(win.Element.prototype, 'setAttribute', (pass, self, [name, value]) => {
    if (/^src(set)?$/i.test(name) && self.localName === 'img') self[name.toLowerCase()] = value;
    else pass();
  });
};
