import type { Options, Result, Scrubber } from './scrub.d.ts';

export type { Options, Refusal, Removed, Result, Scrubber } from './scrub.d.ts';

/** What becomes of the value under a name: see `Settings.keys`. */
export type Action = 'remove' | 'empty' | 'placeholder' | 'truncate' | 'pseudonym';

/** A site's settings for the scrubber; with any of them `site.js` and `site.wasm` are loaded in place of `scrub.wasm` at once. */
export interface Settings {
  /** What stands where a secret stood: 1 to 32 of `A-Z a-z 0-9 . _ ~ -`. Default `"redacted"`. */
  placeholder?: string;
  /**
   * The site's own sensitive names, in every spelling, and what becomes of their values. `empty` and `placeholder` are
   * refused for names that the catalogue knows as somebody's.
   */
  keys?: Record<string, Action>;
  /** What else goes, by a name for the report (`site.<name>`): expressions that are run over decoded texts and numbers. */
  patterns?: Record<string, RegExp | string>;
  /**
   * By vendor, the only fields that may leave: paths such as `dl`, `ep.*`, `data/properties/token`, `properties/**`.
   * What has no names is refused.
   */
  only?: Record<string, string[]>;
  /** Reports and changes nothing: does not protect. Default `false`. */
  dryRun?: boolean;
}

export type Category = 'functional' | 'analytics' | 'marketing';

/** What the law of a place wants. */
export type Regime = 'opt-in' | 'opt-out' | 'notice';

/** A category with more about it, or one of the site's own. */
export interface CategoryConfig {
  /** One of {@link Category}, or `a-z 0-9 -`, a letter first, 3 to 40 characters, not `necessary` or `gpc`. */
  id: Category | (string & {});
  title?: string;
  description?: string;
  /** Ids of what it is asked for: other ones ask again, other words do not. */
  purposes?: string[];
}

export interface Config {
  /** 1 to 64 characters; another version asks every visitor again. Default `"1"`. */
  policyVersion?: string;
  /** http(s) URL, or a path of the site's own. */
  policyUrl?: string;
  /** What is asked for. Default `["analytics"]`; necessary is implied. */
  categories?: (Category | CategoryConfig)[];
  /** By the catalogue's id, or the site's own id, which must give a category and endpoints. */
  vendors?: Record<string, { category?: Category | (string & {}); endpoints?: string[] }>;
  /** Where no rule of `regions` says otherwise. Default `"opt-in"`. */
  regime?: Regime;
  /** Regimes by region (`DE`, `US-CA`). With rules, an unknown region is under `"opt-in"`. */
  regions?: Record<string, Regime>;
  /** Where the visitor is. Default: `<meta name="hushgate-region">`. */
  region?: string;
  /** Days after which to ask again, 1 to 395. Default 365 after an accept, 182 after a refusal. */
  expiry?: { accept?: number; refuse?: number };
  /** BCP 47 tag. Default: the page's `lang`, then the browser's. */
  locale?: string;
  /** Words of the banner that are to be others, by the keys of the locale files. */
  text?: Record<string, string>;
  /** Name of the record's cookie, and of its key in localStorage. Default `"hushgate"`. */
  storageKey?: string;
  /** Whether all sub-domains share one choice, in a cookie of the widest domain that the browser takes. Default `false`. */
  subdomains?: boolean;
  /** Whether the server saw `Sec-GPC: 1`. Default: `<meta name="hushgate-gpc" content="1">`. The browser's own signal needs no field. */
  gpc?: boolean;
  /** By name of a cookie, entry or database, exact or with one `*`: `"necessary"`, a category, or a vendor of `vendors`. */
  storage?: Record<string, 'necessary' | Category | (string & {})>;
  /** Whether a page in which consent is withdrawn is loaded anew. Default `false`. */
  reload?: boolean;
  /** Settings of the scrubber. Checked when it is first needed. */
  scrub?: Settings;
  /** Where the site's own server takes the record of each choice: `docs/proof.md`. Without it none is sent. */
  proof?: {
    /** http(s) URL, or a path of the site's own. */
    endpoint: string;
    /** JSON by ISO/IEC TS 27560, or the same as an OTLP/HTTP log event. Default `"json"`. */
    format?: 'json' | 'otlp';
    /** Who asks. Default: the page's origin. */
    controller?: string;
    /** Days that the server is to keep a record after it has ended, 1 to 36525. Default 1095. */
    retentionDays?: number;
  };
  /**
   * Other consent managers whose stored choice is taken over on a first visit. `key` is the name of its cookie or entry,
   * if it is not the usual one; `names` maps its names to ours (a category or a vendor, or several).
   */
  import?: Partial<Record<Manager, { key?: string; names?: Record<string, string | string[]> }>>;
}

export type Manager = 'vanilla-cookieconsent' | 'klaro' | 'osano' | 'tarteaucitron';

/** What this browser keeps of the visitor's choices, the oldest first, at most 24. */
export interface Export {
  schema: 'hushgate-export/1';
  /** ISO 8601, UTC, as all times here. */
  time: string;
  origin: string;
  records: ExportedRecord[];
  software: string;
}

export interface ExportedRecord {
  recordId: string;
  /** Empty in a record from before there were any. */
  consentId: string;
  event: 'given' | 'refused' | 'withdrawn' | 'renewed' | 'acknowledged' | (string & {});
  time: string;
  expires: string;
  method: 'banner' | 'preferences' | 'api' | 'import' | 'notice' | (string & {});
  /** Whether Global Privacy Control was on. */
  gpc: boolean;
  jurisdiction: Regime | '';
  policyVersion: string;
  /** Of the text that was shown; empty if none was. */
  language: string;
  /** Empty if none was shown, or if it is not known any more. */
  textSha256: string;
  /** By category, and by category and vendor: `analytics`, `analytics.ga4`. */
  decisions: Record<string, 'granted' | 'refused' | 'told' | 'not-asked'>;
  /** Why, by the same names: the codes of `docs/decisions.md`. */
  reasons: Record<string, 'granted' | 'refused' | 'despite-signal' | 'default' | 'not-asked'>;
  /** By category, where the site names any. */
  purposes: Record<string, string[]>;
  /** As it is stored. */
  record: string;
}

export type Reason =
  | 'necessary'
  | 'not-asked'
  | 'unreadable'
  | 'future'
  | 'expired'
  | 'other-version'
  | 'other-purpose'
  | 'new'
  | 'refused'
  | 'granted'
  | 'despite-signal'
  | 'signal'
  | 'signal-came-later'
  | 'default';

/** The choice as it stands. Frozen; a change brings another one. */
export interface Snapshot {
  /** By category, and by the id of each vendor that the config names. */
  readonly granted: Readonly<{ necessary: true } & Partial<Record<Category | (string & {}), boolean>>>;
  /** Why, by the same names: the codes of `docs/decisions.md`. */
  readonly reasons?: Readonly<Record<string, Reason>>;
  readonly regime?: Regime;
  /** Whether the banner is up. */
  readonly asked?: boolean;
  /** Whether an answer of the visitor's, or the page's own control, stands. The signal alone is none. */
  readonly decided?: boolean;
  readonly policyVersion?: string;
  /** Whether the browser sends Global Privacy Control. */
  readonly gpc?: boolean;
  readonly by?: 'banner' | 'preferences' | 'api' | 'import' | 'notice' | 'gpc' | 'default' | null;
  readonly despiteGpc?: boolean;
  /** Of the choice, in milliseconds since 1970. */
  readonly time?: number | null;
}

/** Detail of `hushgate:error`. There is one at most: after it the gate stays closed. */
export interface Failure {
  code: 'load' | 'csp' | 'trap' | 'config' | (string & {});
  message: string;
  /** For a bad config: the path of the field, what it holds and what it may hold. */
  field?: string;
  given?: string;
  expected?: string;
}

/** Detail of `hushgate:report`: what became of one request to a vendor. Never a value. */
export interface Report {
  vendor: string;
  /** `hook`: an SDK's own, by an adapter. */
  transport: 'fetch' | 'xhr' | 'beacon' | 'image' | 'hook';
  /** `passed`: by a hook, scrubbed, to the SDK. */
  verdict: 'held' | 'dropped' | 'sent' | 'refused' | 'passed';
  /** Scrubbed; only when sent or refused. */
  path?: string;
  removed: { rule: string; place: string; count: number }[];
  reason?: string;
  /** Nothing was changed: `removed` and `reason` say what would have been. */
  dryRun?: true;
  /** Edition of the catalogue, where it was asked: its day, a dot, the mark of its rows. */
  catalogue?: string;
}

/** Detail of `hushgate:withdrawn`. `preventDefault` keeps a page that `reload` would load anew. */
export interface Withdrawal {
  /** Names of categories and services. */
  readonly withdrawn: readonly string[];
  /** The act in this page; `null` where the page only learns of it. */
  readonly by: 'banner' | 'preferences' | 'api' | 'notice' | null;
}

/** Detail of `hushgate:swept`: what was deleted because it is refused. Never a value. */
export interface Swept {
  /** Whether it was stored while it was refused already. */
  readonly written: boolean;
  readonly removed: readonly { readonly store: 'cookie' | 'local' | 'session' | 'indexeddb'; readonly name: string }[];
}

/** The signals that are known by name: see `docs/signals.md`. */
export type SignalName = 'google' | 'uet' | 'clarity' | 'wordpress' | 'datalayer' | 'screens';

/**
 * How a vendor is told what is granted. It is called with nothing granted at once, then with what the gate says, and never
 * twice with the same.
 */
export interface Signal {
  /** For errors in the console. */
  name: string;
  /**
   * What the vendor calls each permission, and whose grant it is: names of services and categories with spaces between, of
   * which the first that the site asks for counts. Without it the state is the snapshot's `granted`.
   */
  types?: Record<string, string>;
  /** Also before the visitor has answered, when all stands as it did at the start. */
  always?: boolean;
  /** Before the vendor's tag runs. */
  start?(state: Record<string, boolean>): void;
  /** The gate's word: a choice made now or on an earlier visit, the browser's signal, the regime's default, a failure. */
  update(state: Record<string, boolean>, snapshot: Snapshot): void | Promise<void>;
}

/** Detail of `hushgate:shown` and `hushgate:closed`, of the signal `screens`. */
export interface Shown extends Snapshot {
  readonly screen: 'banner' | 'notice' | 'preferences';
}

/** Detail of `hushgate:warning`: what the page lacks. */
export interface Warning {
  /** `no-link`: nothing opens the preferences again; `privacy-choices`: the link that opt-out laws want was added. */
  readonly code: 'no-link' | 'privacy-choices' | (string & {});
  readonly message: string;
}

export interface Hushgate {
  version: string;
  init(config?: Config): void;
  ready(): Promise<Snapshot>;
  get(category: Category | 'necessary' | (string & {})): boolean;
  set(choices: Partial<Record<Category | (string & {}), boolean>>): Promise<void> | void;
  acceptAll(): void;
  rejectAll(): void;
  show(): void;
  exportRecord(): Promise<Export | undefined>;
  forget(): Promise<void>;
  subscribe(tell: (snapshot: Snapshot) => void): () => void;
  scrubber(): Promise<Scrubber>;
  scrub<T>(payload: T, options?: Options): Promise<Result<T>>;
  scrubUrl(url: string | URL, options?: Pick<Options, 'vendor'>): Promise<Result<string>>;
}

declare global {
  interface Window {
    hushgate?: Hushgate;
    hushgateConfig?: Config;
    /** Of `signals.js`. */
    hushgateSignals?(...signals: (SignalName | Signal)[]): void;
  }
  interface DocumentEventMap {
    'hushgate:ready': CustomEvent<Snapshot>;
    'hushgate:change': CustomEvent<Snapshot>;
    'hushgate:error': CustomEvent<Failure>;
    'hushgate:report': CustomEvent<Report>;
    'hushgate:withdrawn': CustomEvent<Withdrawal>;
    'hushgate:swept': CustomEvent<Swept>;
    'hushgate:shown': CustomEvent<Shown>;
    'hushgate:closed': CustomEvent<Shown>;
    'hushgate:warning': CustomEvent<Warning>;
  }
}

/**
 * Closes the gate and starts the module. Call it before the first analytics client is imported.
 * Without a config the defaults hold. A second call is ignored with a warning.
 */
export function init(
  config?: Config,
  options?: {
    /** Where the package's `dist/` is served, if a bundler does not place the files by itself. */
    base?: string;
  },
): void;

/** Resolves with the choice as it stands once the module is up; if it cannot start, with nothing granted. */
export function ready(): Promise<Snapshot>;
/** Whether a category is granted now; `false` before the module is up. */
export function get(category: Category | 'necessary' | (string & {})): boolean;
/**
 * Records a choice made in the site's own interface. Waits for the module if need be. Rejects with a `TypeError`, and changes
 * nothing, if it names what is not asked for, holds anything but `true` and `false`, or switches `necessary` off.
 */
export function set(choices: Partial<Record<Category | (string & {}), boolean>>): Promise<void> | void;
export function acceptAll(): void;
export function rejectAll(): void;
/** Opens the preferences. */
export function show(): void;
/**
 * The visitor's own trail: every record that this browser keeps. Nothing if the module could not start; rejects if what
 * it needs cannot be loaded.
 */
export function exportRecord(): Promise<Export | undefined>;
/**
 * Erases what is kept of the visitor: record, trail, queue, pseudonym key, vendors' cookies. Asks the site's server
 * (`proof.endpoint`) to erase what it has under the consent ID; that request alone stays until the server has answered.
 * Afterwards it is a first visit.
 */
export function forget(): Promise<void>;
/** Calls `tell` at once if the choice is known, and on every change. Gives back the way out. */
export function subscribe(tell: (snapshot: Snapshot) => void): () => void;
/** Tells vendors what is granted. Call it before their tags run. On a page with script tags `signals.js` does the same. */
export function signals(...signals: (SignalName | Signal)[]): void;
/** The scrubber itself, for what cannot wait: its `url` and `bodySync` answer at once. */
export function scrubber(): Promise<Scrubber>;
/**
 * Scrubs a payload by hand; what is refused has no value and must not be sent.
 * Rejects if the scrubber cannot be loaded.
 */
export function scrub<T>(payload: T, options?: Options): Promise<Result<T>>;
export function scrubUrl(url: string | URL, options?: Pick<Options, 'vendor'>): Promise<Result<string>>;
export const version: string;
