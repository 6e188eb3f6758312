// @ts-check
// Which view an address names.

/**
 * @typedef {{view: string, project: string | null, parameters: Record<string, string>}} Route
 */

const projectViews = ['arrange', 'notes', 'mix', 'trust'];

/**
 * Reads `#/`, `#/ask?like=ID`, `#/project/ID/notes/PART` and the like.
 * @param {string} hash
 * @returns {Route}
 */
export function readRoute(hash) {
  const [path, query] = hash.replace(/^#\/?/, '').split('?');
  const segments = path.split('/').filter(Boolean).map(decoded);
  /** @type {Record<string, string>} */
  const parameters = Object.fromEntries(new URLSearchParams(query ?? ''));
  if (segments[0] === 'project' && segments[1]) {
    const view = projectViews.includes(segments[2]) ? segments[2] : 'arrange';
    if (segments[3]) parameters.part = segments[3];
    return { view, project: segments[1], parameters: { ...parameters, id: segments[1] } };
  }
  const view = segments[0] === 'ask' || segments[0] === 'brief' ? segments[0] : 'library';
  return { view, project: null, parameters };
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The address of a project's view.
 * @param {string} id
 * @param {string} [view]
 * @param {string} [part]
 */
export function projectAddress(id, view = 'arrange', part) {
  return `#/project/${encodeURIComponent(id)}/${view}${part ? `/${encodeURIComponent(part)}` : ''}`;
}
