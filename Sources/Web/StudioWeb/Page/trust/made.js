// @ts-check
// Who made what: bars by people and by the program, and the counts.
import { fill, h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { isDark } from '../core/theme.js';
import { strings } from '../core/strings.js';
import { makerOf, personPercent, rangesText, sumOf, talliesOf } from './tally.js';

const makers = /** @type {const} */ (['person', 'both', 'program']);
const makerText = { person: strings.trustPerson, both: strings.trustBoth, program: strings.trustProgram, nothing: strings.trustNothing };

/** @param {any} context @param {any} project */
export function createMade(context, project) {
  const body = h('div', { class: 'made' }, h('p', { class: 'hint' }, strings.shellLoading));
  const element = section(strings.trustMade, null, body);

  async function update() {
    const { document } = project;
    try {
      const report = await context.api.get(project.path('provenance'));
      draw(talliesOf(report, document.parts.map((/** @type {any} */ part) => part.id), document.bars));
    } catch (error) {
      const problem = /** @type {any} */ (error);
      fill(body, h('p', { class: 'problem' }, problem.message), problem.hint ? h('p', { class: 'hint' }, problem.hint) : null);
    }
  }

  /** @param {ReturnType<typeof talliesOf>} tallies */
  function draw(tallies) {
    const { document } = project;
    const name = (/** @type {string} */ id) => document.parts.find((/** @type {any} */ part) => part.id === id)?.name || id;
    const picture = `${project.path('picture', 'authorship.svg')}${isDark() ? '?dark=1' : ''}`;
    fill(body,
      h('p', { class: 'made-share' }, strings.trustShare(personPercent(tallies.total))),
      h('p', { class: 'hint' }, strings.trustShareHint),
      h('div', { class: 'made-legend', 'aria-hidden': 'true' }, makers.map((maker) => h('span', { class: `maker maker-${maker}` }, makerText[maker]))),
      matrix(tallies, name),
      h('table', { class: 'made-table' },
        h('thead', null, h('tr', null, h('th', { scope: 'col' }, strings.trustElement),
          makers.map((maker) => h('th', { scope: 'col', class: 'numbers' }, makerText[maker])))),
        h('tbody', null, [...tallies.elements].map(([element, tally]) => h('tr', null,
          h('th', { scope: 'row' }, strings.trustElements[element] ?? element),
          makers.map((maker) => h('td', { class: 'numbers' }, tally[maker])))))),
      h('a', { class: 'button button-quiet button-small made-picture', href: picture, target: '_blank', rel: 'noopener' },
        icon('right', 16), strings.trustPicture));
  }

  /** @param {ReturnType<typeof talliesOf>} tallies @param {(id: string) => string} name */
  function matrix(tallies, name) {
    const { document } = project;
    return h('div', { class: 'matrix', role: 'list', 'aria-label': strings.trustMatrix, style: { '--bars': document.bars } },
      tallies.parts.map((part) => {
        const bars = (/** @type {string} */ maker) => {
          const text = rangesText(part.bars.flatMap((tally, bar) => makerOf(tally) === maker ? [bar] : []));
          return text ? strings.trustBarList(text) : strings.trustNoBars;
        };
        return h('div', {
          class: 'matrix-row', role: 'listitem',
          'aria-label': strings.trustRow(name(part.id), bars('person'), bars('both'), bars('program')),
        }, h('span', { class: 'matrix-name', 'aria-hidden': 'true' }, name(part.id)),
        h('span', { class: 'matrix-bars', 'aria-hidden': 'true' }, part.bars.map((tally, bar) => {
          const maker = makerOf(tally);
          return h('span', {
            class: `cell maker-${maker}`, title: strings.trustCell(name(part.id), bar + 1, makerText[maker]),
            style: maker === 'both' ? { '--share': `${(tally.person + tally.both / 2) / sumOf(tally) * 100}%` } : {},
            on: { click: () => context.player.seek(document.barStarts[bar]) },
          });
        })),
        h('span', { class: 'matrix-percent numbers', 'aria-hidden': 'true' }, sumOf(part.total) ? `${personPercent(part.total)} %` : ''));
      }));
  }

  return { element, update };
}

/**
 * A card of the view.
 * @param {string} title @param {string|null} hint @param {...any} children
 */
export function section(title, hint, ...children) {
  return h('section', { class: 'trust-card' }, h('h2', null, title), hint ? h('p', { class: 'hint' }, hint) : null, children);
}
