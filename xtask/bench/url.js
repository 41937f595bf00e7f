/** Node's `url`: the platform's own class, whose errors have the code that Node gives them. */
export class URL extends globalThis.URL {
  /** @param {string} text @param {string} [base] */
  constructor(text, base) {
    try {
      super(text, base);
    } catch (error) {
      throw Object.assign(/** @type {Error} */ (error), { code: 'ERR_INVALID_URL' });
    }
  }
}
