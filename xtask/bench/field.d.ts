/** What is used of packages that are installed for the bench only, so that types are checked without them. */

declare module '@arcjet/redact' {
  export const redact: (text: string) => Promise<[string, (text: string) => string]>;
}
declare module '@coffeeandfun/remove-pii' {
  export const removePII: (text: string) => string;
}
declare module '@hackylabs/deep-redact' {
  export class DeepRedact {
    constructor(options: { blacklistedKeys?: string[]; serialise?: boolean });
    redact(value: unknown): string;
  }
}
declare module '@logtape/redaction' {
  type Pattern = { pattern: RegExp };
  export const CREDIT_CARD_NUMBER_PATTERN: Pattern;
  export const EMAIL_ADDRESS_PATTERN: Pattern;
  export const JWT_PATTERN: Pattern;
  export const US_SSN_PATTERN: Pattern;
  export const redactByField: (sink: (record: any) => void) => (record: object) => void;
  export const redactByPattern: (formatter: (text: any) => string, patterns: Pattern[]) => (text: string) => string;
}
declare module '@openredaction/openredaction' {
  export class OpenRedaction {
    detect(text: string): { redacted: string };
  }
}
declare module '@pinojs/redact' {
  const make: (options: { paths: string[]; serialize: (value: unknown) => string }) => (value: object) => string;
  export default make;
}
declare module '@redactpii/node' {
  export class Redactor {
    redact(text: string): string;
  }
}
declare module '@sentry/core' {
  export const filterCollectedUrl: (url: string) => string;
}
declare module '@zapier/secret-scrubber' {
  export const findSensitiveValues: (value: unknown) => string[];
  export const scrub: <T>(value: T, secrets: string[]) => T;
}
declare module 'buffer' {
  export const Buffer: unknown;
}
declare module 'fast-redact' {
  const make: (options: { paths: string[]; serialize: (value: unknown) => string }) => (value: object) => string;
  export default make;
}
declare module 'mongodb-redact' {
  export const redact: <T>(value: T) => T;
}
declare module 'redact-pii/lib/SyncCompositeRedactor.js' {
  export class SyncCompositeRedactor {
    redact: (text: string) => string;
  }
}
declare module 'redact-secrets' {
  const make: (mark: string) => { map: <T>(value: T) => T };
  export default make;
}
