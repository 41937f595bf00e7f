// The consent log as the demo's server has it, and what a visitor may do about their own part of it.
'use strict';
{
  const { demo } = window;
  const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

  /** @param {string} tag @param {...(Node | string)} children */
  const h = (tag, ...children) => {
    const element = document.createElement(tag);
    element.append(...children);
    return element;
  };

  /** @param {number | string} time */
  const clock = (time) => new Date(time).toISOString().replace('T', ' ').slice(0, 19);

  /** @param {any} entry one of `records` */
  const shown = ({ seq, record }) => {
    const { event, purposes, notice } = record;
    const decisions = purposes.map((/** @type {any} */ purpose) => `${purpose.id} ${purpose.decision}`).join(', ');
    const item = h(
      'li',
      h(
        'details',
        h('summary', `${clock(event.time)} · ${event.type} · ${event.method} · ${decisions} · policy ${notice.version}`),
        h('pre', JSON.stringify(record, undefined, 2)),
      ),
    );
    item.dataset.record = record.recordId;
    item.setAttribute('value', seq);
    return item;
  };

  /** What the page shows now, so that an open row stays open while nothing is new. */
  let last = '';
  const update = async () => {
    const text = await (await demo.fetch('/consent/log')).text();
    if (text === last) return;
    last = text;
    const { records, removals, usage } = JSON.parse(text);
    find('none').hidden = records.length > 0;
    find('records').replaceChildren(...records.map(shown));
    find('removals').replaceChildren(
      ...removals.map((/** @type {any} */ { time, reason, recordId }) =>
        h('li', `${clock(time)} · ${reason === 'erase' ? 'the visitor asked' : 'kept long enough'} · ${recordId ?? 'nothing was there'}`),
      ),
    );
    find('usage').replaceChildren(
      ...usage.map((/** @type {any} */ { vendor, hits, bytes, since }) =>
        h('li', `${vendor}: ${hits} requests, ${bytes} bytes, since ${clock(since)}`),
      ),
    );
  };

  find('export').addEventListener('click', async () => {
    const mine = await window.hushgate.exportRecord();
    const link = /** @type {HTMLAnchorElement} */ (h('a'));
    link.href = URL.createObjectURL(new Blob([JSON.stringify(mine, undefined, 2)], { type: 'application/json' }));
    link.download = 'my-consent.json';
    link.click();
    URL.revokeObjectURL(link.href);
    find('told').textContent = `${mine.records.length} records of this browser were downloaded.`;
  });
  find('forget').addEventListener('click', async () => {
    await window.hushgate.forget();
    find('told').textContent = 'This browser has forgotten you, and the server is asked to.';
  });

  const poll = () => update().catch(() => {});
  poll();
  setInterval(poll, 1000);
}
