// @ts-check
// A whole piece as a small picture: parts in their colours, drums below, sections as hairlines.
import { h, token } from './dom.js';

/** @typedef {{document: any, notes: import('./store.js').Notes}} Piece */

/**
 * Fetches pieces for pictures: each revision once, a few at a time.
 * @param {import('./api.js').API} api
 */
export function createPieces(api) {
  /** @type {Map<string, Promise<Piece>>} */
  const pieces = new Map();
  /** @type {(() => void)[]} */
  const waiting = [];
  let running = 0;

  async function turn() {
    if (running >= 4) await new Promise((resolve) => waiting.push(() => resolve(null)));
    running += 1;
  }
  function done() {
    running -= 1;
    waiting.shift()?.();
  }

  return {
    /**
     * @param {string} id
     * @param {number} revision
     * @returns {Promise<Piece>}
     */
    load(id, revision) {
      const key = `${revision} ${id}`;
      let piece = pieces.get(key);
      if (!piece) {
        piece = (async () => {
          await turn();
          try {
            const [document, notes] = await Promise.all([
              api.get(api.path('projects', id)), api.get(api.path('projects', id, 'notes'))]);
            return { document, notes };
          } finally {
            done();
          }
        })();
        pieces.set(key, piece);
        piece.catch(() => pieces.delete(key));
        if (pieces.size > 400) pieces.delete(/** @type {string} */ (pieces.keys().next().value));
      }
      return piece;
    },
  };
}

/**
 * Canvases that wait until they are seen.
 * @type {WeakMap<Element, () => void>}
 */
const seen = new WeakMap();
const observer = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    observer.unobserve(entry.target);
    seen.get(entry.target)?.();
  }
}, { rootMargin: '200px' });

/** @type {Set<WeakRef<HTMLCanvasElement>>} */
const drawn = new Set();
/** @type {WeakMap<HTMLCanvasElement, Piece>} */
const pieceOf = new WeakMap();

addEventListener('etude-theme', () => {
  for (const reference of [...drawn]) {
    const canvas = reference.deref();
    if (!canvas?.isConnected) drawn.delete(reference);
    else drawRoll(canvas, /** @type {Piece} */ (pieceOf.get(canvas)));
  }
});

/**
 * A picture of a project that fetches and draws itself once it is seen.
 * @param {string} id
 * @param {number} revision
 * @param {ReturnType<typeof createPieces>} pieces
 * @param {(piece: Piece) => void} [onPiece]
 */
export function miniRoll(id, revision, pieces, onPiece) {
  const canvas = h('canvas', { class: 'mini-roll', 'aria-hidden': 'true' });
  seen.set(canvas, async () => {
    try {
      const piece = await pieces.load(id, revision);
      pieceOf.set(canvas, piece);
      drawn.add(new WeakRef(canvas));
      drawRoll(canvas, piece);
      onPiece?.(piece);
    } catch {
      canvas.classList.add('mini-roll-missing');
    }
  });
  observer.observe(canvas);
  return canvas;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Piece} piece
 */
export function drawRoll(canvas, { document, notes }) {
  const box = canvas.getBoundingClientRect();
  const scale = Math.min(devicePixelRatio || 1, 2);
  const width = Math.max(1, Math.round(box.width || 240));
  const height = Math.max(1, Math.round(box.height || 96));
  canvas.width = width * scale;
  canvas.height = height * scale;
  const pen = canvas.getContext('2d');
  if (!pen) return;
  pen.scale(scale, scale);
  pen.clearRect(0, 0, width, height);

  const margin = 8;
  const length = document.length || 1;
  const across = (width - margin * 2) / length;
  const pitched = document.parts.filter((/** @type {any} */ part) => !part.isDrums && part.notes > 0);
  const drums = document.parts.filter((/** @type {any} */ part) => part.isDrums && part.notes > 0);
  const drumRoom = drums.length > 0 ? Math.round(height * (pitched.length > 0 ? 0.22 : 0.8)) : 0;
  const low = Math.min(...pitched.map((/** @type {any} */ part) => part.lowest), 127);
  const high = Math.max(...pitched.map((/** @type {any} */ part) => part.highest), 0);
  const room = height - margin * 2 - drumRoom;
  const row = room / Math.max(high - low + 1, 12);
  const thick = Math.max(2, Math.min(row * 0.92, 5));

  pen.fillStyle = token('--roll-bar');
  for (const section of document.sections.slice(1)) {
    const x = margin + document.barStarts[section.startBar] * across;
    pen.globalAlpha = 0.6;
    pen.fillRect(Math.round(x), margin / 2, 1, height - margin);
  }
  const order = ['pad', 'chords', 'arpeggio', 'effects', 'counter', 'bass', 'lead'];
  pitched.sort((/** @type {any} */ a, /** @type {any} */ b) => order.indexOf(a.role) - order.indexOf(b.role));
  for (const part of pitched) {
    pen.fillStyle = token(`--role-${part.role}`) || token('--ink-soft');
    pen.globalAlpha = part.role === 'pad' ? 0.5 : 0.9;
    for (const [onset, duration, pitch] of notes.parts[part.id] ?? []) {
      const y = margin + ((high - pitch + 0.5) / Math.max(high - low + 1, 12)) * room - thick / 2;
      pen.fillRect(margin + onset * across, y, Math.max(1.2, duration * across - 0.6), thick);
    }
  }
  for (const part of drums) {
    const rows = [...new Set((notes.parts[part.id] ?? []).map((note) => note[2]))].sort((a, b) => b - a);
    pen.fillStyle = token(`--role-${part.role}`) || token('--role-drums');
    for (const [onset, , pitch, velocity] of notes.parts[part.id] ?? []) {
      pen.globalAlpha = 0.35 + velocity / 220;
      const y = height - margin - drumRoom + 6 + (rows.indexOf(pitch) / Math.max(rows.length, 1)) * (drumRoom - 6);
      pen.fillRect(margin + onset * across, y, Math.max(1, Math.min(2, across * 0.2)), 2);
    }
  }
  pen.globalAlpha = 1;
}
