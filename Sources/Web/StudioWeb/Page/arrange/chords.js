// @ts-check
/** Chords over the bars; one is changed for another that fits, heard while one points at it. */
import { openPopover } from '../core/dialog.js';
import { fill, h, token } from '../core/dom.js';
import { strings } from '../core/strings.js';
import { barAt } from '../roll/grid.js';
import { fittingChord, textWidth } from './chord-text.js';

/** @typedef {import('../roll/harmony.js').Chord} Chord */

const SOUND = { role: 'chords', isDrums: false };

/**
 * @param {import('./board.js').Board} board
 * @param {ReturnType<typeof import('./actions.js').createActions>} actions
 * @param {{context: any, voice: import('../roll/voice.js').Voice}} means
 */
export function createChords(board, actions, { context, voice }) {
  const element = h('div', { class: 'arrange-chords', role: 'group', 'aria-label': strings.arrangeChords });

  function draw() {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    const onset = element.contains(focused) ? focused?.dataset.onset : undefined;
    const { columns, document: song } = board;
    fill(element, song.chords.map((/** @type {Chord} */ chord) => {
      const from = chord.onset * columns.pixelsPerBeat;
      const width = chord.duration * columns.pixelsPerBeat;
      const bar = barAt(song.barStarts, chord.onset);
      const { text, kind } = shown(chord.chord, width);
      const button = h('button', {
        class: `arrange-chord ${kind}`, type: 'button',
        'aria-haspopup': 'dialog', 'aria-label': strings.arrangeChord(chord.chord, bar + 1), title: chord.chord,
        data: { onset: chord.onset }, style: { left: `${from}px`, width: `${width}px` },
        on: { click: () => open(button, chord, bar) },
      }, text);
      return button;
    }));
    if (onset) /** @type {HTMLElement | null} */ (element.querySelector(`[data-onset="${onset}"]`))?.focus();
  }

  /** @param {HTMLElement} anchor @param {Chord} chord @param {number} bar */
  async function open(anchor, chord, bar) {
    const position = chord.onset - board.document.barStarts[bar];
    voice.play(SOUND, voicing(chord), { seconds: 0.9 });
    const field = h('input', { class: 'field', type: 'text', value: chord.chord, 'aria-label': strings.arrangeChordName,
      spellcheck: 'false', autocomplete: 'off' });
    const list = h('div', { class: 'arrange-suggestions' }, h('p', { class: 'hint' }, strings.arrangeSuggesting));
    const take = async (/** @type {string} */ name) => {
      if (name.trim() === '' || await actions.setChord(bar, position, name.trim())) popover.close();
    };
    const popover = openPopover(anchor, h('div', { class: 'arrange-chord-panel' },
      h('form', { class: 'arrange-chord-form', on: { submit: (/** @type {Event} */ event) => {
        event.preventDefault();
        take(field.value);
      } } }, field, h('button', { class: 'button button-main button-small', type: 'submit' }, strings.arrangeChordSet)),
      h('h2', null, strings.arrangeFits), list), { label: strings.arrangeChangeChord(chord.chord, bar + 1), onClose: () => voice.stop() });
    field.select();
    try {
      const { suggestions } = await context.api.get(context.api.path('projects', board.project.id, 'suggestions'), { bar });
      const most = Math.max(0.01, ...suggestions.map((/** @type {any} */ each) => each.probability));
      fill(list, suggestions.length === 0 ? h('p', { class: 'hint' }, strings.arrangeNoSuggestions)
        : suggestions.map((/** @type {any} */ each) => {
          const hear = () => voice.play(SOUND, each.pitches, { seconds: 0.9 });
          return h('button', { class: 'arrange-suggestion', type: 'button',
            'aria-label': strings.arrangeSuggestion(each.chord, each.numeral, each.probability),
            on: { pointerenter: hear, focus: hear, click: () => take(each.chord) } },
          h('span', { class: 'arrange-suggestion-name' }, each.chord), h('span', { class: 'hint' }, each.numeral),
          h('span', { class: 'arrange-suggestion-share', style: { '--share': each.probability / most } }));
        }));
    } catch (error) {
      fill(list, h('p', { class: 'problem' }, /** @type {any} */ (error).message));
    }
    popover.place();
  }

  return { element, draw };
}

/** The height of the strip that a name on its side may fill, in pixels. */
const UPRIGHT = 30;

/**
 * What a chord's button shows: the name, else small and short, else on its side, else an ellipsis.
 * @param {string} name
 * @param {number} width in pixels
 * @returns {{text: string, kind: string}}
 */
function shown(name, width) {
  const family = token('--sans');
  const measure = (/** @type {number} */ size) => (/** @type {string} */ text) => textWidth(text, `550 ${size}px ${family}`);
  if (measure(13)(name) + 13 <= width) return { text: name, kind: '' };
  const text = fittingChord(name, width - 5, measure(11));
  if (text !== '' && !text.endsWith('…')) return { text, kind: 'arrange-chord-narrow' };
  const upright = width < 10 ? '' : fittingChord(name, UPRIGHT, measure(10));
  return upright === '' || upright.endsWith('…') ? { text, kind: 'arrange-chord-narrow' } : { text: upright, kind: 'arrange-chord-upright' };
}

/**
 * Pitches that sound a chord: its root, or what stands after the slash, below; the rest close.
 * @param {Pick<Chord, 'chord' | 'pitchClasses'>} chord
 * @returns {number[]}
 */
export function voicing({ chord, pitchClasses }) {
  const bass = /(?:^|\/)([A-G])([#b]*)[^/]*$/.exec(chord);
  const steps = /** @type {Record<string, number>} */ ({ C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 });
  const shift = [...(bass?.[2] ?? '')].reduce((sum, sign) => sum + (sign === '#' ? 1 : -1), 0);
  const root = bass ? (steps[bass[1]] + shift + 12) % 12 : pitchClasses[0] ?? 0;
  return [36 + root, ...pitchClasses.map((each) => 55 + ((each - 7 + 12) % 12)).sort((a, b) => a - b)];
}
