// @ts-check
import { createEmitter } from '../core/emitter.js';
import { strings } from '../core/strings.js';
import { roleColour } from './palette.js';
import { lockedBars, runs } from '../arrange/layout.js';
import { held } from './edits.js';
import { stepBeats } from './grid.js';
import { NoteLists } from './note-lists.js';
import { withRoom } from './room.js';
import { Selection } from './selection.js';

/** @typedef {import('./note.js').Note} Note */
/** @typedef {import('./note.js').Change} Change */

/**
 * The part that is edited: its notes, what is chosen, where the keyboard stands, and a change that
 * is shown but not yet made.
 */
export class Editor {
  /**
   * @param {any} project the store's open project
   * @param {string} part
   */
  constructor(project, part) {
    this.project = project;
    this.emitter = createEmitter();
    /** `notes`, `selection`, `cursor`, `preview`, `settings`, `part`, `conflict`. */
    this.on = this.emitter.on;
    this.part = part;
    this.selection = new Selection();
    this.cursor = { beat: 0, pitch: 60 };
    /** @type {'point' | 'draw'} */
    this.tool = 'point';
    this.stepID = '1/16';
    this.isSnapping = true;
    this.hasScale = true;
    this.hasChords = true;
    this.hasGhosts = true;
    this.isHeard = true;
    this.velocity = 84;
    /** How long a new note is, in beats; 0 for one step. */
    this.noteLength = 0;
    /** @type {[number, number] | null} */
    this.loop = null;
    /** @type {{from: Note[], to: Note[], summary: string, keeps: boolean} | null} */
    this.preview = null;
    this.lists = new NoteLists(project);
    /** @type {Note[] | null} */
    this.hiddenFrom = null;
    /** @type {Set<Note> | null} */
    this.hiddenSet = null;
    /** @type {Note[] | null} what is chosen once it is there */
    this.awaited = null;
    this.list = this.lists.of(part);
  }

  get document() {
    return this.project.document;
  }

  /** The part's entry in the document. */
  get entry() {
    const parts = this.document.parts;
    return parts.find((/** @type {any} */ each) => each.id === this.part) ?? parts[0];
  }

  get isDrums() {
    return !!this.entry?.isDrums;
  }

  get step() {
    return stepBeats(this.stepID);
  }

  /** The grid that holds now; 0 while nothing snaps. */
  get snap() {
    return this.isSnapping ? this.step : 0;
  }

  /** @returns {number[]} */
  get barStarts() {
    return this.document.barStarts;
  }

  get colour() {
    return roleColour(this.entry?.role ?? 'effects');
  }

  /**
   * The lowest and the highest pitch that the part's instrument plays.
   * @returns {[number, number]}
   */
  get range() {
    const { lowest, highest } = this.entry ?? {};
    return highest > lowest ? [lowest, highest] : [0, 127];
  }

  /** The locked bars of the part, as runs. */
  get locked() {
    return runs(lockedBars(this.document.locks, this.part, [0, this.document.bars]));
  }

  /** The other pitched parts' notes, faint behind. */
  ghosts() {
    if (!this.hasGhosts || this.isDrums) return [];
    return this.document.parts
      .filter((/** @type {any} */ each) => each.id !== this.part && !each.isDrums)
      .map((/** @type {any} */ each) => ({ list: this.lists.of(each.id), colour: roleColour(each.role) }));
  }

  /** Takes over what the project has now. */
  refresh() {
    const list = this.lists.of(this.part);
    if (list === this.list && !this.awaited) return;
    this.list = list;
    if (this.awaited) this.selection.set(list.equalTo(this.awaited));
    else this.selection.carry(list);
    if (this.preview) {
      const from = list.equalTo(this.preview.from);
      // What is being changed here was changed elsewhere: theirs stands.
      if (from.length === this.preview.from.length) this.preview.from = from;
      else {
        const { summary } = this.preview;
        this.preview = null;
        this.emitter.emit('conflict', summary);
      }
    }
    this.emitter.emit('notes');
  }

  /** @param {string} part */
  setPart(part) {
    this.finish();
    this.part = part;
    this.selection.clear();
    this.list = this.lists.of(part);
    this.emitter.emit('part');
  }

  /** @param {Partial<Editor>} settings such as `{tool: 'draw'}` */
  set(settings) {
    Object.assign(this, settings);
    this.emitter.emit('settings');
  }

  /** @param {Iterable<Note>} notes */
  choose(notes) {
    this.finish();
    this.selection.set(notes);
    this.emitter.emit('selection');
  }

  /**
   * @param {number} beat
   * @param {number} pitch
   */
  moveCursor(beat, pitch) {
    this.cursor = { beat: Math.max(0, Math.min(beat, this.document.length)), pitch };
    this.emitter.emit('cursor');
  }

  /**
   * The notes that a change under way stands for, which are not shown themselves.
   * @returns {Set<Note> | null}
   */
  get hidden() {
    const from = this.preview && !this.preview.keeps ? this.preview.from : null;
    if (this.hiddenFrom !== from) {
      this.hiddenFrom = from;
      this.hiddenSet = from ? new Set(from) : null;
    }
    return this.hiddenSet;
  }

  /**
   * What an edit works on: the notes as a change that is under way has them.
   * @returns {Note[]}
   */
  get current() {
    return this.preview ? this.preview.to : this.selection.list();
  }

  /**
   * Shows chosen notes changed. With `keeps` the originals stay, as for a copy.
   * @param {Note[]} to
   * @param {string} summary
   * @param {boolean} [keeps]
   */
  show(to, summary, keeps = false) {
    const from = this.preview?.from ?? this.selection.list();
    this.preview = { from, to, summary, keeps };
    this.emitter.emit('preview');
  }

  /** Makes the change that is shown. */
  finish() {
    const preview = this.preview;
    if (!preview) return;
    this.preview = null;
    const isSame = preview.from.length === preview.to.length
      && preview.from.every((note, index) => isEqual(note, preview.to[index]));
    if (isSame) {
      this.emitter.emit('preview');
      return;
    }
    const remove = preview.keeps ? [] : preview.from;
    this.commit({ remove, add: preview.to, summary: preview.summary });
    this.emitter.emit('preview');
  }

  /** Forgets the change that is shown. */
  cancel() {
    if (!this.preview) return;
    this.preview = null;
    this.emitter.emit('preview');
  }

  /**
   * One step of undo: at once on screen, then to the studio. The added notes are chosen; what sounds in their place
   * gives way.
   * @param {Change} change
   * @param {{chooses?: boolean}} [options]
   */
  commit({ remove, add: wanted, summary }, options = {}) {
    const added = held(wanted, this.document.length);
    const { indices } = this.list.indicesOf(remove);
    if (indices.length === 0 && added.length === 0) return;
    const names = this.project.notes.articulations;
    const change = (/** @type {boolean} */ isOneVoice) => {
      const room = withRoom(this.list, indices, added, { isOneVoice, isDrums: this.isDrums });
      return {
        chosen: room.chosen, remove: room.indices,
        add: room.add.map(({ onset, duration, pitch, velocity, articulation }) => ({
          onset, duration, pitch, velocity, articulation: names[articulation] ?? 'normal',
        })),
      };
    };
    const instrument = this.entry?.instrument;
    const isOneVoice = this.entry?.polyphony === 1 || oneVoiced.has(instrument);
    const { chosen, ...edit } = change(isOneVoice);
    this.awaited = options.chooses === false ? null : chosen;
    this.project.editNotes({
      part: this.part, ...edit, summary: strings.rollSummary(summary, this.entry?.name ?? this.part),
      ...(isOneVoice || this.isDrums ? {} : { instead: { ...change(true), when: (/** @type {any} */ problem) => {
        const is = isOfOneVoice(problem);
        if (is) oneVoiced.add(instrument);
        return is;
      } } }),
    });
    this.awaited = null;
  }
}

/** Instruments that turned out to play one note at a time. @type {Set<string>} */
const oneVoiced = new Set();

/**
 * Whether the studio refused notes because the part plays one at a time.
 * @param {any} problem
 */
const isOfOneVoice = (problem) => problem.status === 422 && /one note at a time/.test(problem.message);

/**
 * @param {Note} a
 * @param {Note} b
 */
function isEqual(a, b) {
  return a.onset === b.onset && a.duration === b.duration && a.pitch === b.pitch
    && a.velocity === b.velocity;
}
