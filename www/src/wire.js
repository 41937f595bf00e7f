// The wire panel: for each request of each client what it tried to send and what left.
import { split, title } from './decode.js';
import { shareLink } from './planted.js';
import { match, read, row, take } from './rows.js';

const CLIENTS = { ga4: 'Google Analytics', sentry: 'Sentry', mixpanel: 'Mixpanel' };

/**
 * @param {string} tag @param {Record<string, any>} [props] @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
function h(tag, props = {}, ...children) {
  const element = Object.assign(document.createElement(tag), props);
  element.append(...children);
  return element;
}

/** What Hushgate writes where a value cannot simply go. */
const PLACEHOLDER = 'redacted';

/** @param {string} text @param {readonly string[]} values @param {string} className */
function marked(text, values, className) {
  return split(text, [...values, PLACEHOLDER]).map((part) =>
    part.found ? h('mark', { className: part.text === PLACEHOLDER ? 'safe' : className }, part.text) : part.text,
  );
}

/** @param {any} snapshot @returns {string} */
function choice(snapshot) {
  if (!snapshot) return 'Waiting for Hushgate.';
  if (snapshot.asked) return 'Not answered yet: the question is on the page.';
  if (!snapshot.decided && snapshot.by !== 'gpc') return 'Nothing is asked.';
  const signal = snapshot.despiteGpc ? 'in spite of' : snapshot.by === 'gpc' && 'by';
  const answer = snapshot.granted.analytics ? 'allowed' : 'declined';
  return `Analytics ${answer}${signal ? `, ${signal} Global Privacy Control` : ''}.`;
}

/** @param {Demo} demo */
export function wire(demo) {
  const aside = document.getElementById('wire');
  if (!aside) return;

  /** @type {import("./rows.js").Row[]} */
  const rows = [];
  /** @type {Map<import("./rows.js").Row, {update(): void}>} */
  const views = new Map();
  /** @type {Set<number>} */
  const taken = new Set();
  let eventsRead = 0;
  let polls = 0;
  let polling = 0;

  const headline = h('p', { className: 'wire-headline' });
  headline.setAttribute('role', 'status');
  const state = h('p', { className: 'wire-state' });
  const trouble = h('p', { className: 'wire-trouble', hidden: true });
  const list = h('ol', { className: 'wire-rows' });
  const count = h('span', { className: 'wire-count' });
  const panel = /** @type {HTMLDetailsElement} */ (
    h(
      'details',
      { open: true },
      h('summary', {}, h('h2', {}, 'The wire'), count),
      h(
        'div',
        { className: 'wire-body' },
        headline,
        state,
        trouble,
        h(
          'div',
          { className: 'wire-actions' },
          h('button', { type: 'button', onclick: () => demo.fire() }, 'Send events'),
          h('button', { type: 'button', onclick: () => location.assign(shareLink()) }, 'Open a share link'),
          demo.signedIn
            ? h('button', { type: 'button', onclick: () => location.assign('/') }, 'Sign out')
            : h('button', { type: 'button', onclick: () => location.assign('/account.html') }, 'Sign in'),
        ),
        list,
      ),
    )
  );
  aside.replaceChildren(panel);

  /** @param {import("./rows.js").Row} row */
  function view(row) {
    const { tried } = row;
    const badge = h('span', {});
    const name = h('span', { className: 'wire-name' });
    const removedCount = h('span', { className: 'wire-removed-count' });
    const clock = h('time', {}, new Date(tried.time).toLocaleTimeString('en-GB'));
    clock.setAttribute('datetime', new Date(tried.time).toISOString());
    const body = h('div', { className: 'wire-detail' });
    const details = /** @type {HTMLDetailsElement} */ (
      h(
        'details',
        { className: 'wire-row' },
        h(
          'summary',
          {},
          badge,
          h('span', { className: 'wire-client' }, CLIENTS[/** @type {'ga4'} */ (tried.vendor)] ?? tried.vendor),
          name,
          removedCount,
          h('span', { className: 'wire-meta' }, clock, ` · ${tried.transport}`),
        ),
        body,
      )
    );
    let shown = '';
    details.addEventListener('toggle', update);
    list.prepend(h('li', {}, details));

    function update() {
      const verdict = row.verdict ?? (row.left === undefined ? 'waiting' : 'unguarded');
      const removed = row.removed.reduce((sum, { count }) => sum + count, 0);
      badge.className = `wire-badge ${row.dryRun ? 'unguarded' : verdict}`;
      badge.textContent = row.dryRun ? `${verdict}, dry run` : verdict;
      name.textContent = row.text === undefined ? '' : title(tried.vendor, row.text);
      removedCount.textContent = removed && !row.dryRun ? `−${removed}` : '';
      removedCount.title = removed ? `${removed} values taken out` : '';
      // Filled again only when there is news: it would take a reader's place and selection away.
      const news = [verdict, removed, row.text?.length, row.left?.length].join();
      if (!details.open || news === shown) return;
      shown = news;
      fill(verdict);
    }

    /** @param {string} verdict */
    function fill(verdict) {
      // Token by token: the whole link as one mark would hide what stayed of it.
      const values = Object.values({ ...demo.planted, shareUrl: '' });
      const nothing = {
        held: 'Nothing: held until there is a choice.',
        dropped: 'Nothing.',
        refused: 'Nothing: what cannot be read is not sent.',
      }[verdict];
      const left =
        row.left === undefined
          ? [h('p', {}, nothing ?? 'Not seen at the collector yet.')]
          : [h('pre', { tabIndex: 0 }, ...marked(row.left, values, 'leak'))];
      const tried = h('pre', { tabIndex: 0 }, ...marked(row.text ?? '', values, 'planted'));
      const removed = row.removed.map(({ rule, place, count }) =>
        h('li', {}, h('b', {}, rule), ' ', h('code', {}, place), count > 1 ? ` ×\u00a0${count}` : ''),
      );
      const takenOut = h('ul', { className: 'wire-removed', tabIndex: 0 }, ...removed);
      body.replaceChildren(
        h('h3', {}, 'Tried to send'),
        tried,
        h('h3', {}, 'Left the browser'),
        ...left,
        ...(row.reason ? [h('p', {}, `${row.dryRun ? 'Would be refused' : 'Reason'}: ${row.reason}`)] : []),
        ...(removed.length ? [h('h3', {}, row.dryRun ? 'Would be taken out' : 'Taken out'), takenOut] : []),
      );
      // A screenful of JSON hides what matters: start at the first mark.
      for (const pre of body.querySelectorAll('pre')) {
        const first = pre.querySelector('mark');
        if (first) pre.scrollTop = first.offsetTop - pre.offsetTop - 40;
      }
    }
    return { update };
  }

  function render() {
    for (const { update } of views.values()) update();
    const gone = rows.filter((row) => row.verdict === 'sent' || row.left !== undefined);
    const dry = rows.some(({ dryRun }) => dryRun);
    const removed = gone.flatMap((row) => row.removed).reduce((sum, { count }) => sum + count, 0);
    const taken = dry ? 'found in them and left there: this is a dry run and protects nobody' : 'taken out first';
    count.textContent = `${gone.length} of ${rows.length} sent`;
    headline.textContent = gone.length
      ? `${gone.length} of ${rows.length} requests left this browser${removed ? `, ${removed} values ${taken}` : ''}.`
      : `Nothing has left this browser${rows.length ? `, though ${rows.length} requests were tried` : ''}.`;
    aside?.classList.toggle('wire-quiet', !gone.length);
  }

  /** Reads what happened since the last time. */
  function catchUp() {
    for (const tried of demo.tried.slice(rows.length)) {
      const added = row(tried);
      rows.push(added);
      views.set(added, view(added));
      Promise.resolve(tried.body).then((body) => {
        read(added, body);
        render();
      });
    }
    for (const { type, detail } of demo.events.slice(eventsRead)) {
      if (type === 'hushgate:report') take(rows, detail);
      if (type === 'hushgate:ready' || type === 'hushgate:change') snapshot = detail;
      if (type === 'hushgate:error') {
        trouble.hidden = false;
        trouble.textContent = detail?.message ?? 'Hushgate could not start.';
      }
    }
    eventsRead = demo.events.length;
    state.textContent = trouble.hidden ? choice(snapshot) : 'Analytics stays off.';
    render();
    polls = 0;
    polling ||= window.setInterval(poll, 800);
  }

  async function poll() {
    const waiting = rows.some((row) => row.left === undefined && (row.verdict ?? 'sent') === 'sent');
    if (!waiting || ++polls > 12) {
      window.clearInterval(polling);
      polling = 0;
      return;
    }
    try {
      const hits = await (await demo.fetch('/demo/hits')).json();
      match(rows, hits, taken, performance.timeOrigin);
      render();
    } catch {
      // No collector here: the rows say what was tried.
    }
  }

  /** @type {any} */
  let snapshot;
  const wide = window.matchMedia('(min-width: 64rem)');
  panel.open = wide.matches;
  for (const type of ['demo:tried', 'hushgate:ready', 'hushgate:change', 'hushgate:error', 'hushgate:report']) {
    document.addEventListener(type, catchUp);
  }
  catchUp();
}
