// @ts-check
import { paintMoving } from './paint-notes.js';

/**
 * What moves over the notes: notes under way, the rubber band, the keyboard's place.
 * @param {CanvasRenderingContext2D} context
 * @param {import('./surface.js').Surface} surface
 */
export function paintOverlay(context, surface) {
  const { editor, view, palette, band } = surface;
  if (editor.preview) paintMoving(context, editor.preview.to, surface.scene());
  if (surface.hasFocus) paintCursor(context, surface);
  if (!band) return;
  const [x, y] = [Math.min(band.x0, band.x1), Math.min(band.y0, band.y1)];
  const [width, height] = [Math.abs(band.x1 - band.x0), Math.abs(band.y1 - band.y0)];
  context.fillStyle = palette.accent;
  context.globalAlpha = 0.12;
  context.fillRect(x, y, width, height);
  context.globalAlpha = 1;
  context.strokeStyle = palette.accent;
  context.lineWidth = 1;
  context.strokeRect(x + 0.5, y + 0.5, width, height);
  context.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import('./surface.js').Surface} surface
 */
function paintCursor(context, { editor, view, palette }) {
  const anchor = editor.preview ? null : editor.selection.anchor;
  context.strokeStyle = palette.focus;
  context.lineWidth = 2;
  if (anchor) {
    const width = (view.rows.isDrums ? view.stroke : anchor.duration) * view.pixelsPerBeat;
    context.strokeRect(view.x(anchor.onset) - 2, view.y(anchor.pitch) - 2, width + 3, view.rows.height + 3);
    return;
  }
  if (!editor.selection.isEmpty) return;
  const { beat, pitch } = editor.cursor;
  if (view.rows.rowOf(pitch) < 0) return;
  const [x, y] = [view.x(beat), view.y(pitch)];
  context.setLineDash([4, 3]);
  context.strokeRect(x + 1, y + 1, Math.max(6, editor.step * view.pixelsPerBeat) - 2, view.rows.height - 2);
  context.setLineDash([]);
}
