/** How a native is wrapped: by a Proxy on its owner, so that name, length, `this` and statics stay. */

/**
 * Runs our own logic where a mistake of ours must not reach the page.
 * @template T
 * @param {() => T} logic
 */
export const guard = (logic) => {
  try {
    return logic();
  } catch {
    // The page goes on as if we were not there.
  }
};

/**
 * @callback Handler
 * @param {(args?: unknown[]) => any} pass the original call, with the page's own arguments if none are given
 * @param {any} self
 * @param {any[]} args none for a getter
 * @param {string} name
 * @returns {any}
 */

/**
 * @param {any} owner
 * @param {string} names methods or accessors, with a space between
 * @param {Handler} handle
 */
export const patch = (owner, names, handle) =>
  names.split(' ').map((name) =>
    guard(() => {
      const descriptor = /** @type {any} */ (Object.getOwnPropertyDescriptor(owner, name));
      for (const part in descriptor) {
        if (descriptor[part]?.call) {
          descriptor[part] = new Proxy(descriptor[part], {
            apply: (target, self, args) =>
              // Without a receiver a function is its own window's, which Reflect.apply would not know.
              handle((given = args) => Reflect.apply(target, self ?? owner, given), self, args, name),
          });
        }
      }
      Object.defineProperty(owner, name, descriptor);
    }),
  );

/**
 * A copy that later writes do not reach.
 * @param {any} part
 */
export const copy = (part) => (part?.byteLength && part.slice ? part.slice() : part);
