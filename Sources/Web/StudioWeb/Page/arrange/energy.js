// @ts-check
/** The energy of the sections as a curve whose points are dragged up and down. */
import { debounce, fill, h, svg } from '../core/dom.js';
import { strings } from '../core/strings.js';
import { energyAt } from './layout.js';

/** @typedef {import('./layout.js').Section} Section */

const HEIGHT = 56;
const PAD = 8;

/**
 * @param {import('./board.js').Board} board
 * @param {ReturnType<typeof import('./actions.js').createActions>} actions
 */
export function createEnergy(board, actions) {
  const line = svg('path', { class: 'arrange-energy-line' });
  const area = svg('path', { class: 'arrange-energy-area' });
  const drawing = svg('svg', { class: 'arrange-energy-drawing', height: HEIGHT, 'aria-hidden': 'true' }, area, line);
  const points = h('div');
  const element = h('div', { class: 'arrange-energy', role: 'group', 'aria-label': strings.arrangeEnergyCurve }, drawing, points);
  /** @type {Map<string, number>} energies that are being changed */
  const pending = new Map();
  const send = debounce(450, (section) => {
    const energy = pending.get(section.id);
    if (energy === undefined) return;
    actions.setEnergy(section, energy).finally(() => {
      if (pending.get(section.id) === energy) pending.delete(section.id);
      draw();
    });
  });
  const y = (/** @type {number} */ energy) => PAD + (1 - energy) * (HEIGHT - 2 * PAD);

  /** @param {Section} section */
  const energyOf = (section) => pending.get(section.id) ?? section.energy;

  function drawLine() {
    const { columns, document } = board;
    drawing.setAttribute('width', String(Math.ceil(columns.width)));
    const steps = document.sections.map((/** @type {Section} */ section) => {
      const from = columns.x(section.startBar);
      const to = columns.x(section.startBar + section.bars);
      const bend = Math.min(18, (to - from) / 4);
      return { from: from + bend, to: to - bend, y: y(energyOf(section)) };
    });
    if (steps.length === 0) return;
    let path = `M 0 ${steps[0].y} L ${steps[0].to} ${steps[0].y}`;
    for (let index = 1; index < steps.length; index++) {
      const [before, step] = [steps[index - 1], steps[index]];
      const middle = (before.to + step.from) / 2;
      path += ` C ${middle} ${before.y}, ${middle} ${step.y}, ${step.from} ${step.y} L ${step.to} ${step.y}`;
    }
    path += ` L ${columns.width} ${steps[steps.length - 1].y}`;
    line.setAttribute('d', path);
    area.setAttribute('d', `${path} L ${columns.width} ${HEIGHT} L 0 ${HEIGHT} Z`);
  }

  /** @param {HTMLElement} point @param {Section} section @param {number} energy */
  function place(point, section, energy) {
    point.style.top = `${y(energy) - 16}px`;
    point.setAttribute('aria-valuenow', String(Math.round(energy * 100)));
    point.setAttribute('aria-valuetext', strings.arrangePercent(energy));
    const label = point.querySelector('.arrange-point-value');
    if (label) label.textContent = strings.arrangePercent(energy);
  }

  /** @param {Section} section */
  function pointFor(section) {
    const { columns } = board;
    const middle = (columns.x(section.startBar) + columns.x(section.startBar + section.bars)) / 2;
    const point = h('div', {
      class: 'arrange-point', role: 'slider', tabIndex: 0, 'aria-orientation': 'vertical',
      'aria-label': strings.arrangeEnergyOf(section.name), 'aria-valuemin': 0, 'aria-valuemax': 100,
      data: { point: section.id }, style: { left: `${middle - 16}px` },
    }, h('span', { class: 'arrange-point-dot' }), h('span', { class: 'arrange-point-value numbers', 'aria-hidden': 'true' }));
    const set = (/** @type {number} */ energy) => {
      pending.set(section.id, Math.min(1, Math.max(0, Math.round(energy * 100) / 100)));
      place(point, section, energyOf(section));
      drawLine();
    };
    point.addEventListener('pointerdown', (/** @type {PointerEvent} */ event) => {
      if (event.button !== 0) return;
      point.setPointerCapture(event.pointerId);
      point.classList.add('arrange-point-held');
    });
    point.addEventListener('pointermove', (/** @type {PointerEvent} */ event) => {
      if (!point.hasPointerCapture(event.pointerId)) return;
      set(energyAt(event.clientY - element.getBoundingClientRect().top - PAD, HEIGHT - 2 * PAD));
    });
    const end = (/** @type {boolean} */ isMeant) => {
      point.classList.remove('arrange-point-held');
      const energy = pending.get(section.id);
      if (energy === undefined) return;
      if (isMeant && energy !== section.energy) send(section);
      else pending.delete(section.id);
      draw();
    };
    point.addEventListener('pointerup', () => end(true));
    point.addEventListener('pointercancel', () => end(false));
    point.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
      const by = { ArrowUp: 0.05, ArrowRight: 0.05, ArrowDown: -0.05, ArrowLeft: -0.05, PageUp: 0.2, PageDown: -0.2,
        Home: -1, End: 1 }[event.key];
      if (!by || event.altKey || event.ctrlKey) return;
      event.preventDefault();
      event.stopPropagation();
      set(energyOf(section) + (event.shiftKey ? by / 5 : by));
      send(section);
    });
    place(point, section, energyOf(section));
    return point;
  }

  function draw() {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    const id = points.contains(focused) ? focused?.dataset.point : undefined;
    drawLine();
    fill(points, board.document.sections.map(pointFor));
    if (id) /** @type {HTMLElement | null} */ (points.querySelector(`[data-point="${CSS.escape(id)}"]`))?.focus();
  }

  return { element, draw };
}
