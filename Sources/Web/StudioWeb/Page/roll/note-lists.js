// @ts-check
import { NoteList } from './note-list.js';

/** The notes of a project's parts, searched by time; a list is kept as long as its rows stay. */
export class NoteLists {
  /** @param {any} project the store's open project */
  constructor(project) {
    this.project = project;
    /** @type {Map<string, {rows: any, list: NoteList}>} */
    this.kept = new Map();
  }

  /** @param {string} part @returns {NoteList} */
  of(part) {
    /** @type {number[][]} */
    const rows = this.project.notes.parts[part] ?? NONE;
    const kept = this.kept.get(part);
    if (kept?.rows === rows) return kept.list;
    const list = NoteList.fromRows(rows);
    this.kept.set(part, { rows, list });
    return list;
  }
}

/** @type {number[][]} */
const NONE = [];
