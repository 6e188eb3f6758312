// @ts-check
/** What the pointer does beside the notes: on the ruler, the keys and the velocities. */
import { strings } from '../core/strings.js';
import { clampedVelocity } from './edits.js';
import { barAt, barStart } from './grid.js';
import { velocityAt, velocityY } from './paint-edges.js';
import { RULER } from './surface.js';

/** @typedef {import('./note.js').Note} Note */

/**
 * A press on the ruler seeks; a drag along its upper half loops bars.
 * @param {import('./surface.js').Surface} surface
 * @param {{seek: (beat: number) => void, loop: (range: [number, number] | null) => void}} actions
 */
export function listenToRuler(surface, actions) {
  const { canvas } = surface.ruler;
  /** @type {{x: number, isLoop: boolean} | null} */
  let press = null;
  const at = (/** @type {MouseEvent} */ event) => event.clientX - canvas.getBoundingClientRect().left;
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    const y = event.clientY - canvas.getBoundingClientRect().top;
    press = { x: at(event), isLoop: y < RULER / 2 };
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!press?.isLoop || Math.abs(at(event) - press.x) < 6) return;
    const starts = surface.editor.barStarts;
    const bars = [press.x, at(event)].map((x) => barAt(starts, surface.view.beat(x))).sort((a, b) => a - b);
    actions.loop([barStart(starts, bars[0]), barStart(starts, bars[1] + 1)]);
  });
  canvas.addEventListener('pointerup', (event) => {
    if (press && Math.abs(at(event) - press.x) < 6) actions.seek(Math.max(0, surface.view.beat(press.x)));
    press = null;
  });
  canvas.addEventListener('dblclick', () => actions.loop(null));
}

/**
 * The keys sound what they show.
 * @param {import('./surface.js').Surface} surface
 * @param {(pitch: number) => void} hear
 */
export function listenToKeys(surface, hear) {
  const { canvas } = surface.keys;
  const press = (/** @type {PointerEvent} */ event) => {
    const pitch = surface.view.pitch(event.clientY - canvas.getBoundingClientRect().top);
    if (pitch === surface.heldPitch) return;
    surface.heldPitch = pitch;
    surface.keys.invalidate();
    surface.request();
    hear(pitch);
  };
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    press(event);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (canvas.hasPointerCapture(event.pointerId)) press(event);
  });
  const release = () => {
    surface.heldPitch = null;
    surface.keys.invalidate();
    surface.request();
  };
  canvas.addEventListener('pointerup', release);
  canvas.addEventListener('pointercancel', release);
}

/**
 * A stem that is dragged changes its note, with what else is chosen; a drag over stems draws
 * their loudness.
 * @param {import('./surface.js').Surface} surface
 */
export function listenToVelocities(surface) {
  const { editor, view } = surface;
  const { canvas } = surface.velocities;
  /** @type {{from: Note[], mode: 'shift' | 'draw', y: number, x: number, drawn: Map<Note, number>} | null} */
  let press = null;
  const at = (/** @type {MouseEvent} */ event) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const near = (/** @type {number} */ x, reach = 7) => {
    const found = editor.list.beginningIn(view.beat(x - reach), view.beat(x + reach));
    const chosen = found.filter((note) => editor.selection.has(note));
    return editor.selection.isEmpty ? found : chosen;
  };
  const draw = (/** @type {number} */ x0, /** @type {number} */ x, /** @type {number} */ y) => {
    const notes = editor.list.beginningIn(view.beat(Math.min(x0, x) - 4), view.beat(Math.max(x0, x) + 4))
      .filter((note) => editor.selection.isEmpty || editor.selection.has(note) || press?.drawn.has(note));
    for (const note of notes) press?.drawn.set(note, velocityAt(y, surface.velocityHeight));
    showDrawn();
  };
  const showDrawn = () => {
    if (!press || press.drawn.size === 0) return;
    const from = [...press.drawn.keys()];
    editor.preview = {
      from, keeps: false, summary: strings.rollVelocity(from.length),
      to: from.map((note) => ({ ...note, velocity: press?.drawn.get(note) ?? note.velocity })),
    };
    editor.emitter.emit('preview');
  };
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    editor.finish();
    const { x, y } = at(event);
    const hit = near(x).sort((a, b) => Math.abs(velocityY(a.velocity, surface.velocityHeight) - y)
      - Math.abs(velocityY(b.velocity, surface.velocityHeight) - y))[0];
    const isShift = !!hit && editor.selection.has(hit) && editor.selection.size > 1
      && Math.abs(velocityY(hit.velocity, surface.velocityHeight) - y) < 14;
    press = { from: editor.selection.list(), mode: isShift ? 'shift' : 'draw', x, y, drawn: new Map() };
    if (!isShift) draw(x, x, y);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!press) return;
    const { x, y } = at(event);
    if (press.mode === 'draw') draw(press.x, x, y);
    else {
      const by = ((press.y - y) / (surface.velocityHeight - 10)) * 127;
      editor.show(press.from.map((note) => ({ ...note, velocity: clampedVelocity(note.velocity + by) })),
        strings.rollVelocity(press.from.length));
      return;
    }
    press.x = x;
  });
  const end = () => {
    if (!press) return;
    const hadNone = press.from.length === 0;
    press = null;
    editor.finish();
    if (hadNone) editor.choose([]);
  };
  canvas.addEventListener('pointerup', end);
  canvas.addEventListener('pointercancel', end);
}
