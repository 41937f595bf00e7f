/**
 * The field: what else is on npm to take secrets or people out of text and objects, each set up as its own pages say.
 * All take and give back text; what works on objects pays for its JSON, as a page that sends text would.
 */
import { redact as arcjet } from '@arcjet/redact';
import { removePII } from '@coffeeandfun/remove-pii';
import { DeepRedact } from '@hackylabs/deep-redact';
import {
  CREDIT_CARD_NUMBER_PATTERN,
  EMAIL_ADDRESS_PATTERN,
  JWT_PATTERN,
  US_SSN_PATTERN,
  redactByField,
  redactByPattern,
} from '@logtape/redaction';
import { OpenRedaction } from '@openredaction/openredaction';
import pino from '@pinojs/redact';
import { Redactor } from '@redactpii/node';
import { filterCollectedUrl } from '@sentry/core';
import { findSensitiveValues, scrub } from '@zapier/secret-scrubber';
import fastRedact from 'fast-redact';
import { redact as mongodb } from 'mongodb-redact';
// Its entry brings a cloud client along.
import { SyncCompositeRedactor } from 'redact-pii/lib/SyncCompositeRedactor.js';
import redactSecrets from 'redact-secrets';

/** @typedef {import('./rounds.js').Contestant} Contestant */

/** The fields that somebody who knows the page view would name, of one view and of a batch. */
const PATHS = [
  'page.url',
  'page.referrer',
  'page.next',
  'asset',
  'client.ip',
  'client.ip6',
  'client.mapped',
  'headers.authorization',
  'headers.cookie',
  'user_id',
  'note',
].flatMap((path) => [path, `batch[*].${path}`]);
const NAMES = PATHS.slice().map((path) => path.split('.').slice(-1)[0]);

/** @param {(value: any) => any} redact @returns {(text: string) => string} */
const parsed = (redact) => (text) => JSON.stringify(redact(JSON.parse(text)));

/** @param {any} value @param {(url: string) => string} filter @returns {any} */
const everyUrl = (value, filter) => {
  if (typeof value === 'string') return /^https?:/.test(value) ? filter(value) : value;
  if (Array.isArray(value)) return value.map((item) => everyUrl(item, filter));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, everyUrl(item, filter)]));
};

const PATTERNS = [EMAIL_ADDRESS_PATTERN, CREDIT_CARD_NUMBER_PATTERN, US_SSN_PATTERN, JWT_PATTERN];

/** Makers by name: one that does not start here is told, and the others run. @type {Record<string, () => Contestant['run']>} */
const MAKERS = {
  'JSON.parse + stringify': () => parsed((value) => value),
  'redact-pii': () => new SyncCompositeRedactor().redact,
  '@zapier/secret-scrubber': () =>
    parsed((value) => {
      const found = findSensitiveValues(value);
      // It throws when there is nothing to do.
      return found.length ? scrub(value, found) : value;
    }),
  'fast-redact': () => {
    const redact = fastRedact({ paths: PATHS, serialize: JSON.stringify });
    return (text) => redact(JSON.parse(text));
  },
  '@pinojs/redact': () => {
    const redact = pino({ paths: PATHS, serialize: JSON.stringify });
    return (text) => redact(JSON.parse(text));
  },
  '@sentry/core filterCollectedUrl': () => parsed((value) => everyUrl(value, (url) => filterCollectedUrl(url))),
  '@logtape/redaction fields': () => {
    /** @type {any} */
    let last;
    const sink = redactByField((record) => (last = record));
    return parsed((properties) => {
      sink({ category: [], level: 'info', message: [], rawMessage: '', timestamp: 0, properties });
      return last.properties;
    });
  },
  '@logtape/redaction patterns': () => redactByPattern((record) => record, PATTERNS),
  '@hackylabs/deep-redact': () => {
    const deep = new DeepRedact({ blacklistedKeys: NAMES, serialise: true });
    return (text) => deep.redact(JSON.parse(text));
  },
  '@redactpii/node': () => {
    const redactor = new Redactor();
    return (text) => redactor.redact(text);
  },
  '@coffeeandfun/remove-pii': () => (text) => removePII(text),
  'mongodb-redact': () => parsed((value) => mongodb(value)),
  'redact-secrets': () => parsed((value) => redactSecrets('redacted').map(value)),
  '@openredaction/openredaction': () => {
    const shield = new OpenRedaction();
    return (text) => shield.detect(text).redacted;
  },
  '@arcjet/redact': () => async (text) => (await arcjet(text))[0],
};

const LATE = ['@arcjet/redact'];

/** @returns {{peers: Contestant[], absent: Record<string, string>}} */
export const field = () => {
  /** @type {Contestant[]} */
  const peers = [];
  /** @type {Record<string, string>} */
  const absent = {};
  for (const [name, make] of Object.entries(MAKERS)) {
    try {
      peers.push({ name, run: make(), late: LATE.includes(name) });
    } catch (error) {
      absent[name] = `${error}`;
    }
  }
  return { peers, absent };
};
