// @ts-check
// Whether the songs of the library are one song: how various they are, which are the likest, what comes back too often.
import { fill, h } from '../core/dom.js';
import { projectAddress } from '../core/router.js';
import { strings } from '../core/strings.js';
import { createCheck } from './check.js';

const percent = (/** @type {number} */ share) => Math.round(share * 100);

/** @param {any} context */
export function createSameness(context) {
  /** @type {any[]} the library's songs */
  let entries = [];
  /** @type {Set<string>} those that are compared; none stands for all */
  const chosen = new Set();
  const count = h('span', null, strings.trustAllSongs);
  const list = h('ul', { class: 'sameness-songs' });
  const extra = h('details', { class: 'sameness-choice', on: { toggle: fetchSongs } }, h('summary', null, count), list);
  /** @type {ReturnType<typeof createCheck>} */
  const check = createCheck(context, null, {
    kind: 'sameness', title: strings.trustSameness, hint: strings.trustSamenessHint, button: strings.trustCompare, extra,
    request: () => (chosen.size > 0 ? { projects: [...chosen] } : {}), show,
  });

  /** Titles stand in the report as ids. */
  function drawTitles() {
    for (const link of check.element.querySelectorAll('[data-song]')) {
      const entry = entries.find((one) => one.id === link.dataset.song);
      if (entry) link.textContent = entry.title || entry.name;
    }
  }

  async function fetchSongs() {
    try {
      entries = (await context.api.get('/api/projects')).projects.filter((/** @type {any} */ entry) => !entry.fault);
    } catch {
      // Without the list all are compared, and are called by their ids.
    }
    drawTitles();
    fill(list, entries.map((entry) => h('li', null, h('label', { class: 'check' }, h('input', {
      type: 'checkbox', checked: chosen.has(entry.id), on: { change: () => {
        if (!chosen.delete(entry.id)) chosen.add(entry.id);
        count.textContent = chosen.size === 0 ? strings.trustAllSongs : strings.trustSomeSongs(chosen.size);
      } },
    }), entry.title || entry.name))));
  }

  /** @param {any} report */
  function show(report) {
    const { review = {}, works = [] } = report;
    const song = (/** @type {number} */ index) => songOf(works[index]);
    const nearest = review.nearest ?? [];
    return [
      review.count > 1 ? h('p', { class: 'verdict' }, strings.trustSamenessVariety(review.together.size, review.together.variety.toFixed(1))) : null,
      (report.verdict ?? []).map((/** @type {string} */ line) => h('p', null, line)),
      review.count > 1 ? h('p', { class: 'hint' }, strings.trustVendi(review.together.variety.toFixed(1), review.together.size)) : null,
      review.count > 1 ? h('dl', { class: 'aspects' }, Object.entries(review.aspects ?? {}).map(([aspect, value]) => h('div', null,
        h('dt', null, strings.trustAspects[aspect] ?? aspect), h('dd', null, aspectBar(/** @type {any} */ (value)))))) : null,
      (report.duplicates ?? []).map((/** @type {string[]} */ copies) => h('p', null, copies.map((path, index) => [index ? strings.trustAnd : '', songOf({ path })]), strings.trustCopies)),
      nearest.length ? [h('h3', null, strings.trustNearest), h('ul', { class: 'pairs' }, nearest.slice(0, 5).map((/** @type {any} */ pair) => h('li', null,
        h('p', null, song(pair.first), strings.trustAnd, song(pair.second), strings.trustAlike(percent(pair.likeness))),
        h('p', { class: 'hint' }, (pair.same ?? []).slice(0, 3).map(passage).join('; ')))))] : null,
      habits(strings.trustProgressions, review.progressions, song),
      habits(strings.trustRhythms, review.rhythms, song),
      report.skipped?.length ? h('p', { class: 'hint' }, strings.trustSkipped(report.skipped.length)) : null,
      (report.notices ?? []).map((/** @type {string} */ notice) => h('p', { class: 'hint' }, notice))];
  }

  /** @param {{size: number, variety: number, beside?: any}} aspect */
  function aspectBar(aspect) {
    const text = strings.trustSamenessVariety(aspect.size, aspect.variety.toFixed(1));
    return h('span', { class: 'aspect-bar', role: 'img', 'aria-label': text, title: text },
      h('span', { style: { width: `${Math.min(100, aspect.variety / aspect.size * 100)}%` } }),
      aspect.beside ? h('i', { style: { left: `${Math.min(100, aspect.beside.human.variety.mean / aspect.size * 100)}%` } }) : null);
  }

  /** @param {any} same */
  function passage(same) {
    const bars = [same.firstBars, same.secondBars].map((range) => (range ? strings.trustRange(range[0], range[1]).toLowerCase() : ''));
    return bars[0] ? `${same.words} (${bars[0]}, ${bars[1]})` : same.words;
  }

  /**
   * What more than one song has, those of most songs first.
   * @param {string} title @param {any[] | undefined} list @param {(index: number) => any} song
   */
  function habits(title, list, song) {
    if (!list?.length) return null;
    return [h('h3', null, title), h('ul', { class: 'habits' }, list.slice(0, 5).map((habit) => h('li', null,
      h('p', null, h('span', { class: 'habit-name' }, habit.name), strings.trustHabit(habit.pieces, habit.of),
        habit.humanShare !== null && habit.humanShare !== undefined ? strings.trustHabitHuman(percent(habit.humanShare)) : ''),
      h('p', { class: 'hint' }, habit.members.slice(0, 6).map((/** @type {number} */ index, /** @type {number} */ place) => [place ? ', ' : '', song(index)])))))];
  }

  /**
   * A song's title, which leads to it.
   * @param {any} work
   */
  function songOf(work) {
    const id = String(work?.path ?? '');
    const title = entries.find((entry) => entry.id === id)?.title;
    return h('a', { href: projectAddress(id), data: { song: id } }, title || id);
  }

  return { ...check, fetchSongs };
}
