/** The preferences in the page: the artefact `prefs`'s script. */
import { text } from './texts.js';

export { default } from './texts.js';

const markup = text((wasm) => wasm._markup);
const style = text((wasm) => wasm._style);

/** @type {any} The shadow root. */
let root;

/** Services go along with the switch of their category; and while a switch overrides the signal, that is said. */
const follow = (/** @type {any} */ { target }) => {
  for (const one of root.querySelectorAll(`[id^="${target.id}."]`)) one.checked = target.checked;
  warn();
};

const warn = () => {
  const note = root.querySelector('#warn');
  note.textContent = root.querySelector('input:enabled:checked') ? note.dataset.text : '';
};

/** "2 years" in the language of the screen, by the browser's own plural rules. @param {string} unit @param {number} count */
const span = (unit, count) => {
  try {
    return count.toLocaleString(root.host.lang, { style: 'unit', unitDisplay: 'long', unit });
  } catch {
    return `${count} ${unit}`;
  }
};

/** Gives the visitor the trail of their choices as a file. @param {Event} event */
const download = async ({ target }) => {
  if (/** @type {Element} */ (target).id !== 'export') return;
  const trail = await /** @type {any} */ (window).hushgate.exportRecord();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(trail, null, 2)], { type: 'application/json' }));
  link.download = 'choices.json';
  link.click();
  // Once the browser has it.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};

/**
 * Opens the preferences, anew if they are open, or shows the notice.
 * @param {any} shadow the shadow root of the screens
 * @param {(style: string) => void} dress adds a style sheet to it
 * @param {(lines: string, say: typeof span) => void} build makes elements in it
 * @param {[config: string, plan: string, state: string, seen: string, words: string]} given
 */
export const show = (shadow, dress, build, ...given) => {
  if (!root) {
    root = shadow;
    dress(style());
    root.addEventListener('input', follow);
    root.addEventListener('click', download);
  }
  const isNotice = given[2][0] !== '{';
  if (isNotice && root.querySelector('section')) return;
  if (!isNotice) root.querySelector('dialog')?.remove();
  build(markup(...given), span);
  if (!isNotice) root.querySelector('dialog').showModal();
};
