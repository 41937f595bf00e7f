/**
 * Texts made to be slow: each is a small unit repeated, which sends some reader of the scrubber looking far ahead again
 * and again. Time per byte must not grow with the length.
 */

const KB = 1024;
/** Bytes of the four sizes of each. */
export const SIZES = [8 * KB, 32 * KB, 128 * KB, 512 * KB];

/** @type {Record<string, string>} */
const UNITS = {
  'a@': 'a@',
  'a@a.': 'a@a.',
  'a.': 'a.',
  a: 'a',
  A: 'A',
  digits: '4',
  'digits and dashes': '1-',
  'card groups': '4242 ',
  spaces: ' ',
  newlines: '\n',
  '=': '=',
  '&': '&',
  '?': '?',
  '#': '#',
  '/': '/',
  '//': 'a://b/',
  ':': ':',
  'f:': 'f:',
  '1.': '1.',
  '%25': '%25',
  '%2525': '%2525',
  '%3D': '%3D',
  '%': '%',
  '+': '+',
  ey: 'ey',
  eyJ: 'eyJ',
  'eyJ…': 'eyJhbGciOiJ',
  'eyJ..': 'eyJhbGciOiJ.',
  base64: 'QUJD',
  ZXlK: 'ZXlK',
  'a=b&': 'a=b&',
  'token=': 'token=',
  'token=x&': 'token=x&',
  token_: 'token_',
  't-': 't-',
  ghp_: 'ghp_',
  'sk-': 'sk-',
  '-----BEGIN': '-----BEGIN ',
  'Bearer ': 'Bearer ',
  'user:pw@': 'user:pw@',
  'http://': 'http://',
  ';': ';',
  'a;b=': 'a;b=',
  '.': '.',
  '_': '_',
  '-': '-',
  $: '$',
  '*': '*',
  '~': '~',
  hex: 'deadbeef',
  uuid: 'f47ac10b-58cc-4372-a567-0e02b2c3d479',
  é: 'é',
  '😀': '😀',
  'share/': 'share/',
  '{': '{',
  '"': '"',
  '\\': '\\',
  '<': '<',
};

/** @param {string} unit @param {number} size */
const times = (unit, size) => {
  const bytes = new TextEncoder().encode(unit).length;
  return unit.repeat(Math.ceil(size / bytes));
};

/** JSON in JSON in JSON, as deep as doubling backslashes allow. @param {number} size */
const nested = (size) => {
  let text = '{"a":"b"}';
  while (text.length < size / 2) text = JSON.stringify({ a: text, b: 'c'.repeat(40) });
  return JSON.stringify({ a: text });
};

/** @type {Record<string, {type: string, make: (size: number) => string}>} */
const STRUCTURES = {
  'JSON in JSON': { type: 'application/json', make: nested },
  'many members': { type: 'application/json', make: (size) => `{${times('"a":1,', size)}"b":2}` },
  'many findings': { type: 'application/json', make: (size) => `{${times('"token":"x",', size)}"b":2}` },
  'many e-mails': { type: 'application/json', make: (size) => `["${times('a@b.example ', size)}"]` },
  'many empty strings': { type: 'application/json', make: (size) => `[${times('"",', size)}1]` },
  'many short strings': { type: 'application/json', make: (size) => `[${times('"a",', size)}1]` },
  'quotes in JSON': { type: 'application/json', make: (size) => JSON.stringify({ a: times('"', size / 2) }) },
  'backslashes in JSON': { type: 'application/json', make: (size) => JSON.stringify({ a: times('\\', size / 2) }) },
  'a long key': { type: 'application/json', make: (size) => JSON.stringify({ [times('a_token_', size)]: 1 }) },
  'many lines': { type: 'application/x-ndjson', make: (size) => times('{"a":1}\n', size) },
  'many pairs': { type: 'application/x-www-form-urlencoded', make: (size) => times('a=b&', size) },
  'many secret pairs': { type: 'application/x-www-form-urlencoded', make: (size) => times('token=b&', size) },
};

/**
 * @typedef {object} Hostile
 * @property {string} name
 * @property {string} where the container
 * @property {string} type its content type
 * @property {(size: number) => string} make
 */

/** Each unit alone in a text, as a JSON string, as the value of a form and in a URL; then what is hostile by its build. */
export const hostile = () => {
  /** @type {Hostile[]} */
  const all = [];
  for (const [name, unit] of Object.entries(UNITS)) {
    /** @param {string} where @param {string} type @param {(text: string) => string} wrap */
    const add = (where, type, wrap) => all.push({ name, where, type, make: (size) => wrap(times(unit, size)) });
    add('text', 'text/plain', (text) => text);
    add('JSON', 'application/json', (text) => JSON.stringify({ a: text }));
    add('form', 'application/x-www-form-urlencoded', (text) => 'a=' + text);
    add('URL', 'text/uri-list', (text) => 'https://a.example/b?c=' + text);
  }
  for (const [name, { type, make }] of Object.entries(STRUCTURES)) all.push({ name, where: 'built', type, make });
  return all;
};
