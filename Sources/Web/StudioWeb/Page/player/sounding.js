// @ts-check
// What there is to be heard of a project: its document, notes, stems, or one whole file in their place.
import { partsWithoutSound, timingOf, totalFrames, voicesOf } from './score.js';
import { StemSet } from './stem-set.js';

export class Sounding {
  /** @type {any} */ document = null;
  /** @type {any} */ notes = null;
  /** @type {StemSet|null} */ stems = null;
  /** @type {string|null} of a whole file that is heard instead of the parts */ url = null;
  /** @type {StemSet|null} */ file = null;
  /** @type {{timing: string, notes: Record<string, any>}|null} the state that the stems were made of, where it was seen */
  #rendered = null;
  /** @type {Set<string>} the parts that simple voices play */ soundless = new Set();

  /** The files that are heard. */
  get source() { return this.file ?? this.stems; }

  /**
   * Begins with another project.
   * @param {any} document @param {StemSet|null} stems
   */
  open(document, stems) {
    this.stems?.close();
    this.setFile(null);
    Object.assign(this, { document, stems, notes: null });
    this.#rendered = null;
    this.#compare();
  }

  /**
   * Takes a new state of the project.
   * @param {any} document @param {StemSet|null} stems @param {any} notes
   */
  take(document, stems, notes) {
    Object.assign(this, { document, stems, notes });
    if (document.sound?.state === 'ready' && notes) this.#rendered = { timing: timingOf(document), notes: notes.parts };
    this.#compare();
  }

  /** @param {string|null} url */
  setFile(url) {
    this.file?.close();
    this.url = url;
    this.file = url ? new StemSet([{ part: '~file', url }]) : null;
    this.#compare();
  }

  /** Notes are compared once for each state, not each time that somebody asks. */
  #compare() {
    this.soundless = this.document && !this.file
      ? partsWithoutSound(this.#rendered, this.document, this.notes, this.stems?.parts ?? []) : new Set();
  }

  /** Whether sounds are missing, or may be older than the notes; a mix alone is rendered when it is asked for. */
  get wantsRendering() { return this.soundless.size > 0 || !this.#rendered; }

  /** @param {number} rate */
  total(rate) { return totalFrames(this.document, rate, this.source?.total ?? 0); }

  /**
   * What a run plays: which stems, and voices for the rest.
   * @param {number} rate
   */
  players(rate) {
    const { soundless } = this;
    return {
      stemParts: new Set((this.source?.parts ?? []).filter((id) => !soundless.has(id))),
      voices: this.file ? [] : voicesOf(this.document, this.notes, soundless, rate),
    };
  }
}
