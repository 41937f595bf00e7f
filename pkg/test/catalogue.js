/** The vendor rows as the tests need them: the few fields of these plain TOML files, and the boot script's list. */
import { readFileSync, readdirSync } from 'node:fs';

const folder = new URL('../../src/catalogue/vendors/', import.meta.url);

/** @param {string} toml @param {string} name */
const list = (toml, name) => {
  const found = new RegExp(`^${name} = \\[([^\\]]*)\\]`, 'm').exec(toml);
  return [...(found?.[1] ?? '').matchAll(/"([^"]*)"/g)].map(([, text]) => text);
};

export const vendors = readdirSync(folder)
  .filter((name) => name.endsWith('.toml'))
  .map((name) => {
    const toml = readFileSync(new URL(name, folder), 'utf8');
    const [, id] = /^id = "([^"]*)"/m.exec(toml);
    const row = { id };
    for (const field of ['hosts', 'shapes', 'examples', 'counter']) row[field] = list(toml, field);
    return row;
  })
  .sort((a, b) => (a.id < b.id ? -1 : 1));

/** As `vendors_text` in src/catalogue/rows.rs writes it. */
export const text = vendors
  .map(({ id, hosts, shapes }) => {
    const first = hosts.find((host) => host.split('.')[0] === id) ?? `${id}.`;
    return [first, ...[...hosts, ...shapes].filter((mark) => mark !== first)].join(' ');
  })
  .join('\n');
