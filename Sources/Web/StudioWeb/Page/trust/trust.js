// @ts-check
// Trust: who made what, whose it is, how alike the songs are, and papers about it.
import { cleanup, fill, h } from '../core/dom.js';
import { strings } from '../core/strings.js';
import { createShare } from '../client/share.js';
import { createDocuments } from './documents.js';
import { createMade } from './made.js';
import { createOriginality } from './originality.js';
import { createSameness } from './sameness.js';

/** @param {HTMLElement} element @param {any} context */
export function mount(element, context) {
  const project = context.store.project;
  const bag = cleanup();
  const made = createMade(context, project);
  const originality = createOriginality(context, project);
  const sameness = createSameness(context);
  const documents = createDocuments(context, project);
  const share = createShare(context, project);
  fill(element, h('div', { class: 'page-body trust' }, h('h1', { class: 'visually-hidden' }, strings.trustTitle),
    h('div', { class: 'trust-column' }, made.element, documents.element),
    h('div', { class: 'trust-column' }, share.element, originality.element, sameness.element)));

  sameness.element.hidden = true;
  context.has('sameness').then((/** @type {boolean} */ has) => {
    sameness.element.hidden = !has;
    if (has) sameness.fetchSongs();
  });

  let revision = -1;
  function update() {
    if (project.document?.revision === revision) return;
    revision = project.document?.revision;
    made.update();
    documents.update();
  }
  bag.add(project.on('change', update));
  bag.add(context.jobs.on('change', () => {
    originality.draw();
    sameness.draw();
  }));
  bag.listen(globalThis, 'etude-theme', () => { made.update(); });
  bag.add(share.remove);
  update();
  return bag.empty;
}
