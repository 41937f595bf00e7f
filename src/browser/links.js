/**
 * What the page itself shows of consent: that the browser's signal is honoured, and links to the preferences. Withdrawing must be as easy as agreeing, so a page without one is warned; and
 * opt-out laws want one with a name of its own where marketing is asked for, so a page without that is given it.
 */

const SVG = 'http://www.w3.org/2000/svg';

/** The statutory title: https://oag.ca.gov/privacy/ccpa, regulations section 7015. */
const TITLE = 'Your Privacy Choices';

/** Its mark: a pill, one half with a tick and one with a cross. */
const MARK = [
  ['#fff', '#06f', 'M7 .5h16a6.5 6.5 0 0 1 0 13H7A6.5 6.5 0 0 1 7 .5z'],
  ['#06f', 'none', 'M17 .5h6a6.5 6.5 0 0 1 0 13h-9.5z'],
  ['none', '#06f', 'm6 7 2.5 2.5 4-5'],
  ['none', '#fff', 'm19 4.5 5 5m0-5-5 5'],
];

/** What has been warned of. @type {Set<string>} */
const warned = new Set();

/** @param {string} code @param {string} message */
const warn = (code, message) => {
  if (warned.has(code)) return;
  warned.add(code);
  console.warn(`Hushgate: ${message}`);
  document.dispatchEvent(new CustomEvent('hushgate:warning', { detail: Object.freeze({ code, message }) }));
};

/** Puts the link at the end of the page. */
const put = () => {
  const link = document.createElement('button');
  link.type = 'button';
  link.lang = 'en';
  link.dataset.hushgate = 'privacy-choices';
  link.style.cssText =
    'display:block;min-height:24px;margin:1em auto;border:0;background:0 0;color:inherit;font:inherit;text-decoration:underline;cursor:pointer';
  const mark = document.createElementNS(SVG, 'svg');
  for (const [name, value] of [['viewBox', '0 0 30 14'], ['width', '30'], ['height', '14'], ['aria-hidden', 'true']]) {
    mark.setAttribute(name, value);
  }
  for (const [fill, stroke, d] of MARK) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('fill', fill);
    path.setAttribute('stroke', stroke);
    path.setAttribute('d', d);
    mark.append(path);
  }
  link.append(TITLE + ' ', mark);
  document.body.append(link);
};

/**
 * Looks after the links, once the page is there.
 * @param {string} plan what follows from the config
 * @param {boolean} isChosen whether the visitor has just chosen, and so may want to change it
 * @param {boolean} isHonoured whether Global Privacy Control is on and nothing is granted despite it
 */
export const mind = (plan, isChosen, isHonoured) => {
  if (document.readyState !== 'complete') {
    addEventListener('load', () => mind(plan, isChosen, isHonoured), { once: true });
    return;
  }
  /** @type {NodeListOf<HTMLElement>} */
  const status = document.querySelectorAll('[data-hushgate=gpc]');
  for (const each of status) each.hidden = !isHonoured;
  if (!plan.startsWith('opt-in') && /^marketing /m.test(plan)) {
    /** @type {NodeListOf<HTMLElement>} */
    const links = document.querySelectorAll('[data-hushgate=privacy-choices]');
    for (const link of links) link.hidden = false;
    if (!links.length) {
      put();
      warn('privacy-choices', `marketing under an opt-out law wants a link "${TITLE}" (data-hushgate="privacy-choices"): one is added at the end of the page.`);
    }
  }
  if (isChosen && !document.querySelector('[data-hushgate^=pr]')) {
    warn('no-link', 'nothing on this page opens the preferences again: give a link or button data-hushgate="preferences".');
  }
};
