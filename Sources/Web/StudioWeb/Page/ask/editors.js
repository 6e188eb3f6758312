// @ts-check
// One small editor for each option of the brief; each says its value as the command line's text.
import { h, fill } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { strings } from '../core/strings.js';
import { searchList } from './picker.js';
import { readList, readSeconds } from './options.js';

/**
 * @typedef {{value: string, set: (value: string) => void, close: () => void, context: any}} Editing
 */

const tonics = ['C', 'Db', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B'];
const modes = ['major', 'minor', 'dorian', 'mixolydian', 'phrygian', 'lydian'];
const meters = ['4/4', '3/4', '2/4', '6/8', '12/8', '5/4', '7/8', '9/8'];

/** @type {Record<string, (editing: Editing) => HTMLElement>} */
export const editors = {
  style: styleEditor, key: keyEditor, tempo: tempoEditor, meter: meterEditor,
  bars: lengthEditor, duration: lengthEditor, instruments: instrumentsEditor, without: instrumentsEditor, form: formEditor,
};

/**
 * The editor of an option; a field of text where there is no better one.
 * @param {string} option
 */
export function editorOf(option) {
  return editors[option] ?? textEditor(option);
}

/** @param {Editing} editing */
function styleEditor(editing) {
  const box = h('div');
  editing.context.studio().then((/** @type {any} */ studio) => fill(box, searchList({
    label: strings.askFindStyle,
    choices: studio.styles.map((/** @type {any} */ style) => ({ value: style.name, text: style.title })),
    chosen: editing.value.split(',').map((piece) => piece.split(':')[0]),
    onChoose: (name) => {
      editing.set(name);
      editing.close();
    },
  }))).then(() => box.querySelector('input')?.focus());
  return box;
}

/** @param {Editing} editing */
function keyEditor(editing) {
  let [tonic, ...rest] = editing.value.split(' ');
  let mode = rest.join(' ') || 'minor';
  const same = { 'C#': 'Db', 'D#': 'Eb', Gb: 'F#', 'G#': 'Ab', 'A#': 'Bb' };
  tonic = /** @type {any} */ (same)[tonic] ?? tonic;
  const tonicRow = h('div', { class: 'key-tonics', role: 'group', 'aria-label': strings.askTonic });
  const modeRow = h('div', { class: 'key-modes', role: 'group', 'aria-label': strings.askMode });
  const draw = () => {
    for (const button of /** @type {any} */ ([...tonicRow.children, ...modeRow.children])) {
      button.setAttribute('aria-pressed', String(button.value === tonic || button.value === mode));
    }
  };
  fill(tonicRow, tonics.map((name) => h('button', { class: name.length > 1 ? 'key-black' : 'key-white', type: 'button', value: name,
    on: { click: () => {
      tonic = name;
      draw();
      editing.set(`${tonic} ${mode}`);
    } } }, name.replace('b', '♭').replace('#', '♯'))));
  fill(modeRow, modes.map((name) => h('button', { class: 'button button-quiet button-small', type: 'button', value: name,
    on: { click: () => {
      mode = name;
      draw();
      if (tonic) editing.set(`${tonic} ${mode}`);
    } } }, strings.askModes[name] ?? name)));
  draw();
  return h('div', { class: 'editor editor-key' }, tonicRow, modeRow);
}

/** @param {Editing} editing */
function tempoEditor(editing) {
  const start = Math.round(Number(editing.value)) || 100;
  const number = h('input', { class: 'field numbers', type: 'number', min: '20', max: '400', step: '1', value: String(start), 'aria-label': strings.askTempo });
  const range = h('input', { class: 'range', type: 'range', min: '40', max: '220', step: '1', value: String(start), 'aria-label': strings.askTempo });
  /** @type {number[]} */
  let taps = [];
  const take = (/** @type {number} */ tempo) => {
    number.value = String(tempo);
    range.value = String(tempo);
    if (tempo >= 20 && tempo <= 400) editing.set(String(tempo));
  };
  number.addEventListener('input', () => take(Number(number.value)));
  range.addEventListener('input', () => take(Number(range.value)));
  const tap = h('button', { class: 'button button-quiet', type: 'button', on: { pointerdown: count, keydown: (/** @type {any} */ event) => {
    if (!event.repeat && (event.key === ' ' || event.key === 'Enter')) count();
  } } }, strings.askTap);
  function count() {
    const now = performance.now();
    if (taps.length > 0 && now - taps[taps.length - 1] > 2500) taps = [];
    taps = [...taps, now].slice(-6);
    if (taps.length > 1) take(Math.round((60000 * (taps.length - 1)) / (taps[taps.length - 1] - taps[0])));
  }
  return h('div', { class: 'editor editor-tempo' }, h('div', { class: 'editor-row' }, number, h('span', null, strings.askTempoUnit), tap), range);
}

/** @param {Editing} editing */
function meterEditor(editing) {
  return h('div', { class: 'editor editor-choices' }, meters.map((meter) => h('button', { class: 'button button-quiet button-small numbers', type: 'button',
    'aria-pressed': editing.value === meter, on: { click: () => {
      editing.set(meter);
      editing.close();
    } } }, meter)));
}

/** @param {Editing & {option?: string}} editing */
function lengthEditor(editing) {
  const choices = (/** @type {string} */ option, /** @type {[string, string][]} */ list) => h('div', { class: 'editor-choices' },
    list.map(([value, text]) => h('button', { class: 'button button-quiet button-small numbers', type: 'button',
      'aria-pressed': editing.option === option && editing.value === value, on: { click: () => {
        editing.set(`${option}:${value}`);
        editing.close();
      } } }, text)));
  const bars = h('input', { class: 'field numbers', type: 'number', min: '1', max: '2000', placeholder: '16', 'aria-label': strings.askBars,
    value: editing.option === 'bars' ? editing.value : '' });
  const time = h('input', { class: 'field numbers', type: 'text', placeholder: '1:30', 'aria-label': strings.askDuration, size: 6,
    value: editing.option === 'duration' ? editing.value : '' });
  bars.addEventListener('change', () => Number(bars.value) >= 1 && editing.set(`bars:${Math.round(Number(bars.value))}`));
  time.addEventListener('change', () => {
    const isGood = Number.isFinite(readSeconds(time.value));
    time.setAttribute('aria-invalid', String(!isGood));
    if (isGood) editing.set(`duration:${time.value.trim()}`);
  });
  return h('div', { class: 'editor editor-length' },
    h('div', { class: 'editor-row' }, h('span', { class: 'editor-name' }, strings.askBars), bars, choices('bars', [['8', '8'], ['16', '16'], ['32', '32'], ['64', '64']])),
    h('div', { class: 'editor-row' }, h('span', { class: 'editor-name' }, strings.askDuration), time,
      choices('duration', [['30', '0:30'], ['60', '1:00'], ['120', '2:00'], ['180', '3:00']])));
}

/** @param {Editing} editing */
function instrumentsEditor(editing) {
  const box = h('div');
  let chosen = readList(editing.value);
  editing.context.studio().then((/** @type {any} */ studio) => fill(box, searchList({
    label: strings.askFindInstrument, isMultiple: true, chosen,
    choices: [
      ...studio.roles.map((/** @type {string} */ role) => ({ value: role, text: strings.askRoles[role] ?? role, note: strings.askRole })),
      ...studio.instruments.map((/** @type {any} */ one) => ({ value: one.id, text: one.name }))],
    onChoose: (value) => {
      chosen = chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value];
      editing.set(chosen.join(','));
    },
  }))).then(() => box.querySelector('input')?.focus());
  return box;
}

/** @param {Editing} editing */
function formEditor(editing) {
  let pieces = readList(editing.value);
  const list = h('ol', { class: 'form-list' });
  const send = () => {
    draw();
    editing.set(pieces.join(', '));
  };
  const nameOf = (/** @type {string} */ piece) => piece.replace(/\s+\d+$/, '');
  const barsOf = (/** @type {string} */ piece) => Number(/(\d+)$/.exec(piece)?.[1] ?? 8);
  function draw() {
    fill(list, pieces.map((piece, index) => h('li', { class: 'form-row' }, h('span', { class: 'form-name' }, nameOf(piece)),
      h('input', { class: 'field numbers', type: 'number', min: '1', max: '64', value: String(barsOf(piece)), 'aria-label': strings.askBarsOf(nameOf(piece)),
        on: { change: (/** @type {any} */ event) => {
          pieces[index] = `${nameOf(piece)} ${Math.max(1, Math.round(Number(event.target.value)) || 8)}`;
          send();
        } } }),
      h('button', { class: 'icon-button icon-button-small', type: 'button', disabled: index === 0, 'aria-label': strings.askEarlier(nameOf(piece)),
        on: { click: () => {
          [pieces[index - 1], pieces[index]] = [pieces[index], pieces[index - 1]];
          send();
        } } }, icon('up', 16)),
      h('button', { class: 'icon-button icon-button-small', type: 'button', 'aria-label': strings.askRemoveSection(nameOf(piece)), on: { click: () => {
        pieces.splice(index, 1);
        send();
      } } }, icon('close', 15)))));
  }
  draw();
  return h('div', { class: 'editor editor-form' }, list,
    h('div', { class: 'editor-choices' }, strings.askSections.map((/** @type {string} */ name) => h('button', { class: 'button button-quiet button-small', type: 'button',
      on: { click: () => {
        pieces = [...pieces, `${name} ${name === 'intro' || name === 'outro' ? 4 : 8}`];
        send();
      } } }, icon('add', 14), name))));
}

/**
 * @param {string} option
 * @returns {(editing: Editing) => HTMLElement}
 */
function textEditor(option) {
  return (editing) => {
    const field = h('input', { class: 'field', type: 'text', value: editing.value, placeholder: strings.askExamples[option] ?? '', autocomplete: 'off' });
    return h('form', { class: 'editor editor-text', on: { submit: (/** @type {Event} */ event) => {
      event.preventDefault();
      editing.set(field.value.trim());
      editing.close();
    } } }, h('label', { class: 'label' }, strings.askOptions[option] ?? option, field),
    h('button', { class: 'button button-main button-small', type: 'submit' }, strings.askSet));
  };
}
