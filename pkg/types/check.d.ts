import type { Config } from './index.d.ts';

/**
 * Starts the module: first, once. Its file is found beside the script, or given as an address, a response or bytes
 * (in Node.js: `readFileSync` of `hushgate/check.wasm`).
 */
export default function init(options?: {
  module_or_path?: string | URL | Response | BufferSource | Promise<Response | BufferSource>;
}): Promise<void>;

/** What is wrong with one field. */
export interface Problem {
  /** Path of the field, for instance `vendors.ga4.endpoints[0]`. */
  field: string;
  given: string;
  expected: string;
  message: string;
}

/** What `check` found. */
export interface Report {
  readonly ok: boolean;
  readonly errors: Problem[];
}

/** Validates a configuration with full messages: for development and builds, not for visitors. */
export function check(config: Config | unknown): Report;

/** The same for a configuration as JSON text. */
export function explain(json: string): Report;
