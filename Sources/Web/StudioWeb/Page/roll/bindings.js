// @ts-check
import { strings } from '../core/strings.js';

/**
 * The keyboard of the notes.
 * @param {{editor: import('./editor.js').Editor, commands: import('./commands.js').Commands,
 *   surface: import('./surface.js').Surface, pointer: import('./pointer.js').Pointer,
 *   actions: {regenerate: () => any, loop: () => any, lock: () => any,
 *   part: (step: number | {at: number}) => any}}} parts
 * @returns {import('../core/keys.js').Binding[]}
 */
export function bindings({ editor, commands, surface, pointer, actions }) {
  /** @type {import('../core/keys.js').Binding[]} */
  const list = [];
  const bind = (/** @type {string} */ keys, /** @type {string} */ text,
    /** @type {(event: KeyboardEvent) => any} */ run, /** @type {string | undefined} */ shown = undefined) =>
    list.push({ keys: keys.split(' '), text, run, shown });

  const arrows = /** @type {const} */ ([['ArrowLeft', -1, 0], ['ArrowRight', 1, 0], ['ArrowUp', 0, 1], ['ArrowDown', 0, -1]]);
  for (const [key, right, up] of arrows) {
    const isFirst = key === 'ArrowLeft';
    bind(key, isFirst ? strings.rollKeyMove : '', () => commands.move(right, up), '← → ↑ ↓');
    if (up === 0) {
      bind(`Shift+${key}`, isFirst ? strings.rollKeyStretch : '', () => {
        if (editor.current.length > 0) commands.stretch(right);
        else commands.moveCursor(right * Math.round(4 / editor.step), 0);
      }, 'Shift + ← →');
      bind(`Alt+${key}`, isFirst ? strings.rollKeyFine : '', () => commands.move(right, 0, true), 'Alt + ← →');
      bind(`Shift+Alt+${key}`, isFirst ? strings.rollKeyFineStretch : '', () => commands.stretch(right, true), 'Shift + Alt + ← →');
      bind(`Mod+${key}`, isFirst ? strings.rollKeyWalk : '', () => commands.walk(/** @type {1 | -1} */ (right), false), 'Mod+← →');
      bind(`Shift+Mod+${key}`, isFirst ? strings.rollKeyExtend : '', () => commands.walk(/** @type {1 | -1} */ (right), true), 'Shift+Mod+← →');
    } else {
      const isUp = key === 'ArrowUp';
      bind(`Shift+${key}`, isUp ? strings.rollKeyOctave : '', () => commands.move(0, editor.isDrums ? up : up * 12), 'Shift + ↑ ↓');
      bind(`Alt+${key}`, isUp ? strings.rollKeyLouder : '', () => commands.louder(up * 5), 'Alt + ↑ ↓');
      bind(`Shift+Alt+${key}`, '', () => commands.louder(up));
      bind(`Mod+${key}`, isUp ? strings.rollKeyClimb : '', () => commands.climb(/** @type {1 | -1} */ (up), false), 'Mod+↑ ↓');
      bind(`Shift+Mod+${key}`, '', () => commands.climb(/** @type {1 | -1} */ (up), true));
    }
  }
  bind('Enter', strings.rollKeyEnter, () => commands.enter());
  bind('Escape', strings.rollKeyEscape, () => {
    if (!pointer.cancel()) editor.choose([]);
  });
  // What the keyboard has not yet rested from is taken back first.
  bind('Mod+Z', '', () => (editor.preview ? editor.cancel() : false));
  bind('Delete', strings.rollDelete, () => commands.remove());
  bind('Mod+A', strings.rollSelectAll, () => commands.all());
  bind('Mod+C', strings.rollCopy, () => commands.copy());
  bind('Mod+X', strings.rollCut, () => commands.cut());
  bind('Mod+V', strings.rollPaste, () => commands.paste());
  bind('Mod+D', strings.rollDuplicate, () => commands.duplicate());
  bind('Q', strings.rollQuantise, () => commands.quantise());
  bind('H', strings.rollHumanise, () => commands.humanise());
  bind('A', strings.rollAccent, () => commands.accent());
  bind('V', strings.rollToolPoint, () => editor.set({ tool: 'point' }));
  bind('B', strings.rollToolDraw, () => editor.set({ tool: 'draw' }));
  bind('N', strings.rollSnap, () => editor.set({ isSnapping: !editor.isSnapping }));
  bind('G', strings.rollScale, () => editor.set({ hasScale: !editor.hasScale }));
  bind('R', strings.rollRegenerate, () => actions.regenerate());
  bind('C', strings.rollLoop, () => actions.loop());
  bind('L', strings.rollLock, () => actions.lock());
  bind('Alt+PageUp', strings.rollKeyParts, () => actions.part(-1), 'Alt + PgUp / PgDn');
  bind('Alt+PageDown', '', () => actions.part(1));
  for (let index = 0; index < 9; index++) {
    bind(String(index + 1), index === 0 ? strings.rollKeyPart : '', () => actions.part({ at: index }), '1 – 9');
  }
  bind('= +', strings.rollZoomIn, () => surface.zoom(1.25), '+');
  bind('-', strings.rollZoomOut, () => surface.zoom(0.8), '-');
  bind('0', strings.rollZoomFit, () => surface.fit());
  bind('Alt+=', strings.rollKeyRows, () => surface.zoomRows(1.15), 'Alt + + -');
  bind('Alt+-', '', () => surface.zoomRows(0.87));
  bind('Mod+Home', strings.rollKeyHome, () => goTo(0), 'Mod+Home / End');
  bind('Mod+End', '', () => goTo(editor.list.end));
  bind('PageUp', strings.rollKeyPage, () => page(-1), 'PgUp / PgDn');
  bind('PageDown', '', () => page(1));

  const goTo = (/** @type {number} */ beat) => {
    editor.choose([]);
    editor.moveCursor(beat, editor.cursor.pitch);
  };
  const page = (/** @type {number} */ down) => {
    surface.view.top += down * surface.view.height * 0.7;
    surface.place();
  };
  return list;
}
