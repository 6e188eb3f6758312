// @ts-check
// The one file that a client gets: song, player and comments in it; and reading it when it comes back.

/**
 * @typedef {object} Take
 * @property {string} id @property {string} name @property {number} seconds
 * @property {{name: string, seconds: number}[]} sections @property {string} audio a data address
 */
/** @typedef {{take: string, seconds: number, text: string, author: string, time: number}} Comment */
/**
 * @typedef {object} Share
 * @property {'etude-client-page'} format @property {1} version @property {string} project @property {string} title
 * @property {string} from @property {string} message @property {Take[]} takes @property {Comment[]} comments
 */

const blockID = 'etude-song';

/**
 * What may stand in a script element: nothing in it ends the element.
 * @param {any} value
 */
const json = (value) => JSON.stringify(value).replace(/</g, '\\u003c').replace(/\u2028/g, '\\u2028').replace(/\u2029/g, '\\u2029');

/** @param {string} text */
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

/**
 * The text of the file. Its own policy lets it reach nothing outside itself.
 * @param {Share} share @param {{script: string, style: string}} code
 */
export function pageText(share, code) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; media-src blob: data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(share.title)}</title>
<style>${code.style.replace(/<\//g, '<\\/')}</style>
</head>
<body>
<div id="app"></div>
<script type="application/json" id="${blockID}">${json(share)}</script>
<script>${code.script.replace(/<\/(?=script)/gi, '<\\/')}</script>
</body>
</html>
`;
}

/** A file that is no page of the studio's, or one that was changed into something else. */
export class PageFileError extends Error {}

const limits = { comments: 1000, text: 2000, author: 80 };

/**
 * Reads the comments of a file that came back; anything else in it is left alone.
 * @param {string} text @returns {{project: string, title: string, comments: Comment[]}}
 */
export function readPage(text) {
  const opening = text.match(new RegExp(`<script[^>]*id="${blockID}"[^>]*>`));
  if (!opening || opening.index === undefined) throw new PageFileError('no song');
  const start = opening.index + opening[0].length;
  const end = text.indexOf('</script>', start);
  /** @type {any} */
  let share;
  try {
    share = JSON.parse(text.slice(start, end < 0 ? undefined : end));
  } catch {
    throw new PageFileError('no song');
  }
  if (share?.format !== 'etude-client-page' || typeof share.project !== 'string' || !Array.isArray(share.comments)) {
    throw new PageFileError('no song');
  }
  const comments = share.comments.slice(0, limits.comments).flatMap((/** @type {any} */ comment) => {
    const words = typeof comment?.text === 'string' ? comment.text.trim().slice(0, limits.text) : '';
    if (!words || !Number.isFinite(comment.seconds) || comment.seconds < 0) return [];
    return [{
      take: String(comment.take ?? ''), seconds: comment.seconds, text: words,
      author: typeof comment.author === 'string' ? comment.author.trim().slice(0, limits.author) : '',
      time: Number.isFinite(comment.time) ? comment.time : 0,
    }];
  });
  return { project: share.project, title: String(share.title ?? '').slice(0, 200), comments };
}

/**
 * Those that are not there yet.
 * @param {Comment[]} found @param {{seconds: number, text: string, author?: string}[]} known
 */
export function newComments(found, known) {
  const key = (/** @type {any} */ comment) => `${comment.seconds.toFixed(1)} ${comment.author ?? ''} ${comment.text}`;
  const old = new Set(known.map(key));
  return found.filter((comment) => !old.has(key(comment)));
}
