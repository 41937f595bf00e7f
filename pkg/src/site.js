/**
 * A site's settings for its scrubber: checked, put into lines for site.wasm, and its patterns run. Only sites that have such
 * settings load this, and site.wasm in place of scrub.wasm.
 */

/** Of site.wasm. */
export const integrity = __SITE_INTEGRITY__;

/** By the words of the config: the letters of the lines (see `Scrubber::configure`). */
const ACTIONS = { remove: 'R', empty: 'E', placeholder: 'P', truncate: 'T', pseudonym: 'I' };

/** What is accepted, in the words of `src/config/error.rs`. */
export const ACCEPTED = {
  Object: 'an object',
  ScrubField: 'placeholder, keys, patterns, only, dryRun',
  Placeholder: '1 to 32 of A-Z a-z 0-9 . _ ~ -, unless it looks like a secret itself',
  KeyName: 'a name with a letter or a digit, of which there may be 1000',
  Action: '"remove", "empty", "placeholder", "truncate" or "pseudonym"',
  IdentityAction: 'for a name that says who somebody is, "remove" or "pseudonym"',
  PatternName: 'a name for the report: a-z 0-9 -, up to 40',
  Pattern: 'a regular expression, as RegExp or as its source',
  ListedVendor: 'a vendor of the catalogue or of the config',
  PathList: 'an array of paths',
  Path: 'names with / between them, * for any one and at most two ** for any number',
  Flag: 'true or false',
};

/** @param {unknown} value its class's name, whichever realm it is from */
const typeOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

/** The beginning of a value, on one line. @param {unknown} value */
const show = (value) => {
  const text = (typeOf(value) === 'RegExp' ? undefined : JSON.stringify(value)) ?? String(value);
  // eslint-disable-next-line no-control-regex
  return (text.length > 81 ? `${text.slice(0, 81)}…` : text).replace(/[\0-\x1f]/g, ' ');
};

/**
 * @param {{scrub?: any, vendors?: any}} config
 * @param {(detail: any) => void} [fail] is told of a mistake, before it is thrown
 */
export const read = (config, fail) => {
  /**
   * @param {string} field
   * @param {unknown} given
   * @param {keyof typeof ACCEPTED} what
   * @returns {never}
   */
  const wrong = (field, given, what) => {
    const expected = ACCEPTED[what];
    const detail = { code: 'config', field, given: show(given), expected };
    const message = `config field ${field} is ${detail.given}; accepted: ${expected}. Analytics stays off until this is put right.`;
    fail?.({ ...detail, message });
    throw Object.assign(Error(message), detail);
  };

  /** @type {string[]} */
  const lines = [];
  /** What to say if the wasm does not accept a line. @type {[field: string, given: unknown, what: keyof typeof ACCEPTED][]} */
  const blame = [];
  /** @param {string} line @param {string} field @param {unknown} given @param {keyof typeof ACCEPTED} what */
  const add = (line, field, given, what) => {
    lines.push(line);
    blame.push([field, given, what]);
  };

  /** @type {RegExp[]} */
  const patterns = [];
  let placeholder = 'redacted';

  /** @param {string} field @param {unknown} given @returns {[field: string, name: string, given: any][]} */
  const members = (field, given) =>
    typeOf(given) === 'Object'
      ? Object.entries(/** @type {any} */ (given)).map(([name, value]) => [`${field}.${name}`, name, value])
      : wrong(field, given, 'Object');

  /** @type {Record<string, (given: any, field: string) => void>} */
  const FIELDS = {
    placeholder(given, field) {
      if (typeof given !== 'string' || !/^[\w.~-]{1,32}$/.test(given)) wrong(field, given, 'Placeholder');
      placeholder = given;
      add(`=${given}`, field, given, 'Placeholder');
    },
    keys(given, all) {
      for (const [field, name, action] of members(all, given)) {
        if (!/[a-z\d$\x80-\uffff]/i.test(name) || /\n/.test(name)) wrong(field, action, 'KeyName');
        if (!Object.hasOwn(ACTIONS, action)) wrong(field, action, 'Action');
        const letter = ACTIONS[/** @type {keyof typeof ACTIONS} */ (action)];
        add(letter + name, field, action, /[EP]/.test(letter) ? 'IdentityAction' : 'KeyName');
      }
    },
    patterns(given, all) {
      for (const [field, name, pattern] of members(all, given)) {
        if (!/^[a-z\d-]{1,40}$/.test(name)) wrong(field, pattern, 'PatternName');
        const known = typeOf(pattern) === 'RegExp';
        try {
          if (!known && (typeof pattern !== 'string' || !pattern)) throw pattern;
          const flags = known ? pattern.flags.replace(/[dgy]/g, '') : '';
          patterns.push(RegExp(known ? pattern.source : pattern, `${flags}g`));
        } catch {
          wrong(field, pattern, 'Pattern');
        }
        add(`?${name}`, field, pattern, 'PatternName');
      }
    },
    only(given, all) {
      for (const [field, id, paths] of members(all, given)) {
        const own = Object.hasOwn(config.vendors ?? {}, id);
        if (!/^[a-z\d-]{1,40}$/.test(id)) wrong(field, paths, 'ListedVendor');
        add(`${own ? '!' : '@'}${id}`, field, paths, 'ListedVendor');
        if (!Array.isArray(paths)) wrong(field, paths, 'PathList');
        paths.forEach((/** @type {unknown} */ path, /** @type {number} */ i) => {
          const here = `${field}[${i}]`;
          if (typeof path !== 'string' || /\n/.test(path)) return wrong(here, path, 'Path');
          add(`/${path.replace(/^\//, '')}`, here, path, 'Path');
        });
      }
    },
    dryRun(given, field) {
      if (typeof given !== 'boolean') wrong(field, given, 'Flag');
    },
  };

  const { scrub } = config;
  for (const [field, name, given] of members('scrub', scrub)) {
    if (!Object.hasOwn(FIELDS, name)) wrong(field, given, 'ScrubField');
    FIELDS[name](given, field);
  }

  /** @type {WebAssembly.Memory} */
  let memory;
  /** @type {number[]} */
  let found = [];

  /** Runs the patterns over a text: start and end in bytes, and which pattern, of each finding in turn. @param {Uint8Array} bytes */
  const look = (bytes) => {
    found = [];
    let text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    const encoder = new TextEncoder();
    const ascii = text.length === bytes.length;
    // Decoded from percent signs it may be no UTF-8: a letter a byte then.
    const letters = !ascii && encoder.encode(text).length !== bytes.length;
    if (letters) text = new TextDecoder('latin1').decode(bytes);
    /** @type {[start: number, end: number, pattern: number][]} */
    const hits = [];
    patterns.forEach((pattern, number) => {
      for (const { index, 0: hit } of text.matchAll(pattern)) {
        const end = index + hit.length;
        const around = text.slice(Math.max(0, end - placeholder.length), index + placeholder.length);
        // Part of a placeholder is not found again.
        if (hit && !(hit.length <= placeholder.length && around.includes(placeholder))) hits.push([index, end, number]);
      }
    });
    hits.sort((one, other) => one[0] - other[0]);
    let [at, offset, last] = [0, 0, 0];
    /** The offset in bytes. @param {number} index never before the last @param {number} more to the end of a pair */
    const byte = (index, more) => {
      // In the middle of a pair there is no character's edge.
      if (/^[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(Math.max(0, index - 1), index + 1))) index += more;
      // Half a pair each: two findings that touch.
      index = Math.max(index, at);
      offset += ascii || letters ? index - at : encoder.encode(text.slice(at, index)).length;
      at = index;
      return offset;
    };
    for (const [start, end, number] of hits) {
      if (end <= last) continue;
      const from = start < last ? found.splice(-3)[0] : byte(start, -1);
      found.push(from, byte((last = end), 1), number);
    }
    return found.length / 3;
  };

  return {
    dryRun: scrub.dryRun === true,

    /** Of site.wasm. */
    imports: {
      page: {
        find: (/** @type {number} */ at, /** @type {number} */ length, /** @type {number} */ nth) =>
          nth ? found[nth - 1] : look(new Uint8Array(memory.buffer, at >>> 0, length)),
      },
    },

    /**
     * Hands the settings to the wasm.
     * @param {any} wasm its exports
     * @param {(text: string) => number} put writes a text into its memory, and says how long it is
     */
    settle(wasm, put) {
      if (!wasm.configure) throw Error('settings need site.wasm, not scrub.wasm');
      memory = wasm.memory;
      const line = wasm.configure(put(lines.join('\n')));
      if (line) wrong(...blame[line - 1]);
    },
  };
};
