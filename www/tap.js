// For the wire panel only: remembers what each client tried to send. Runs after Hushgate and
// calls whatever stood there before, so it changes nothing about what leaves.
// `?tap=off` leaves it out.
'use strict';
{
  const { demo } = window;

  /** @param {string | URL} url @returns {[string, string] | undefined} client and full address */
  const lookUp = (url) => {
    const href = new URL(url, location.href).href;
    if (!href.startsWith(`${demo.collector}/`)) return undefined;
    return [new URL(href).pathname.split('/')[1], href];
  };

  /** @param {unknown} body @returns {string | Promise<string>} */
  const text = (body) => {
    if (body === undefined || body === null) return '';
    if (body instanceof Blob) return body.text();
    if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return new TextDecoder().decode(body);
    if (body instanceof FormData) return [...body].map(([key, value]) => `${key}=${value}`).join('\n');
    return String(body);
  };

  /**
   * @param {Tried["transport"]} transport @param {string} method
   * @param {string | URL} url @param {unknown} body
   */
  const note = (transport, method, url, body) => {
    try {
      const found = lookUp(url);
      if (!found) return;
      demo.tried.push({ time: Date.now(), vendor: found[0], transport, method, url: found[1], body: text(body) });
      document.dispatchEvent(new CustomEvent('demo:tried'));
    } catch {
      // A request the panel cannot read is still the client's own.
    }
  };

  /** @param {any} realm a window: this one or a same-origin frame's */
  const tapFetch = (realm) => {
    const before = realm.fetch;
    realm.fetch = function fetch(/** @type {any} */ input, /** @type {any} */ init) {
      const request = typeof input === 'object' && 'clone' in input ? input : undefined;
      const body = init?.body ?? (request && lookUp(request.url) ? request.clone().text() : undefined);
      if (body instanceof Promise) body.then((read) => note('fetch', request.method, request.url, read), () => {});
      else note('fetch', init?.method ?? request?.method ?? 'GET', request?.url ?? input, body);
      return Reflect.apply(before, this, arguments);
    };
  };

  const install = () => {
    tapFetch(window);

    // Sentry takes its `fetch` from a hidden frame when the page's looks changed.
    const frame = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, 'contentWindow');
    const seen = new WeakSet();
    Object.defineProperty(HTMLIFrameElement.prototype, 'contentWindow', {
      ...frame,
      get() {
        const realm = frame?.get?.call(this);
        try {
          if (realm?.fetch && !seen.has(realm)) {
            seen.add(realm);
            tapFetch(realm);
          }
        } catch {
          // Another origin's.
        }
        return realm;
      },
    });

    /** @type {WeakMap<XMLHttpRequest, [string, string | URL]>} */
    const opened = new WeakMap();
    const { open, send } = XMLHttpRequest.prototype;
    XMLHttpRequest.prototype.open = function (/** @type {string} */ method, /** @type {string | URL} */ url) {
      opened.set(this, [method, url]);
      return Reflect.apply(open, this, arguments);
    };
    XMLHttpRequest.prototype.send = function (body) {
      const [method, url] = opened.get(this) ?? [];
      if (method && url) note('xhr', method, url, body);
      return Reflect.apply(send, this, arguments);
    };

    const beacon = Navigator.prototype.sendBeacon;
    Navigator.prototype.sendBeacon = function (url, body) {
      note('beacon', 'POST', url, body);
      return Reflect.apply(beacon, this, arguments);
    };

    const src = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src');
    Object.defineProperty(HTMLImageElement.prototype, 'src', {
      ...src,
      set(url) {
        note('image', 'GET', url, undefined);
        src?.set?.call(this, url);
      },
    });
  };

  if (new URLSearchParams(location.search).get('tap') !== 'off') install();
}
