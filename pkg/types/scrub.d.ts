import type { Config } from './index.d.ts';

/**
 * `hushgate/scrub`: the scrubber alone, for SDK hooks (`beforeSend` and the like), workers and servers.
 *
 * ```js
 * import { open } from 'hushgate/scrub';
 * const scrubber = await open(fetch('/hushgate/scrub.wasm'));
 * const { value, removed, refused } = await scrubber.body(event, { vendor: 'sentry' });
 * ```
 */

/** What was taken out: the rule, where, and how often. Never the value. */
export interface Removed {
  /** Of an object also `unreadable` and `circular`: what was left out because it cannot be read. */
  rule: string;
  /** `query.access_token`, `path[2]`, or a JSON pointer such as `/events/0/user/id`. */
  place: string;
  count: number;
}

/** Why a payload was refused. */
export type Refusal =
  | 'malformed'
  | 'too-deep'
  | 'too-large'
  | 'unsupported'
  | 'compressed'
  | 'unreadable'
  | 'trap'
  | 'unavailable';

export interface Result<T> {
  /** The payload, of the type that it came in; the very same object if nothing was removed. Absent if refused. */
  value?: T;
  removed: Removed[];
  /** Set if the payload cannot be read: then it must not be sent. */
  refused?: Refusal | (string & {});
  /** Nothing was changed, only reported: see `Options`. */
  dryRun?: true;
}

export interface Options {
  /** Id of a vendor of the catalogue, whose own keys are then left working. */
  vendor?: string;
  /** What the payload says it is, for instance `application/json`; guessed if absent. */
  contentType?: string;
  /** The content-encoding that bytes are declared to have. gzip and zlib are known by their heads. */
  encoding?: string;
  /** Change nothing, report what would be removed or refused: `value` is the payload itself. */
  dryRun?: boolean;
}

export interface Scrubber {
  url(text: string | URL, options?: Pick<Options, 'vendor'>): Result<string>;
  /**
   * Strings, bytes, `URLSearchParams`, `FormData`, `Blob`, `Request`, streams, and objects.
   *
   * gzip and deflate are unpacked and packed again; the content may have 8 MiB.
   *
   * Of an object own enumerable members are read, once, and it is not written to: what changed and what holds it is new,
   * the rest is the very same. `Map`, `Set`, `Date`, `Error`, `URL`, `URLSearchParams`, `Headers`, bytes and instances of
   * classes stay what they are; a `BigInt` or a `RegExp` with something to remove becomes text; `toJSON` is asked, and what it
   * says takes the object's place. What cannot be read (a getter that throws, bytes that are no UTF-8, promises, elements
   * of a page, blobs, an object within itself) is left out, in a list `null`, and reported as `unreadable` or `circular`.
   * More than 96 levels or 8 MiB of JSON are refused.
   */
  body<T>(payload: T, options?: Options): Promise<Result<T>>;
  /** The same at once. What the platform reads only later (`Blob`, streams, compressed bytes) is refused. Never throws. */
  bodySync<T>(payload: T, options?: Options): Result<T>;
}

/**
 * Starts a scrubber.
 * @param source the module, its bytes, a `Response`, or a promise of one of them
 * @param key 32 bytes that pseudonyms are made with; random, and so different each time, if absent
 * @param config the site's: with `scrub` in it the source must be `site.wasm`. Rejects with `field`, `given` and `expected` if a
 *   setting is wrong; `vendors` names those that `scrub.only` lists and the catalogue does not know
 */
export function open(
  source: WebAssembly.Module | BufferSource | Response | Promise<WebAssembly.Module | BufferSource | Response>,
  key?: Uint8Array,
  config?: Pick<Config, 'scrub' | 'vendors'>,
): Promise<Scrubber>;
