// @ts-check
// Ask: a line of words, what was understood of it, and a wall of ideas to hear.
import { h, fill, cleanup } from '../core/dom.js';
import { button, iconButton } from '../core/controls.js';
import { icon } from '../core/icons.js';
import { keyText } from '../core/keys.js';
import { showMoreBelow } from '../core/scroll-sign.js';
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
 * @param {Record<string, string>} parameters `like`: the song to compose more like; `tempo`, `key` and `duration` to begin with
 */
export async function mount(element, context, parameters) {
  const bag = cleanup();
  state ??= createState();
  const own = state;
  const { request } = own;

  const prompt = h('textarea', {
    class: 'field ask-prompt', rows: '3', placeholder: strings.askPlaceholder,
    'aria-label': strings.askPrompt, value: request.prompt, spellcheck: 'false',
  });
  const pad = moodPad((mood) => own.setOption('mood', mood ? writeMood(mood) : ''));
  const blend = styleBlend(context, (styles) => own.setOption('style', writeStyles(styles)));
  const clearing = (/** @type {string} */ option) => button(
    strings.askClear, () => own.setOption(option, ''), { kind: 'plain', size: 'small' });
  const clearMood = clearing('mood');
  const clearStyle = clearing('style');
  const chips = createChips(context, own, { onMood: pad.focus, onBrief: showBrief });
  const seed = h('input', {
    class: 'field numbers', type: 'text', inputmode: 'numeric', pattern: '[0-9]*', size: 8,
    placeholder: strings.askSeedRandom, value: request.seed, 'aria-label': strings.askSeed,
  });
  const variations = h('input', {
    class: 'field numbers', type: 'number', min: '1', max: '64', value: String(request.variations),
    'aria-label': strings.askVariations,
  });
  const sound = h('input', { type: 'checkbox', checked: request.sound });
  const compose = button(strings.askGo, go, {
    kind: 'main', size: 'large', icon: 'ask', class: 'ask-go',
    title: `${strings.askGo} (${keyText('Mod+Enter')})`,
  });
  const drawSeed = iconButton('dice', strings.askSeedDraw, () => {
    seed.value = String(1 + Math.floor(Math.random() * 99999));
    own.set({ seed: seed.value });
  });

  const ideas = createIdeas(context, own, bag, emptyWall);
  const form = h('div', { class: 'ask-form' }, prompt, chips.row, chips.notes,
    panel(strings.askMood, clearMood, pad.element), panel(strings.askStyles, clearStyle, blend.element),
    h('div', { class: 'ask-details' }, h('label', { class: 'label' }, strings.askSeed, h('span', { class: 'ask-seed' }, seed, drawSeed))));
  fill(element, h('div', { class: 'ask' },
    h('div', { class: 'ask-side', role: 'region', 'aria-label': strings.askBrief },
      h('h1', { class: 'visually-hidden' }, strings.shellAsk),
      form,
      h('div', { class: 'ask-foot' },
        h('label', { class: 'ask-number' }, strings.askIdeas, variations),
        h('label', { class: 'check' }, sound, strings.askSound), compose)),
    ideas.element));

  /**
   * Shows what the words say where nothing was set by hand.
   * @param {any} brief
   */
  function showBrief(brief) {
    const { options } = own.request;
    const valueOf = (/** @type {string} */ option) => options[option]
      ?? brief.chips.find((/** @type {any} */ chip) => chip.option === option)?.value ?? '';
    pad.show(readMood(valueOf('mood')), 'mood' in options);
    blend.show(readStyles(valueOf('style')));
    clearMood.disabled = !('mood' in options);
    clearStyle.disabled = !('style' in options);
  }

  function drawGo() {
    const { request: now } = own;
    compose.disabled = !now.prompt.trim() && Object.keys(setOptions(now.options)).length === 0;
  }

  async function go() {
    const { prompt: words, options, seed: number, variations: n, sound: withSound } = own.request;
    if (compose.disabled) return;
    compose.disabled = true;
    /** @type {any} */
    const body = { prompt: words.trim(), options: setOptions(options), variations: n, sound: withSound };
    if (/^\d+$/.test(number)) body.seed = Number(number);
    await ideas.start('compose', body, body.prompt || strings.askFromOptions, n);
    drawGo();
  }

  function emptyWall() {
    const example = (/** @type {string} */ text) => button(text, () => {
      prompt.value = text;
      own.set({ prompt: text });
      prompt.focus();
    });
    return h('div', { class: 'empty ask-empty' }, icon('wave', 44), h('h2', null, strings.askEmpty),
      h('p', null, strings.askEmptyText),
      h('ul', { class: 'ask-examples' }, strings.askIdeasToTry.map(
        (/** @type {string} */ text) => h('li', null, example(text)))));
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
    const { mood } = own.request.options;
    if (mood !== undefined) pad.show(readMood(mood), true);
    chips.askSoon();
  }));
  bag.add(chips.stop);
  bag.add(context.keys.push(strings.shellAsk, [
    { keys: ['Mod+Enter'], text: strings.askKeyGo, run: go, inFields: true },
    { keys: ['/'], text: strings.askKeyPrompt, run: () => prompt.focus() },
  ]));

  showMoreBelow(form, bag);
  drawGo();
  showBrief({ chips: [] });
  chips.ask();
  await ideas.load();
  ideas.settle();
  const begun = ['tempo', 'key', 'duration'].filter((option) => parameters[option]);
  if (begun.length > 0) {
    history.replaceState(null, '', '#/ask');
    own.set({ options: Object.fromEntries(begun.map((option) => [option, parameters[option]])) });
    chips.ask();
  }
  if (parameters.like) {
    history.replaceState(null, '', '#/ask');
    await ideas.more([parameters.like]);
  } else if (own.batches.length === 0 && own.pending.length === 0) {
    prompt.focus();
  }
  return bag.empty;
}

/**
 * @param {string} title
 * @param {any} tool
 * @param {any} content
 */
function panel(title, tool, content) {
  return h('section', { class: 'ask-panel', 'aria-label': title },
    h('header', null, h('h2', null, title), tool), content);
}
