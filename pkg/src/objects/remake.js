/** What holds changed values, made anew as the type that it was. */

/** @param {any} value its class's name, whichever realm it is from */
export const tagOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

/** Never by assignment: `__proto__` is a name like others. @param {any} object @param {PropertyKey} name @param {any} value */
const define = (object, name, value, enumerable = true) =>
  Object.defineProperty(object, name, { value, enumerable, writable: true, configurable: true });

/** @param {any} source @param {[name: any, value: any][]} parts */
export const remakeRecord = (source, parts) => {
  const copy = Object.create(Object.getPrototypeOf(source));
  for (const [name, value] of parts) define(copy, name, value);
  return copy;
};

/** @param {any} source @param {[name: any, value: any][]} parts */
export const remakeError = (source, parts) => {
  // By the constructor: what it makes is an error to everybody.
  const copy = new Error();
  // The getters of a DOMException know their own.
  if (tagOf(source) === 'Error') Object.setPrototypeOf(copy, Object.getPrototypeOf(source));
  // Its own would tell where we are.
  define(copy, 'stack', undefined, false);
  for (const [name, value] of parts) {
    define(copy, name, value, Object.prototype.propertyIsEnumerable.call(source, name));
  }
  return copy;
};

/** @param {any} source @param {string} text */
export const remakeBytes = (source, text) => {
  const bytes = new TextEncoder().encode(text);
  switch (tagOf(source)) {
    case 'ArrayBuffer':
      return bytes.buffer;
    case 'DataView':
      return new DataView(bytes.buffer);
    case 'Int8Array':
      return new Int8Array(bytes.buffer);
    case 'Uint8ClampedArray':
      return new Uint8ClampedArray(bytes.buffer);
  }
  return bytes;
};
