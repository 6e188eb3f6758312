// @ts-check
// Ask: a line of words, what was understood of it, and a wall of ideas to hear.
import { h, fill, cleanup } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { keyText } from '../core/keys.js';
import { toastError } from '../core/toast.js';
import { strings } from '../core/strings.js';
import { createChips } from './chips.js';
import { createIdeas } from './ideas.js';
import { createState } from './state.js';
import { moodPad } from './mood-pad.js';
import { styleBlend } from './style-blend.js';
import { readMood, readStyles, setOptions, writeMood, writeStyles } from './options.js';

/** @type {ReturnType<typeof createState> | null} */
let state = null;

/**
 * @param {HTMLElement} element
 * @param {any} context
 * @param {Record<string, string>} parameters
 */
export async function mount(element, context, parameters) {
  const bag = cleanup();
  state ??= createState();
  const own = state;
  const { request } = own;

  const prompt = h('textarea', { class: 'field ask-prompt', rows: '3', placeholder: strings.askPlaceholder, 'aria-label': strings.askPrompt,
    value: request.prompt, spellcheck: 'false' });
  const pad = moodPad((mood) => own.setOption('mood', mood ? writeMood(mood) : ''));
  const blend = styleBlend(context, (styles) => own.setOption('style', writeStyles(styles)));
  const clearMood = h('button', { class: 'button button-plain button-small', type: 'button', on: { click: () => own.setOption('mood', '') } }, strings.askClear);
  const clearStyle = h('button', { class: 'button button-plain button-small', type: 'button', on: { click: () => own.setOption('style', '') } }, strings.askClear);
  const chips = createChips(context, own, { onMood: pad.focus, onBrief: showBrief });
  const seed = h('input', { class: 'field numbers', type: 'text', inputmode: 'numeric', pattern: '[0-9]*', placeholder: strings.askSeedRandom, value: request.seed,
    'aria-label': strings.askSeed, size: 8 });
  const variations = h('input', { class: 'field numbers', type: 'number', min: '1', max: '64', value: String(request.variations), 'aria-label': strings.askVariations });
  const sound = h('input', { type: 'checkbox', checked: request.sound });
  const compose = h('button', { class: 'button button-main button-large ask-go', type: 'button', on: { click: go } }, icon('ask', 20), h('span'));
  const panel = (/** @type {string} */ title, /** @type {any} */ tool, /** @type {any[]} */ ...content) => h('section', { class: 'ask-panel', 'aria-label': title },
    h('header', null, h('h2', null, title), tool), content);

  const ideas = createIdeas(context, own, bag, emptyWall);
  fill(element, h('div', { class: 'ask' },
    h('div', { class: 'ask-side', role: 'region', 'aria-label': strings.askBrief, tabIndex: -1 }, h('h1', { class: 'visually-hidden' }, strings.shellAsk),
      h('div', { class: 'ask-form' }, prompt, chips.row, chips.notes,
        panel(strings.askMood, clearMood, pad.element),
        panel(strings.askStyles, clearStyle, blend.element),
        h('div', { class: 'ask-details' },
          h('label', { class: 'label' }, strings.askSeed, h('span', { class: 'ask-seed' }, seed, h('button', { class: 'icon-button', type: 'button', 'aria-label': strings.askSeedDraw, title: strings.askSeedDraw,
            on: { click: () => setSeed(String(1 + Math.floor(Math.random() * 99999))) } }, icon('dice')))))),
      h('div', { class: 'ask-foot' }, h('label', { class: 'ask-number' }, strings.askIdeas, variations),
        h('label', { class: 'check' }, sound, strings.askSound), compose)),
    ideas.element));

  /** @param {string} value */
  function setSeed(value) {
    seed.value = value;
    own.set({ seed: value });
  }

  /**
   * Shows what the words say where nothing was set by hand.
   * @param {any} brief
   */
  function showBrief(brief) {
    const of = (/** @type {string} */ option) => brief.chips.find((/** @type {any} */ chip) => chip.option === option)?.value ?? '';
    const { options } = own.request;
    pad.show(readMood(options.mood ?? of('mood')), 'mood' in options);
    blend.show(readStyles(options.style ?? of('style')));
    clearMood.disabled = !('mood' in options);
    clearStyle.disabled = !('style' in options);
  }

  function drawGo() {
    const { request: now } = own;
    /** @type {any} */ (compose.lastChild).textContent = strings.askGo;
    compose.disabled = !now.prompt.trim() && Object.keys(setOptions(now.options)).length === 0;
    compose.title = `${strings.askGo} (${keyText('Mod+Enter')})`;
  }

  async function go() {
    const { request: now } = own;
    if (compose.disabled) return;
    compose.disabled = true;
    /** @type {any} */
    const body = { prompt: now.prompt.trim(), options: setOptions(now.options), variations: now.variations, sound: now.sound };
    if (/^\d+$/.test(now.seed)) body.seed = Number(now.seed);
    try {
      await ideas.start('compose', body, body.prompt || strings.askFromOptions, now.variations);
    } catch (error) {
      toastError(error);
    } finally {
      drawGo();
    }
  }

  function emptyWall() {
    return h('div', { class: 'empty ask-empty' }, icon('wave', 44), h('h2', null, strings.askEmpty), h('p', null, strings.askEmptyText),
      h('ul', { class: 'ask-examples' }, strings.askIdeasToTry.map((/** @type {string} */ text) => h('li', null, h('button', { class: 'button button-quiet', type: 'button', on: { click: () => {
        prompt.value = text;
        own.set({ prompt: text });
        prompt.focus();
      } } }, text)))));
  }

  prompt.addEventListener('input', () => own.set({ prompt: prompt.value }));
  seed.addEventListener('input', () => own.set({ seed: seed.value.replace(/\D/g, '') }));
  variations.addEventListener('input', () => {
    const n = Math.round(Number(variations.value));
    if (n >= 1 && n <= 64) own.set({ variations: n });
  });
  variations.addEventListener('change', () => { variations.value = String(own.request.variations); });
  sound.addEventListener('change', () => own.set({ sound: sound.checked }));
  bag.add(own.on('request', () => {
    drawGo();
    const { options } = own.request;
    if (options.mood !== undefined) pad.show(readMood(options.mood), true);
    chips.askSoon();
  }));
  bag.add(chips.stop);
  bag.add(context.keys.push(strings.shellAsk, [
    { keys: ['Mod+Enter'], text: strings.askKeyGo, run: go, inFields: true },
    { keys: ['/'], text: strings.askKeyPrompt, run: () => prompt.focus() },
  ]));

  drawGo();
  showBrief({ chips: [] });
  chips.ask();
  await ideas.load();
  ideas.settle();
  if (parameters.like) {
    history.replaceState(null, '', '#/ask');
    await ideas.more([parameters.like]);
  } else if (own.batches.length === 0) {
    prompt.focus();
  }
  return bag.empty;
}
