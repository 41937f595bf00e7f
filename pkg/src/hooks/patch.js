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
 * @param {any[]} args
 * @returns {any}
 */

/**
 * @param {any} owner
 * @param {string} name
 * @param {Handler} handle for an accessor both sides: a getter has no arguments
 */
export const patch = (owner, name, handle) =>
  guard(() => {
    const descriptor = /** @type {any} */ (Object.getOwnPropertyDescriptor(owner, name));
    for (const part in descriptor) {
      if (descriptor[part]?.call) {
        descriptor[part] = new Proxy(descriptor[part], {
          apply: (target, self, args) =>
            handle((given = args) => Reflect.apply(target, self, given), self, args),
          construct: (target, args, newTarget) =>
            handle(() => Reflect.construct(target, args, newTarget), newTarget, args),
        });
      }
    }
    Object.defineProperty(owner, name, descriptor);
  });
