// @ts-check
// One small editor for each option of the brief; each says its value as the command line's text.
import { h, fill } from '../core/dom.js';
import { button, iconButton } from '../core/controls.js';
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
  fill(tonicRow, tonics.map((name) => h('button', {
    class: name.length > 1 ? 'key-black' : 'key-white', type: 'button', value: name,
    on: { click: () => {
      tonic = name;
      draw();
      editing.set(`${tonic} ${mode}`);
    } },
  }, name.replace('b', '♭').replace('#', '♯'))));
  fill(modeRow, modes.map((name) => button(strings.askModes[name] ?? name, () => {
    mode = name;
    draw();
    if (tonic) editing.set(`${tonic} ${mode}`);
  }, { size: 'small', value: name })));
  draw();
  return h('div', { class: 'editor editor-key' }, tonicRow, modeRow);
}

/** @param {Editing} editing */
function tempoEditor(editing) {
  const start = Math.round(Number(editing.value)) || 100;
  const shared = { step: '1', value: String(start), 'aria-label': strings.askTempo };
  const number = h('input', { class: 'field numbers', type: 'number', min: '20', max: '400', ...shared });
  const range = h('input', { class: 'range', type: 'range', min: '40', max: '220', ...shared });
  /** @type {number[]} */
  let taps = [];
  const take = (/** @type {number} */ tempo) => {
    number.value = String(tempo);
    range.value = String(tempo);
    if (tempo >= 20 && tempo <= 400) editing.set(String(tempo));
  };
  number.addEventListener('input', () => take(Number(number.value)));
  range.addEventListener('input', () => take(Number(range.value)));
  const tap = button(strings.askTap, () => {}, { on: { pointerdown: count, keydown: (/** @type {any} */ event) => {
    if (!event.repeat && (event.key === ' ' || event.key === 'Enter')) count();
  } } });
  function count() {
    const now = performance.now();
    if (taps.length > 0 && now - taps[taps.length - 1] > 2500) taps = [];
    taps = [...taps, now].slice(-6);
    if (taps.length > 1) take(Math.round((60000 * (taps.length - 1)) / (taps[taps.length - 1] - taps[0])));
  }
  return h('div', { class: 'editor editor-tempo' },
    h('div', { class: 'editor-row' }, number, h('span', null, strings.askTempoUnit), tap), range);
}

/** @param {Editing} editing */
function meterEditor(editing) {
  return h('div', { class: 'editor editor-choices' }, meters.map((meter) => choice(meter, editing.value === meter, () => {
    editing.set(meter);
    editing.close();
  })));
}

/** @param {Editing & {option?: string}} editing */
function lengthEditor(editing) {
  const choices = (/** @type {string} */ option, /** @type {[string, string][]} */ values) => h(
    'div', { class: 'editor-choices' }, values.map(([value, text]) => choice(
      text, editing.option === option && editing.value === value, () => {
        editing.set(`${option}:${value}`);
        editing.close();
      })));
  const bars = h('input', {
    class: 'field numbers', type: 'number', min: '1', max: '2000', placeholder: '16', 'aria-label': strings.askBars,
    value: editing.option === 'bars' ? editing.value : '',
  });
  const time = h('input', {
    class: 'field numbers', type: 'text', placeholder: '1:30', size: 6, 'aria-label': strings.askDuration,
    value: editing.option === 'duration' ? editing.value : '',
  });
  bars.addEventListener('change', () => {
    if (Number(bars.value) >= 1) editing.set(`bars:${Math.round(Number(bars.value))}`);
  });
  time.addEventListener('change', () => {
    const isGood = Number.isFinite(readSeconds(time.value));
    time.setAttribute('aria-invalid', String(!isGood));
    if (isGood) editing.set(`duration:${time.value.trim()}`);
  });
  const row = (/** @type {string} */ name, /** @type {any[]} */ ...content) => h('div', { class: 'editor-row' },
    h('span', { class: 'editor-name' }, name), content);
  return h('div', { class: 'editor editor-length' },
    row(strings.askBars, bars, choices('bars', [['8', '8'], ['16', '16'], ['32', '32'], ['64', '64']])),
    row(strings.askDuration, time, choices('duration', [
      ['30', '0:30'], ['60', '1:00'], ['120', '2:00'], ['180', '3:00']])));
}

/**
 * One of a few values.
 * @param {string} text
 * @param {boolean} isChosen
 * @param {() => void} run
 */
function choice(text, isChosen, run) {
  return button(text, run, { size: 'small', class: 'numbers', 'aria-pressed': isChosen });
}

/** @param {Editing} editing */
function instrumentsEditor(editing) {
  const box = h('div');
  let chosen = readList(editing.value);
  editing.context.studio().then((/** @type {any} */ studio) => fill(box, searchList({
    label: strings.askFindInstrument, isMultiple: true, chosen,
    choices: [
      ...studio.roles.map((/** @type {string} */ role) => (
        { value: role, text: strings.askRoles[role] ?? role, note: strings.askRole })),
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
  /**
   * @param {string} piece
   * @param {number} index
   */
  function rowOf(piece, index) {
    const name = nameOf(piece);
    const bars = h('input', {
      class: 'field numbers', type: 'number', min: '1', max: '64', value: String(barsOf(piece)),
      'aria-label': strings.askBarsOf(name),
      on: { change: (/** @type {any} */ event) => {
        pieces[index] = `${name} ${Math.max(1, Math.round(Number(event.target.value)) || 8)}`;
        send();
      } },
    });
    const earlier = iconButton('up', strings.askEarlier(name), () => {
      [pieces[index - 1], pieces[index]] = [pieces[index], pieces[index - 1]];
      send();
    }, { isSmall: true, disabled: index === 0 });
    const remove = iconButton('close', strings.askRemoveSection(name), () => {
      pieces.splice(index, 1);
      send();
    }, { isSmall: true });
    return h('li', { class: 'form-row' }, h('span', { class: 'form-name' }, name), bars, earlier, remove);
  }
  function draw() {
    fill(list, pieces.map(rowOf));
  }
  draw();
  const add = (/** @type {string} */ name) => button(name, () => {
    pieces = [...pieces, `${name} ${name === 'intro' || name === 'outro' ? 4 : 8}`];
    send();
  }, { size: 'small', icon: 'add' });
  return h('div', { class: 'editor editor-form' }, list,
    h('div', { class: 'editor-choices' }, strings.askSections.map(add)));
}

/**
 * @param {string} option
 * @returns {(editing: Editing) => HTMLElement}
 */
function textEditor(option) {
  return (editing) => {
    const field = h('input', {
      class: 'field', type: 'text', value: editing.value, autocomplete: 'off',
      placeholder: strings.askExamples[option] ?? '',
    });
    return h('form', { class: 'editor editor-text', on: { submit: (/** @type {Event} */ event) => {
      event.preventDefault();
      editing.set(field.value.trim());
      editing.close();
    } } }, h('label', { class: 'label' }, strings.askOptions[option] ?? option, field),
    h('button', { class: 'button button-main button-small', type: 'submit' }, strings.askSet));
  };
}
