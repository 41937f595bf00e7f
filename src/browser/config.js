/**
 * Reads a config: which field of it is wrong, and what follows from it. The rules are those of `config/read.rs`, which
 * has words for each mistake; here they weigh half. `tests/data/config.json` is tried on both.
 */

/** @typedef {(value: any) => boolean} Rule */

const any = () => true;
const text = (/** @type {unknown} */ value) => typeof value === 'string';
/** @type {(pattern: RegExp) => Rule} */
const like = (pattern) => (value) => text(value) && pattern.test(value);
const short = like(/^[^]{1,64}$/u);
const link = like(/^(https?:\/\/[^/?#.:@]|\/(?!\/))[^\0- "<>\\\x7f]*$/);
const id = like(/^[a-z\d-]{1,40}$/);
const region = like(/^[a-z]{2}(-[a-z\d]{1,3})?$/i);
const regime = like(/^(opt-in|opt-out|notice)$/);
const standard = like(/^(functional|analytics|marketing)$/);
const object = (/** @type {any} */ value) => Object(value) === value && !Array.isArray(value);
const flag = (/** @type {any} */ value) => value === !!value;
const days = (/** @type {any} */ value) => Number.isInteger(value) && value > 0 && value < 396;

/**
 * The path of the first field that breaks its rule, or nothing. A rule is a function, a list of what its items must be
 * (the second if they are objects), or the fields' rules by name, of which `*` is a function from any other name to its
 * rule; where there is one for `id`, it must be given.
 * @type {(value: any, rule: any, path: string) => string | undefined}
 */
const check = (value, rule, path) => {
  if (rule.call) return rule(value) ? undefined : path;
  if (rule.map) {
    if (!Array.isArray(value)) return path;
    return value.reduce((wrong, item, i) => wrong ?? check(item, (object(item) && rule[1]) || rule[0], `${path}[${i}]`), undefined);
  }
  if (!object(value)) return path;
  for (const name in value) {
    const inner = path && path + '.';
    const next = (name !== '*' && Object.hasOwn(rule, name) && rule[name]) || rule['*']?.(name);
    const wrong = next ? check(value[name], next, inner + name) : inner + name;
    if (wrong !== undefined) return wrong;
  }
  if (rule.id && !('id' in value)) return path + '.id';
};

/**
 * The path of the first field that is wrong, or nothing.
 * @param {any} config
 * @returns {string | undefined}
 */
export const mistake = (config) => {
  /** @type {any[]} */
  const asked = Array.isArray(config?.categories) ? config.categories : [];
  const category = {
    id: like(/^(?!(necessary|gpc)$)[a-z][a-z\d-]{2,39}$/),
    title: text,
    description: text,
    purposes: [id],
  };
  const vendor = {
    category: (/** @type {any} */ name) => standard(name) || (text(name) && asked.some((item) => item?.id === name)),
    endpoints: [link],
  };
  return check(
    config,
    {
        policyVersion: short,
      policyUrl: link,
      categories: [standard, category],
      vendors: { '*': (/** @type {string} */ name) => id(name) && vendor },
      regime,
      region,
      regions: { '*': (/** @type {string} */ name) => region(name) && regime },
      expiry: { accept: days, refuse: days },
      locale: like(/^(?=.{1,64}$)[a-z]{2,8}(-[a-z\d]{1,8})*$/i),
      text: { '*': () => text },
      storageKey: short,
      subdomains: flag,
      gpc: flag,
      // Whose part it is checks it: the scrubber, and what follows a choice.
      scrub: any,
      proof: any,
      import: any,
      storage: any,
      reload: any,
    },
    '',
  );
};

/**
 * The same of the parts that are used once there is a choice.
 * @param {string} config as JSON
 */
export const afterwards = (config) => {
  const given = JSON.parse(config || '{}');
  const manager = like(/^(vanilla-cookieconsent|klaro|osano|tarteaucitron)$/);
  // What another manager's name means: one of ours, or several.
  const meaning = (/** @type {any} */ value) => text(value) || check(value, [text], '') === undefined;
  // Who something that is stored belongs to.
  const owner = (/** @type {any} */ name) =>
    text(name) &&
    (name === 'necessary' ||
      standard(name) ||
      Object.hasOwn(given.vendors ?? {}, name) ||
      !!given.categories?.some((/** @type {any} */ item) => item.id === name));
  const stored = like(/^(?!\*$)(?!.*\*.*\*)[^]{1,200}$/su);
  return check(
    given,
    {
        '*': () => any,
      proof: {
            endpoint: link,
        format: like(/^(json|otlp)$/),
        controller: text,
        retentionDays: (/** @type {any} */ value) => Number.isInteger(value) && value > 0 && value < 36526,
      },
      import: {
            '*': (/** @type {string} */ name) =>
          manager(name) && { key: short, names: { '*': () => meaning } },
      },
      storage: { '*': (/** @type {string} */ name) => stored(name) && owner },
      reload: flag,
    },
    '',
  );
};

/**
 * What follows from a config without mistakes, as `Config::planned` reads it.
 * @param {any} config
 * @param {string} [place] the visitor's region, if the page knows it
 */
export const plan = (config, place) => {
  const { categories = ['analytics'], vendors = {}, expiry = {}, regions } = config;
  const here = `${config.region ?? place ?? ''}`.toLowerCase();
  let law = config.regime ?? 'opt-in';
  if (regions) {
    if (!region(here)) law = 'opt-in';
    else {
      /** @type {any} */
      const rules = {};
      for (const name in regions) rules[name.toLowerCase()] = regions[name];
      law = rules[here] ?? rules[here.slice(0, 2)] ?? law;
    }
  }
  // Of the characters of a version, those that end a line here are spaces to a record.
  const lines = [`${law} ${expiry.accept ?? 365} ${expiry.refuse ?? 182}`, (config.policyVersion ?? '1').replace(/[\n\t\r\f]/g, ' ')];
  const known = new Set();
  for (const item of categories) {
    const name = item.id ?? item;
    if (!known.has(name)) lines.push(`${name} ${[...(item.purposes ?? [])].sort().join('_')}`);
    known.add(name);
  }
  for (const name in vendors) {
    const { category = '', endpoints } = vendors[name];
    lines.push(`${category && endpoints?.[0] ? '' : '?'}${category}.${name}`);
  }
  return lines.join('\n');
};
