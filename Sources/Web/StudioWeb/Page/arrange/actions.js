// @ts-check
/** What the arrangement asks for; refusals are told by the shell. */
import { announce } from '../core/announce.js';
import { strings } from '../core/strings.js';
import { toast, toastError } from '../core/toast.js';
import { barsOf, lockState } from './layout.js';
import * as requests from './requests.js';

/**
 * @typedef {import('./layout.js').Section} Section
 * @typedef {import('./layout.js').Bars} Bars
 */

/**
 * @param {import('./board.js').Board} board
 * @param {any} context
 */
export function createActions(board, context) {
  const { project } = board;
  const ids = () => board.parts.map((part) => part.id);

  /**
   * Makes an edit and says what happened; answers whether it was made.
   * @param {Record<string, any>} edit
   * @param {boolean} [offersUndo]
   * @returns {Promise<boolean>}
   */
  async function edit(edit, offersUndo = false) {
    try {
      const changed = await project.edit(edit);
      tell(changed, offersUndo);
      return true;
    } catch {
      return false;
    }
  }

  /** @param {any} changed @param {boolean} [offersUndo] */
  function tell(changed, offersUndo = false) {
    if (offersUndo) {
      toast(changed.text, { action: { label: strings.shellUndo, run: () => project.undo().catch(() => {}) } });
    } else announce(changed.text);
    for (const notice of changed.notices ?? []) toast(notice);
  }

  /**
   * What is chosen, or else the whole piece.
   * @returns {import('./layout.js').Cells}
   */
  const meant = () => board.cells ?? { bars: [0, board.document.bars], parts: ids() };

  /** @param {string} kind @param {Record<string, any>} request @param {string} text */
  async function start(kind, request, text) {
    try {
      await project.drained();
      const job = await context.jobs.start(kind, request, project.id);
      board.work.set(job.id, request);
      board.emitter.emit('work');
      announce(text);
      return true;
    } catch (error) {
      toastError(error);
      return false;
    }
  }

  /** Whether something of what is meant may change; says so where nothing may. */
  function isFree() {
    const { bars, parts } = meant();
    const isFree = parts.some((part) => lockState(board.document.locks, part, bars) !== 'all');
    if (!isFree) toast(strings.arrangeAllLocked, { hint: strings.arrangeAllLockedHint, kind: 'error' });
    return isFree;
  }

  /** How what is meant is named. */
  const named = () => strings.arrangeCells(meant(), board.parts.filter((part) => meant().parts.includes(part.id)), ids().length);

  return {
    named,
    meant,
    /** @param {Section} section */
    chooseSection(section) {
      board.choose({ bars: barsOf(section), parts: ids() });
      announce(named());
    },
    chooseAll() {
      board.choose({ bars: [0, board.document.bars], parts: ids() });
      announce(named());
    },
    /** @param {Section} section @param {number} index */
    moveSection(section, index) {
      const request = requests.moveSection(board.document.sections, section.id, index);
      return request ? edit(request) : Promise.resolve(false);
    },
    /** @param {Section} section */
    duplicateSection: (section) => edit({ duplicateSection: { section: section.id } }),
    /** @param {Section} section */
    deleteSection(section) {
      if (board.document.sections.length < 2) return Promise.resolve(false);
      return edit({ deleteSection: { section: section.id } }, true);
    },
    /** @param {Section} section @param {number} bars */
    resizeSection(section, bars) {
      return bars < 1 ? Promise.resolve(false) : edit(requests.resizeSection(section, bars));
    },
    /** @param {Section} section @param {number} energy */
    setEnergy: (section, energy) => edit(requests.setEnergy(section.id, energy)),
    /** @param {number} bar @param {number} position @param {string} chord */
    setChord: (bar, position, chord) => edit(requests.setChord(bar, position, chord)),
    /** @param {number} bars */
    addBars: (bars) => start('continue', { bars }, strings.arrangeContinuing(bars)),
    repeatLast() {
      const last = board.document.sections.at(-1);
      return last ? edit({ duplicateSection: { section: last.id } }) : Promise.resolve(false);
    },
    /** @param {string} part @param {string} instrument */
    swapInstrument: (part, instrument) => edit({ swapInstrument: { part, instrument } }),
    /** @param {{composer?: string, intensity?: number}} [turns] */
    regenerate(turns = {}) {
      if (!isFree()) return Promise.resolve(false);
      return start('regenerate', requests.regenerate(meant(), turns), strings.arrangeRegenerating(named()));
    },
    /** @param {number} amount */
    vary(amount) {
      if (!isFree()) return Promise.resolve(false);
      return start('vary', requests.vary(meant(), amount), strings.arrangeVarying(named()));
    },
    /**
     * Turns the intensity of whole parts for good, of other cells for these bars.
     * @param {number} intensity
     */
    async setIntensity(intensity) {
      const { bars, parts } = meant();
      const isWhole = bars[0] === 0 && bars[1] === board.document.bars;
      if (!isWhole) return this.regenerate({ intensity });
      for (const part of parts) {
        if (!await edit({ setControls: { part, controls: { intensity }, resets: false } })) return false;
      }
      return true;
    },
    /** Locks what is meant, or releases it where all of it is locked. */
    async lock(cells = meant()) {
      const { locks } = board.document;
      const releases = cells.parts.every((part) => lockState(locks, part, cells.bars) === 'all');
      const isWhole = cells.bars[0] === 0 && cells.bars[1] === board.document.bars;
      try {
        const changed = await project.lock({ bars: isWhole ? null : cells.bars, parts: cells.parts, releases });
        announce(changed.text);
      } catch {
        // The shell says why.
      }
    },
    /** @param {Bars | null} bars */
    loop(bars) {
      const starts = board.document.barStarts;
      context.player?.setLoop(bars ? [starts[bars[0]], starts[bars[1]]] : null);
    },
    /** @param {string} part @param {number} [bar] */
    openNotes(part, bar = board.cells?.bars[0] ?? 0) {
      const address = context.projectAddress(project.id, 'notes', part);
      context.navigate(bar > 0 ? `${address}?bar=${bar + 1}` : address);
    },
  };
}
