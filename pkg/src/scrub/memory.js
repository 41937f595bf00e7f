/**
 * Remembers what small Blobs and Requests are made from, because their content can otherwise only be read
 * asynchronously, which is too late for what is sent while the page closes.
 */
import { copy, guard } from '../hooks/patch.js';

const SMALL = 1 << 16;

/** @type {WeakMap<object, any[]>} */
export const memory = new WeakMap();

/**
 * @param {string} name
 * @param {(made: any, first: any, second: any) => any[] | undefined} parts
 */
const watch = (name, parts) =>
  guard(() => {
    const page = /** @type {any} */ (window);
    const proxy = new Proxy(page[name], {
      construct(target, args, newTarget) {
        const made = Reflect.construct(target, args, newTarget);
        guard(() => {
          const known = parts(made, args[0], args[1]);
          if (known) memory.set(made, known.map(copy));
        });
        return made;
      },
    });
    page[name] = proxy;
    proxy.prototype.constructor = proxy;
  });

export const rememberBodies = () => {
  watch('Blob', ({ size }, given) => (size > SMALL ? undefined : [...given]));
  watch('Request', (_, input, init) => (init?.body ? [init.body] : memory.get(input)));
};
