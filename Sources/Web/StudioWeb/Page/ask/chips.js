// @ts-check
// The brief as understood: a chip for each thing, a press opens its editor.
import { h, fill, debounce } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { iconButton } from '../core/controls.js';
import { openPopover } from '../core/dialog.js';
import { strings } from '../core/strings.js';
import { editorOf } from './editors.js';
import { readList, readMood, setOptions } from './options.js';

/** What can be added, in the order in which it is offered. */
const offered = ['style', 'key', 'tempo', 'meter', 'duration', 'form', 'instruments', 'without', 'chords'];

/**
 * @param {any} context
 * @param {ReturnType<import('./state.js').createState>} state
 * @param {{onMood: () => void, onBrief: (brief: any) => void}} actions
 */
export function createChips(context, state, actions) {
  const row = h('div', { class: 'chips', role: 'group', 'aria-label': strings.askUnderstood });
  const notes = h('div', { class: 'chip-notes', role: 'status' });
  /** @type {{chips: {option: string, label: string, value: string}[], notUnderstood: string[], notices: string[]}} */
  let brief = { chips: [], notUnderstood: [], notices: [] };
  let turn = 0;
  let isOpen = false;

  async function ask() {
    const { prompt, options } = state.request;
    turn += 1;
    const own = turn;
    if (!prompt.trim() && Object.keys(setOptions(options)).length === 0) {
      brief = { chips: [], notUnderstood: [], notices: [] };
      draw(null);
      actions.onBrief(brief);
      return;
    }
    try {
      const answer = await context.api.post('/api/brief', { prompt, options: setOptions(options) });
      if (own !== turn) return;
      brief = answer;
      draw(null);
      actions.onBrief(brief);
    } catch (error) {
      if (own === turn) draw(error);
    }
  }
  const later = debounce(220, ask);
  /** Asks again once the typing rests; what was set by hand shows at once. */
  const askSoon = () => {
    for (const chip of brief.chips) {
      const own = state.request.options[chip.option];
      if (own !== undefined && chip.option === 'mood') chip.value = own;
    }
    update();
    later();
  };

  /** @param {any} problem */
  function draw(problem) {
    if (isOpen) {
      drawNotes(problem);
      update();
      return;
    }
    const active = /** @type {HTMLElement | null} */ (document.activeElement);
    const focused = active && row.contains(active) ? active.dataset.option : undefined;
    const has = new Set(brief.chips.map((chip) => chip.option));
    if (has.has('bars')) has.add('duration');
    fill(row, brief.chips.map((chip) => chipOf(chip)),
      offered.filter((option) => !has.has(option)).map((option) => h('button', {
        class: 'chip chip-add', type: 'button', data: { option }, 'aria-haspopup': 'dialog',
        on: { click: (/** @type {any} */ event) => edit(option, '', event.currentTarget) },
      }, icon('add', 14), strings.askOptions[option])));
    if (focused) /** @type {any} */ (row.querySelector(`[data-option="${focused}"]`))?.focus();
    drawNotes(problem);
  }
  /** Chips change their words while an editor stands open beside one. */
  function update() {
    for (const chip of brief.chips) {
      const text = row.querySelector(`.chip[data-option="${chip.option}"] .chip-text`);
      if (text) text.textContent = labelOf(chip);
    }
  }

  /** @param {any} problem */
  function drawNotes(problem) {
    fill(notes,
      problem ? h('p', { class: 'problem' }, problem.message, problem.hint ? ` ${problem.hint}` : '') : null,
      brief.notUnderstood.length > 0
        ? hint(strings.askNotUnderstood(brief.notUnderstood.map((word) => `“${word}”`).join(', '))) : null,
      brief.notices.map(hint));
  }

  /** @param {{option: string, label: string, value: string}} chip */
  function chipOf(chip) {
    const isOwn = chip.option in state.request.options;
    const name = strings.askOptions[chip.option] ?? chip.option;
    return h('span', { class: isOwn ? 'chip-pair chip-own' : 'chip-pair' },
      h('button', {
        class: 'chip', type: 'button', data: { option: chip.option }, 'aria-haspopup': 'dialog',
        'aria-label': `${name}: ${labelOf(chip)}`,
        on: { click: (/** @type {any} */ event) => {
          if (chip.option === 'mood') actions.onMood();
          else edit(chip.option, chip.value, event.currentTarget);
        } },
      }, h('span', { class: 'chip-name' }, name), h('span', { class: 'chip-text' }, labelOf(chip))),
      isOwn ? iconButton('close', strings.askClearOption(name), () => state.setOption(chip.option, ''),
        { isSmall: true, size: 13, class: 'chip-clear' }) : null);
  }

  /**
   * @param {string} option
   * @param {string} value
   * @param {HTMLElement} anchor
   */
  function edit(option, value, anchor) {
    isOpen = true;
    const editing = {
      option, value, context,
      set: (/** @type {string} */ text) => {
        const named = /^(bars|duration):(.*)$/.exec(text);
        if (named) state.setOption(named[1], named[2]);
        else state.setOption(option, text);
      },
      close: () => popover.close(),
    };
    const popover = openPopover(anchor, h('div', null, editorOf(option)(editing)), {
      label: strings.askOptions[option] ?? option,
      onClose: () => {
        isOpen = false;
        draw(null);
      },
    });
    requestAnimationFrame(() => popover.place());
  }

  draw(null);
  return { row, notes, ask, askSoon, stop: () => { turn += 1; later.cancel(); } };
}

/**
 * The words on a chip; moods are said in words.
 * @param {{option: string, label: string, value: string}} chip
 */
function labelOf(chip) {
  if (chip.option === 'mood') {
    const mood = readMood(chip.value);
    if (mood) return strings.askMoodText(mood.valence, mood.energy);
  }
  if (chip.option === 'instruments' || chip.option === 'without') {
    return readList(chip.value).map((name) => strings.askRoles[name] ?? name.replaceAll('-', ' ')).join(', ');
  }
  return chip.label;
}

/** @param {string} text */
function hint(text) {
  return h('p', { class: 'hint' }, icon('info', 15), text);
}
