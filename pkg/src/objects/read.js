/**
 * Reads a value of a page once: into its JSON, and into what is needed to make it again.
 *
 * What JSON has no words for is put into some: a `Map` and an `Error` as members, a `Set` as a list, bytes as their text,
 * a `BigInt` as its digits. What cannot be read is left out and named.
 */
import { remakeBytes, remakeError, remakeRecord, tagOf } from './remake.js';

/**
 * What was read of one value.
 * @typedef {object} Node
 * @property {any} source
 * @property {string} [json] none for what nobody writes: `undefined`, a symbol, a function
 * @property {any} [plain] of a leaf: what its JSON says
 * @property {(left: any) => any} [back] of a leaf: the source's type again
 * @property {[name: any, node: Node][]} [members] of what has names
 * @property {Node[]} [items] of a list
 * @property {(parts: any[]) => any} [make] what holds them, anew
 * @property {boolean} [fresh] must be made anew: asked again, the source may say something else
 */

/** @typedef {{up: Place, name: unknown} | undefined} Place */

/** As `src/scrub/limit.rs` has it. */
const DEEPEST = 96;
const LONGEST = 1 << 23;
/** What a value counts for besides its text: half a million of them at most. */
const EACH = 16;

const { getTime: time, toISOString: iso } = Date.prototype;
const { toString: query } = URLSearchParams.prototype;

/** Ends the reading. */
export class Refused {
  /** @param {string} why */
  constructor(why) {
    this.why = why;
  }
}

/**
 * A JSON pointer, with `*` for a name that may be somebody's.
 * @param {Place} place
 * @returns {string}
 */
const pointer = (place) => {
  if (!place) return '';
  const name = `${String(place.name)}`;
  const plain = /^(\d{1,6}|[A-Za-z_$][a-z_$-]{0,15}([A-Z][a-z]{1,9}){0,2})$/.test(name);
  return `${pointer(place.up)}/${plain ? name : '*'}`;
};

/**
 * @param {any} payload an object
 * @returns {{node: Node | undefined, lost: import('../../types/scrub.d.ts').Removed[]}}
 * @throws {Refused} if it is too deep or too large
 */
export const read = (payload) => {
  /** @type {import('../../types/scrub.d.ts').Removed[]} */
  const lost = [];
  /** The objects that a value lies in. */
  const above = new Set();
  let room = LONGEST;

  /** @param {string} rule @param {Place} place @returns {undefined} */
  const lose = (rule, place) => {
    lost.push({ rule, place: pointer(place) || '/', count: 1 });
  };

  /** @param {number} length */
  const spend = (length) => {
    room -= length;
    if (room < 0) throw new Refused('too-large');
  };

  /** @param {any} text */
  const quoted = (text) => {
    const json = JSON.stringify(text);
    spend(json.length);
    return json;
  };

  /** @param {any} source @param {any} plain @param {(left: any) => any} [back] @returns {Node} */
  const leaf = (source, plain, back) => ({ source, plain, back, json: quoted(plain) });

  /**
   * @param {any} source
   * @param {[name: any, get: () => any][]} pairs
   * @param {Place} up
   * @param {(parts: any[]) => any} make
   * @returns {Node}
   */
  const record = (source, pairs, up, make) => {
    /** @type {[any, Node][]} */
    const members = [];
    let json = '';
    for (const [name, get] of pairs) {
      const node = value(get, { up, name });
      if (!node) continue;
      members.push([name, node]);
      if (node.json) json += `${json && ','}${quoted(`${name}`)}:${node.json}`;
    }
    return { source, members, make, fresh: members.length < pairs.length, json: `{${json}}` };
  };

  /** @param {any} source @param {ArrayLike<any>} held @param {Place} up @param {(parts: any[]) => any} make @returns {Node} */
  const list = (source, held, up, make) => {
    const { length } = held;
    // Of an array without elements too.
    spend(length);
    /** @type {Node[]} */
    const items = [];
    let json = '';
    for (let i = 0; i < length; i++) {
      // Nothing may move up to where something is left out.
      const item = value(() => held[i], { up, name: i }) ?? { ...leaf(undefined, null), fresh: true };
      items.push(item);
      json += `${json && ','}${item.json ?? 'null'}`;
    }
    return { source, items, make, json: `[${json}]` };
  };

  /** @param {any} source @param {string[]} names @returns {[name: string, get: () => any][]} */
  const own = (source, names) => names.map((name) => [name, () => source[name]]);

  /** @param {any} source @param {Place} place @returns {Node | undefined} nothing if nobody knows what it is */
  const object = (source, place) => {
    const tag = tagOf(source);
    const native = (tag === 'Date' || tag === 'URL') && !Object.hasOwn(source, 'toJSON');
    if (typeof source.toJSON === 'function' && !native) {
      const node = value(() => source.toJSON(), place);
      return node && { ...node, source, fresh: true };
    }
    if (Array.isArray(source)) {
      const node = list(source, source, place, (parts) => parts);
      // Names come behind the numbers. JSON does not write what they hold, others may.
      if (/\D/.test(Object.keys(source).at(-1) ?? '')) {
        lose('unreadable', place);
        node.fresh = true;
      }
      return node;
    }
    if (ArrayBuffer.isView(source) || tag === 'ArrayBuffer') {
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(/** @type {any} */ (source));
      return leaf(source, text, (left) => remakeBytes(source, left));
    }
    switch (tag) {
      // Each by its class's own method: what only says that it is one throws.
      case 'Date':
        return leaf(source, Number.isNaN(time.call(source)) ? null : iso.call(source));
      case 'String':
      case 'Number':
      case 'Boolean':
      case 'BigInt':
        return { ...primitive(source.valueOf()), source, fresh: true };
      case 'RegExp':
        return { ...leaf(`${source}`, `${source}`), source, fresh: true };
      case 'URL':
        return leaf(source, URL.prototype.toString.call(source));
      case 'URLSearchParams':
        return leaf(source, `?${query.call(source)}`, (left) => new URLSearchParams(left));
      case 'Set': {
        /** @type {any[]} */
        const held = [];
        Set.prototype.forEach.call(source, (item) => held.push(item));
        return list(source, held, place, (parts) => new Set(parts));
      }
      case 'Map': {
        /** @type {Map<string, [any, () => any]>} */
        const pairs = new Map();
        let clear = true;
        Map.prototype.forEach.call(source, (held, key) => {
          // An object, or two keys of one spelling: what is left could not be told apart.
          clear &&= Object(key) !== key && typeof key !== 'symbol' && !pairs.has(`${key}`);
          if (clear) pairs.set(`${key}`, [key, () => held]);
        });
        return clear ? record(source, [...pairs.values()], place, (parts) => new Map(parts)) : undefined;
      }
      case 'Headers': {
        /** @type {[any, () => any][]} */
        const pairs = [];
        Headers.prototype.forEach.call(source, (held, name) => pairs.push([name, () => held]));
        return record(source, pairs, place, (parts) => new Headers(parts));
      }
      case 'Error':
      case 'DOMException': {
        const names = ['name', 'message', 'stack', 'cause', 'errors'].filter((name) => name in source);
        const pairs = own(source, [...new Set([...names, ...Object.keys(source)])]);
        return record(source, pairs, place, (parts) => remakeError(source, parts));
      }
      case 'Object': {
        const names = Object.keys(source);
        const node = record(source, own(source, names), place, (parts) => remakeRecord(source, parts));
        node.fresh ||= names.some((name) => Object.getOwnPropertyDescriptor(source, name)?.get);
        return node;
      }
    }
  };

  /** @param {any} source @returns {Node} */
  const primitive = (source) => {
    switch (typeof source) {
      case 'bigint':
        return leaf(source, `${source}`);
      case 'number':
        return leaf(source, Number.isFinite(source) ? source : null);
      case 'string':
      case 'boolean':
        return leaf(source, source);
    }
    return { source };
  };

  /** @param {() => any} get @param {Place} place @returns {Node | undefined} nothing if it is left out */
  const value = (get, place) => {
    try {
      spend(EACH);
      const source = get();
      if (source === null) return leaf(source, source);
      // A function is not written either, unless it says how.
      if (typeof source === 'function' && !source.toJSON) return { source };
      if (Object(source) !== source) return primitive(source);
      if (above.has(source)) return lose('circular', place);
      if (above.size >= DEEPEST) throw new Refused('too-deep');
      above.add(source);
      try {
        return object(source, place) ?? lose('unreadable', place);
      } finally {
        above.delete(source);
      }
    } catch (error) {
      if (error instanceof Refused) throw error;
      return lose('unreadable', place);
    }
  };

  return { node: value(() => payload, undefined), lost };
};
