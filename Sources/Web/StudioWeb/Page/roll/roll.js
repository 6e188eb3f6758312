// @ts-check
/** The view Notes: a piano roll, or a drum grid where the part is a kit. */
import { announce } from '../core/announce.js';
import { cleanup, h } from '../core/dom.js';
import { recallValue, rememberValue } from '../core/memory.js';
import { strings } from '../core/strings.js';
import { toast, toastError } from '../core/toast.js';
import { lockState } from '../arrange/layout.js';
import { regenerate } from '../arrange/requests.js';
import { bindings } from './bindings.js';
import { Commands } from './commands.js';
import { Editor } from './editor.js';
import { span } from './edits.js';
import { barStart, placeText } from './grid.js';
import { listenToKeys, listenToRuler, listenToVelocities } from './lanes.js';
import { Playhead } from './playhead.js';
import { Pointer } from './pointer.js';
import { Surface } from './surface.js';
import { createToolbar } from './toolbar.js';
import { Voice } from './voice.js';

/** What stays as it was when the view opens again. */
const KEPT = ['stepID', 'isSnapping', 'hasScale', 'hasChords', 'hasGhosts', 'isHeard'];

/**
 * @param {HTMLElement} element
 * @param {any} context
 * @param {Record<string, string>} parameters
 * @returns {() => void}
 */
export function mount(element, context, parameters) {
  const bag = cleanup();
  const { project } = context.store;
  const { parts } = project.document;
  const first = parts.find((/** @type {any} */ each) => each.id === parameters.part) ?? parts[0];
  if (!first) {
    element.append(h('div', { class: 'empty' }, h('h2', null, strings.rollNoParts)));
    return bag.empty;
  }
  const editor = new Editor(project, first.id);
  /** @type {Record<string, any>} */
  const kept = recallValue('roll', {});
  for (const name of KEPT) if (name in kept) Object.assign(editor, { [name]: kept[name] });
  editor.loop = context.player?.state?.loop ?? null;
  const counters = /** @type {any} */ (window).etudeTest ??= {};
  const commands = new Commands(editor);
  const surface = new Surface(editor, counters);
  const voice = new Voice();
  const pointer = new Pointer(surface, commands);
  const status = h('p', { class: 'roll-status numbers', id: 'roll-status' });
  counters.roll = { editor, commands, surface };
  counters.countVisible = () => surface.countVisible();

  commands.hear = (notes, isMeant = true) => {
    if (!editor.isHeard || !isMeant || notes.length === 0 || context.player?.state?.playing) return;
    voice.play(editor.entry, notes.slice(0, 8).map((note) => note.pitch),
      { velocity: notes[0].velocity, seconds: Math.min(0.5, notes[0].duration) });
  };

  const actions = createActions({ editor, commands, surface, context, bag });
  const toolbar = createToolbar({ editor, commands, surface, actions });
  element.append(h('div', { class: 'roll' }, h('h1', { class: 'visually-hidden' }, strings.shellNotes),
    toolbar.element, surface.element,
    h('p', { class: 'visually-hidden', id: 'roll-help' }, strings.rollHelp), status));
  listenToRuler(surface, { seek: actions.seek, loop: actions.setLoop });
  listenToKeys(surface, (pitch) => voice.play(editor.entry, [pitch], {}));
  listenToVelocities(surface);

  const playhead = new Playhead(surface.playhead, () => context.player, {
    x: (beat) => surface.view.x(beat), colour: () => surface.palette.playhead, ratio: () => surface.ratio,
    onMove: (beat, isPlaying) => follow(surface, pointer, beat, isPlaying),
  }, counters);
  surface.onDraw = () => playhead.draw();

  const drawStatus = () => {
    commands.rows = surface.view.rows;
    status.textContent = statusText(editor, commands);
  };
  const showPart = () => {
    surface.takePart();
    commands.rows = surface.view.rows;
    editor.set({ tool: editor.isDrums ? 'draw' : 'point' });
    drawStatus();
  };
  bag.add(editor.on('part', showPart));
  bag.add(editor.on('notes', () => { surface.takeNotes(); drawStatus(); }));
  bag.add(editor.on('selection', () => { surface.refreshSelection(); drawStatus(); }));
  bag.add(editor.on('preview', () => { previewed(surface); drawStatus(); }));
  bag.add(editor.on('cursor', () => {
    const anchor = editor.selection.anchor;
    if (!pointer.gesture && !pointer.isEnding) surface.reveal(anchor ?? { onset: editor.cursor.beat, duration: 0, pitch: editor.cursor.pitch });
    surface.refreshOverlay();
    drawStatus();
  }));
  bag.add(editor.on('conflict', (/** @type {string} */ summary) =>
    toast(strings.shellConflict(summary), { kind: 'error', hint: strings.shellConflictHint })));
  bag.add(editor.on('settings', () => {
    rememberValue('roll', Object.fromEntries(KEPT.map((name) => [name, /** @type {any} */ (editor)[name]])));
    surface.measureSpace();
    surface.invalidate();
    toolbar.draw();
  }));
  let seen = project.document;
  bag.add(project.on('change', () => {
    if (!project.document.parts.some((/** @type {any} */ each) => each.id === editor.part)) {
      const other = project.document.parts[0];
      if (other) return actions.part({ id: other.id });
    }
    editor.refresh();
    if (seen === project.document) return;
    seen = project.document;
    surface.measureSpace();
    surface.invalidate();
    toolbar.draw();
  }));
  if (context.player) {
    bag.listen(context.player, 'state', () => {
      const loop = context.player.state.loop ?? null;
      if (String(loop) !== String(editor.loop)) actions.showLoop(loop);
    });
  }
  bag.add(context.keys.push(strings.rollTools, bindings({ editor, commands, surface, pointer, actions })));
  bag.add(() => {
    editor.finish();
    playhead.close();
    surface.close();
    voice.close();
    delete counters.roll;
  });
  showPart();
  const bar = Number(parameters.bar) - 1;
  if (bar > 0 && bar < project.document.bars) {
    editor.cursor.beat = project.document.barStarts[bar];
    surface.view.left = surface.view.x(editor.cursor.beat);
    surface.place();
    drawStatus();
  }
  surface.scroller.focus({ preventScroll: true });
  return bag.empty;
}

/**
 * While notes move, only what floats over the others is painted.
 * @param {Surface} surface
 */
function previewed(surface) {
  const { preview } = surface.editor;
  const hidden = preview && !preview.keeps ? preview.from : null;
  if (surface.hiddenNotes !== hidden) {
    surface.hiddenNotes = hidden;
    surface.notes.invalidate();
  }
  surface.refreshVelocities();
  surface.refreshOverlay();
}

/**
 * Turns the page while it plays.
 * @param {Surface} surface
 * @param {Pointer} pointer
 * @param {number} beat
 * @param {boolean} isPlaying
 */
function follow(surface, pointer, beat, isPlaying) {
  if (!isPlaying || pointer.gesture) return;
  const { view } = surface;
  const x = view.x(beat);
  const wasSeen = surface.lastPlayed !== undefined && view.x(surface.lastPlayed) >= 0
    && view.x(surface.lastPlayed) <= view.width;
  surface.lastPlayed = beat;
  if (!wasSeen || (x >= 0 && x < view.width - 24)) return;
  view.left = beat * view.pixelsPerBeat - 48;
  surface.place();
}

/**
 * What the toolbar and the keyboard do beyond the notes themselves.
 * @param {{editor: Editor, commands: Commands, surface: Surface, context: any, bag: any}} parts
 */
function createActions({ editor, commands, surface, context }) {
  const { project } = context.store;
  const showLoop = (/** @type {[number, number] | null} */ loop) => {
    editor.set({ loop });
    surface.ruler.invalidate();
    surface.request();
  };
  const setLoop = (/** @type {[number, number] | null} */ loop) => {
    showLoop(loop);
    context.player?.setLoop(loop);
  };
  return {
    showLoop,
    setLoop,
    seek: (/** @type {number} */ beat) => context.player?.seek(beat),
    loop() {
      const notes = editor.selection.list();
      if (notes.length === 0 && editor.loop) return setLoop(null);
      const [first, end] = commands.bars();
      const { barStarts } = editor;
      setLoop([barStart(barStarts, first), barStart(barStarts, end)]);
      announce(strings.rollLooped(first + 1, end));
    },
    async regenerate() {
      const bars = commands.bars();
      const name = editor.entry?.name ?? editor.part;
      if (lockState(editor.document.locks, editor.part, bars) === 'all') {
        toast(strings.rollLockedHint(name, bars[0] + 1, bars[1]), { kind: 'error' });
        return;
      }
      try {
        await project.drained();
        await context.jobs.start('regenerate', regenerate({ bars, parts: [editor.part] }), project.id);
        toast(strings.rollRegenerating(name, bars[0] + 1, bars[1]));
      } catch (error) {
        toastError(error);
      }
    },
    lock() {
      const bars = commands.bars();
      const releases = lockState(editor.document.locks, editor.part, bars) === 'all';
      project.lock({ bars, parts: [editor.part], releases }).then(() =>
        announce(strings.rollLockedText(releases, bars[0] + 1, bars[1])), () => {});
    },
    /** @param {number | {at: number} | {id: string}} which */
    part(which) {
      const ids = editor.document.parts.map((/** @type {any} */ each) => each.id);
      const index = ids.indexOf(editor.part);
      const id = typeof which === 'number' ? ids[(index + which + ids.length) % ids.length]
        : 'id' in which ? which.id : ids[which.at];
      if (!id || id === editor.part) return;
      editor.setPart(id);
      history.replaceState(null, '', context.projectAddress(project.id, 'notes', id));
      announce(editor.entry?.name ?? id);
    },
  };
}

/** @param {Editor} editor @param {Commands} commands */
function statusText(editor, commands) {
  const notes = editor.current;
  const place = (/** @type {number} */ beat) => placeText(editor.barStarts, beat);
  if (notes.length === 0) {
    const { beat, pitch } = editor.cursor;
    return strings.rollStatusNone(editor.entry?.name ?? '', editor.list.length, commands.rows.name(pitch), place(beat));
  }
  if (notes.length === 1) return strings.rollStatusOne(commands.rows.name(notes[0].pitch), notes[0], place(notes[0].onset));
  const { start, end } = span(notes);
  const velocities = notes.map((note) => note.velocity);
  return strings.rollStatusMany(notes.length, place(start), place(end),
    velocities.reduce((a, b) => Math.min(a, b)), velocities.reduce((a, b) => Math.max(a, b)));
}
