// @ts-check
import { strings } from '../core/strings.js';
import { stroke, strokesOn } from './drums.js';
import { clampedVelocity } from './edits.js';
import { hitNote } from './geometry.js';
import { floored } from './grid.js';

/** @typedef {import('./note.js').Note} Note */

/**
 * Strokes of a kit: a click sets or takes, a drag along paints, up or down makes louder.
 * @param {import('./pointer.js').Pointer} pointer
 * @param {number} x
 * @param {number} y
 * @param {PointerEvent} event
 */
export function beginStroke({ editor, surface, commands }, x, y, event) {
  const pitch = surface.view.pitch(y);
  const line = floored(editor.barStarts, surface.view.beat(x), editor.step);
  const hit = hitNote(editor.list, surface.view, x, y)?.note;
  const there = strokesOn(editor.list, pitch, line, editor.step);
  const held = hit ? [hit] : there;
  const isPainting = held.length === 0;
  const isAccent = event.shiftKey;
  editor.cursor = { beat: line, pitch };
  if (isPainting) {
    const first = [stroke(pitch, line, editor.step, isAccent)];
    editor.selection.clear();
    editor.show(first, strings.rollStruck(1), true);
    commands.hear(first);
  }
  return {
    move: (/** @type {number} */ toX, /** @type {number} */ toY) => {
      if (!isPainting) {
        editor.selection.set(held);
        const by = (y - toY) / 1.2;
        editor.show(held.map((note) => ({ ...note, velocity: clampedVelocity(note.velocity + by) })),
          strings.rollVelocity(held.length));
        return;
      }
      const to = floored(editor.barStarts, surface.view.beat(toX), editor.step);
      /** @type {Note[]} */
      const painted = [];
      for (let at = Math.min(line, to); at <= Math.max(line, to) + 1e-6; at += editor.step) {
        const step = floored(editor.barStarts, at + 1e-4, editor.step);
        if (strokesOn(editor.list, pitch, step, editor.step).length > 0) continue;
        painted.push(stroke(pitch, step, editor.step, isAccent));
      }
      editor.show(painted, strings.rollStruck(painted.length), true);
    },
    up: () => {
      if (editor.preview) {
        editor.finish();
        editor.choose([]);
      } else if (held.length > 0 && isAccent) commands.accent(held);
      else if (held.length > 0) {
        editor.commit({ remove: held, add: [], summary: strings.rollDeleted(held.length) });
      }
    },
  };
}
