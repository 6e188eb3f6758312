// @ts-check
// Whether the song is somebody else's: what of it other works have, and how rare that is.
import { fill, h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { strings } from '../core/strings.js';
import { createCheck } from './check.js';

/** @param {any} context @param {any} project */
export function createOriginality(context, project) {
  const { player } = context;
  const part = (/** @type {string} */ id) => project.document.parts.find((/** @type {any} */ one) => one.id === id)?.name || id;

  /** @param {any} verdict */
  function show(verdict) {
    const list = h('ul', { class: 'matches' });
    const showMatches = (/** @type {number} */ count) => fill(list, verdict.matches.slice(0, count).map(matchRow));
    showMatches(4);
    const more = verdict.matches.length > 4 ? h('button', {
      class: 'button button-plain button-small', type: 'button',
      on: { click: () => { showMatches(verdict.matches.length); more?.remove(); } },
    }, strings.trustMore(verdict.matches.length - 4)) : null;
    return [
      h('p', { class: `verdict verdict-${verdict.outcome}` }, icon(verdict.outcome === 'usual' ? 'check' : 'info', 20),
        h('span', null, strings.trustVerdicts[verdict.outcome] ?? verdict.outcome)),
      h('p', { class: 'hint' }, strings.trustCompared(verdict.notes, verdict.works)),
      verdict.outcome === 'nothing-to-compare' ? null : scale(verdict),
      verdict.matches.length ? list : h('p', null, strings.trustMatchNone), more,
      (verdict.notices ?? []).map((/** @type {string} */ notice) => h('p', { class: 'hint' }, notice)),
      h('p', { class: 'hint' }, strings.trustDoubt)];
  }

  /** @param {any} verdict */
  function scale(verdict) {
    const most = Math.max(verdict.alarm * 1.25, verdict.rarity);
    const at = (/** @type {number} */ bits) => `${Math.min(100, bits / most * 100)}%`;
    const text = strings.trustScaleText(verdict.rarity, verdict.alarm);
    return h('div', { class: 'rarity', role: 'img', 'aria-label': `${strings.trustScale}: ${text}` },
      h('div', { class: 'rarity-bar' },
        h('span', { class: 'rarity-usual', style: { left: at(verdict.baseline.low), width: `calc(${at(verdict.baseline.high)} - ${at(verdict.baseline.low)})` } }),
        h('span', { class: 'rarity-alarm', style: { left: at(verdict.alarm) } }),
        h('span', { class: 'rarity-here', style: { left: at(verdict.rarity) } })),
      h('div', { class: 'rarity-words' }, h('span', { style: { left: at((verdict.baseline.low + verdict.baseline.median) / 2) } }, strings.trustScaleUsual),
        h('span', { style: { left: at(verdict.alarm) } }, strings.trustScaleAlarm)));
  }

  /** @param {any} match */
  function matchRow(match) {
    const bars = strings.trustRange(match.bars[0] + 1, match.bars[1]);
    const workBars = match.workBars ? strings.trustRange(match.workBars[0] + 1, match.workBars[1]) : '';
    const work = strings.trustWork(match.work.title, match.work.composer, workBars);
    const text = match.bars[1] - match.bars[0] <= 1 ? strings.trustMatchOne : strings.trustMatch;
    return h('li', null,
      h('button', {
        class: 'icon-button icon-button-small', type: 'button', 'aria-label': strings.trustHear(bars), title: strings.trustHear(bars),
        on: { click: () => hear(match.bars) },
      }, icon('play', 16)),
      h('div', null, h('p', null, text(bars, part(match.part), work)),
        h('p', { class: 'hint' }, [strings.trustMatchFacts(match.notes, match.longestExact), match.work.licence].filter(Boolean).join(' · '))));
  }

  /** @param {[number, number]} bars */
  async function hear([first, end]) {
    const { barStarts, bars } = project.document;
    await player.load(project.document);
    player.setLoop([barStarts[first], barStarts[Math.min(end, bars)]]);
    player.play(barStarts[first]);
  }

  return createCheck(context, project.id, {
    kind: 'originality', title: strings.trustOriginality, hint: strings.trustOriginalityHint, button: strings.trustCheck, show,
  });
}
