// @ts-check
// The JSON interface of the studio: one place that knows headers, problems and paths.
import { strings } from './strings.js';

/** A refusal of the server, or a server that could not be reached (status 0). */
export class StudioError extends Error {
  /** @param {{status?: number, title?: string, detail?: string, hint?: string}} problem */
  constructor(problem) {
    super(problem.detail || problem.title || strings.shellUnknownError);
    this.name = 'StudioError';
    this.status = problem.status ?? 0;
    this.title = problem.title ?? '';
    this.detail = problem.detail ?? '';
    this.hint = problem.hint ?? '';
  }
}

/**
 * @typedef {object} API
 * @property {(path: string, query?: Record<string, any>) => Promise<any>} get
 * @property {(path: string, body?: any) => Promise<any>} post
 * @property {(path: string, body?: any) => Promise<any>} put
 * @property {(path: string, body?: any) => Promise<any>} patch
 * @property {(path: string) => Promise<any>} remove
 * @property {(path: string, bytes: Blob | ArrayBuffer, method?: string) => Promise<any>} upload
 * @property {(...segments: string[]) => string} path
 */

/** @returns {API} */
export function createAPI() {
  /**
   * @param {string} method
   * @param {string} path
   * @param {{body?: any, bytes?: Blob | ArrayBuffer}} [content]
   */
  async function send(method, path, content = {}) {
    /** @type {Record<string, string>} */
    const headers = { Accept: 'application/json' };
    if (method !== 'GET') {
      headers['X-Etude'] = 'page';
      headers['Content-Type'] = content.bytes ? 'application/octet-stream' : 'application/json';
    }
    const body = content.bytes ?? (method === 'GET' || method === 'DELETE'
      ? undefined : JSON.stringify(content.body ?? {}));
    let response;
    let text;
    try {
      response = await fetch(path, { method, headers, body, credentials: 'same-origin' });
      text = await response.text();
    } catch {
      throw new StudioError({
        title: 'unreachable', detail: strings.shellUnreachable, hint: strings.shellUnreachableHint,
      });
    }
    let value = null;
    try {
      value = text ? JSON.parse(text) : null;
    } catch {
      value = null;
    }
    if (!response.ok) {
      throw new StudioError({ title: response.statusText, ...(value ?? {}), status: response.status });
    }
    return value;
  }

  return {
    get: (path, query) => send('GET', path + queryText(query)),
    post: (path, body) => send('POST', path, { body }),
    put: (path, body) => send('PUT', path, { body }),
    patch: (path, body) => send('PATCH', path, { body }),
    remove: (path) => send('DELETE', path),
    upload: (path, bytes, method = 'POST') => send(method, path, { bytes }),
    path: (...segments) => '/api/' + segments.map(encodeURIComponent).join('/'),
  };
}

/** @param {Record<string, any> | undefined} query */
function queryText(query) {
  const pairs = Object.entries(query ?? {}).filter(
    ([, value]) => value !== null && value !== undefined && value !== '');
  return pairs.length === 0 ? '' : '?' + new URLSearchParams(pairs.map(
    ([name, value]) => [name, String(value)])).toString();
}
