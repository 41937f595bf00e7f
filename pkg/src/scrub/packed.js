/** Whether a body is compressed, and how. */

/**
 * The format of compressed content, `unknown` for one that the browser cannot read, or nothing.
 * @param {string | Uint8Array} content
 * @param {string} [encoding] the content-encoding that is declared
 */
export const packing = (content, encoding) => {
  if (typeof content !== 'string') {
    const [first, second] = content;
    if (first === 0x1f && second === 0x8b) return 'gzip';
    // RFC 1950, section 2.2: the usual window, each level, no dictionary. A text that begins with "x " is none.
    if (first === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(second)) return 'deflate';
    // RFC 9110, section 8.4.1.2: some send it without that head.
    if (/^\s*deflate\s*$/i.test(encoding ?? '')) return 'deflate-raw';
  }
  if (encoding && !/^\s*identity\s*$/i.test(encoding)) return 'unknown';
};
