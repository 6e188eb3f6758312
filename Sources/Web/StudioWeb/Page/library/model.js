// @ts-check
// What the library shows: search, tag, order, and folders of variations as one item.

/**
 * @typedef {{id: string, name: string, title: string, styles: {name: string, weight: number}[],
 *   key: string | null, tempo: number, meter: string, bars: number, seconds: number, parts: number,
 *   tags: string[], rating: number, modified: number, revision: number, hasMaster: boolean,
 *   group: string | null, prompt?: string, fault: string | null}} Entry
 * @typedef {{search: string, tag: string, sort: string, group: string}} Filter
 * @typedef {{kind: 'project', entry: Entry} | {kind: 'group', name: string, entries: Entry[], modified: number,
 *   rating: number}} Item
 */

/** @type {Record<string, (a: Entry, b: Entry) => number>} */
const orders = {
  modified: (a, b) => b.modified - a.modified,
  name: (a, b) => titleOf(a).localeCompare(titleOf(b), undefined, { numeric: true }),
  rating: (a, b) => b.rating - a.rating || b.modified - a.modified,
  tempo: (a, b) => a.tempo - b.tempo || b.modified - a.modified,
};

/**
 * The entries as the server gives them; what it leaves out is null. `fault` says why one cannot be read.
 * @param {any[]} list
 * @returns {Entry[]}
 */
export function readEntries(list) {
  return list.map((entry) => ({
    ...entry, key: entry.key || null, group: entry.group ?? null, fault: entry.fault ?? null,
  }));
}

/** @param {Entry} entry */
export function titleOf(entry) {
  return entry.title || entry.name;
}

/**
 * The items on screen: flat while one searches, filters or looks into a folder.
 * @param {Entry[]} entries
 * @param {Filter} filter
 * @param {Map<string, string>} titles of styles by name
 * @returns {Item[]}
 */
export function itemsOf(entries, filter, titles) {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = entries.filter((entry) => (!filter.tag || entry.tags.includes(filter.tag))
    && (!filter.group || entry.group === filter.group)
    && words.every((word) => textOf(entry, titles).includes(word)));
  found.sort(orders[filter.sort] ?? orders.modified);
  const isFlat = words.length > 0 || filter.tag !== '' || filter.group !== '';
  /** @type {Item[]} */
  const items = [];
  /** @type {Map<string, any>} */
  const groups = new Map();
  for (const entry of found) {
    if (isFlat || entry.group === null) {
      items.push({ kind: 'project', entry });
      continue;
    }
    let group = groups.get(entry.group);
    if (!group) {
      group = { kind: 'group', name: entry.group, entries: [], modified: 0, rating: 0 };
      groups.set(entry.group, group);
      items.push(group);
    }
    group.entries.push(entry);
    group.modified = Math.max(group.modified, entry.modified);
    group.rating = Math.max(group.rating, entry.rating);
  }
  // A folder of one is the song itself.
  return items.map((item) => (item.kind === 'group' && item.entries.length === 1
    ? { kind: 'project', entry: item.entries[0] } : item));
}

/**
 * A folder's name as a title: `bossa-nova-calm` reads `Bossa nova calm`.
 * @param {string} name
 */
export function groupTitle(name) {
  if (/[A-Z ]/.test(name)) return name;
  const words = name.replaceAll(/[-_]+/g, ' ').trim();
  return words ? words[0].toUpperCase() + words.slice(1) : name;
}

/**
 * The number of a variation, by its name's end; null for a song that stands alone.
 * @param {Entry} entry
 */
export function variationOf(entry) {
  if (entry.group === null) return null;
  const match = /(\d+)$/.exec(entry.name);
  return match ? Number(match[1]) : null;
}

/**
 * What a search looks through.
 * @param {Entry} entry
 * @param {Map<string, string>} titles
 */
function textOf(entry, titles) {
  return [entry.title, entry.name, entry.key ?? '', `${Math.round(entry.tempo)} bpm`, entry.meter, entry.group ?? '',
    entry.prompt ?? '',
    ...entry.tags, ...entry.styles.flatMap((style) => [style.name, titles.get(style.name) ?? ''])]
    .join(' ').toLowerCase();
}

/**
 * Every tag with how often it is used, most used first.
 * @param {Entry[]} entries
 * @returns {[string, number][]}
 */
export function tagsOf(entries) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const entry of entries) for (const tag of entry.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}

/**
 * Tags as typed, `club, client A`: trimmed, each once.
 * @param {string} text
 */
export function readTags(text) {
  return [...new Set(text.split(',').map((tag) => tag.trim()).filter(Boolean))];
}
