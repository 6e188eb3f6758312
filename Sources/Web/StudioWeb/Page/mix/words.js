// @ts-check
// The engine's reasons name parts and sections by their ids; people know them by their titles.
import { strings } from '../core/strings.js';

/**
 * A reason with titles in place of ids.
 * @param {string} text
 * @param {{parts: {id: string, name: string}[], sections: {id: string, name: string, startBar: number}[]}} song
 */
export function inTitles(text, { parts, sections }) {
  /** @type {Map<string, string>} */
  const titles = new Map();
  const titleOf = (/** @type {string} */ name) => name.slice(0, 1).toUpperCase() + name.slice(1);
  for (const section of sections) {
    const isOnly = sections.filter((each) => each.name === section.name).length === 1;
    const title = titleOf(section.name || section.id);
    titles.set(section.id, isOnly ? title : strings.mixSectionFrom(title, section.startBar + 1));
  }
  for (const part of parts) titles.set(part.id, part.name || part.id);
  const ids = [...titles.keys()].sort((a, b) => b.length - a.length).map((id) => id.replace(/[^\w-]/g, '\\$&'));
  if (ids.length === 0) return text;
  return text.replace(new RegExp(`(?<![\\w-])(?:${ids.join('|')})(?![\\w-])`, 'g'), (id) => titles.get(id) ?? id);
}
