// Turns a request into text that a person can read: query and form fields one a line, JSON
// indented, base64 undone.

/** @param {string} text @returns {unknown} undefined when it is no JSON object or array */
function json(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} value */
function field(value) {
  try {
    const bytes = Uint8Array.from(atob(value.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
    const found = json(new TextDecoder().decode(bytes));
    if (found) return JSON.stringify(found, null, 1);
  } catch {
    // Not base64: as it stands.
  }
  const found = json(value);
  return found ? JSON.stringify(found, null, 1) : value;
}

/** @param {string} query */
function fields(query) {
  return Array.from(new URLSearchParams(query), ([key, value]) => `${key} = ${field(value)}`).join('\n');
}

/** @param {string} body */
function payload(body) {
  const whole = json(body);
  if (whole) return JSON.stringify(whole, null, 1);
  const lines = body.split('\n').filter(Boolean);
  const parsed = lines.map(json);
  if (lines.length && parsed.every(Boolean)) return parsed.map((line) => JSON.stringify(line, null, 1)).join('\n');
  if (/^[\w.%[\]$-]+=/.test(body) && !body.includes('\n')) return fields(body);
  return body;
}

/** @param {string} method @param {string} path @param {string} query @param {string} body */
export function readable(method, path, query, body) {
  return [`${method} ${path}`, fields(query), payload(body)].filter(Boolean).join('\n');
}

/** @param {string} vendor @param {string} text what `readable` made: the event's own name */
export function title(vendor, text) {
  const name = {
    ga4: /^en = (.+)$/m,
    sentry: /^ "type": "(\w+)"/m,
    mixpanel: /^data = \{\n "(?:event": "([^"]+)|(\$\w+))"/m,
  }[vendor]?.exec(text);
  return name?.[1] ?? name?.[2] ?? 'request';
}

/**
 * Splits text at every form of the planted values.
 * @param {string} text @param {readonly string[]} values
 * @returns {{text: string, found: boolean}[]}
 */
export function split(text, values) {
  const forms = values.flatMap((value) => [value, encodeURIComponent(value)]).filter(Boolean);
  const longest = [...new Set(forms)].sort((a, b) => b.length - a.length);
  if (!longest.length) return [{ text, found: false }];
  const escaped = longest.map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`(${escaped.join('|')})`);
  return text.split(pattern).map((part, at) => ({ text: part, found: at % 2 === 1 }));
}
