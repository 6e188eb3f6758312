// @ts-check
// The producer's side: makes the file for the client, reads it when it comes back, and offers edits that its words ask for.
import { cleanup, fill, h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { recall, remember } from '../core/memory.js';
import { clockText, beatAtSeconds, secondsAtBeat } from '../core/time.js';
import { strings } from '../core/strings.js';
import { toast, toastError } from '../core/toast.js';
import { draftOf } from '../mix/draft.js';
import { withFader, withMute, faderOf } from '../mix/plan.js';
import { section } from '../trust/made.js';
import { audioOf } from './audio.js';
import { newComments, PageFileError, pageText, readPage } from './page-file.js';
import { proposalsOf } from './proposals.js';

/** @param {any} context @param {any} project */
export function createShare(context, project) {
  const { api, player } = context;
  const bag = cleanup();
  const takes = h('div', { class: 'share-takes', role: 'group', 'aria-label': strings.clientTakes });
  const from = h('input', { class: 'field', value: recall('share-from', ''), placeholder: strings.clientFromHint, autocomplete: 'name', on: { change: () => remember('share-from', from.value) } });
  const message = h('textarea', { class: 'field', rows: 2 });
  const make = h('button', { class: 'button button-main', type: 'button', on: { click: build } }, strings.clientMake);
  const note = h('p', { class: 'hint', role: 'status' });
  const file = h('input', { type: 'file', accept: '.html,text/html', class: 'visually-hidden', tabIndex: -1, 'aria-hidden': 'true', on: { change: () => file.files?.[0] && read(file.files[0]) } });
  const list = h('ol', { class: 'share-comments' });
  const element = section(strings.clientShare, strings.clientShareHint,
    takes, h('label', { class: 'label' }, strings.clientFrom, from), h('label', { class: 'label' }, strings.clientMessage, message),
    h('div', { class: 'share-actions' }, make,
      h('button', { class: 'button button-quiet', type: 'button', on: { click: () => file.click() } }, icon('upload', 16), strings.clientImport), file),
    note, h('h3', null, strings.clientComments), list);
  /** @type {{seconds: number, text: string, author?: string}[]} */
  let comments = [];
  /** Proposals that were taken, by their words. @type {Set<string>} */
  const taken = new Set();

  async function drawTakes() {
    const row = (/** @type {Record<string, string>} */ data, /** @type {string} */ text, checked = false) => h('label', { class: 'check' },
      h('input', { type: 'checkbox', checked, data: { ...data, name: text } }), text);
    fill(takes, row({}, strings.clientTakeNow, true));
    try {
      const [studio, { projects }, { versions }] = await Promise.all([
        context.studio(), api.get('/api/projects'), api.get(project.path('versions'))]);
      const own = projects.find((/** @type {any} */ entry) => entry.id === project.id);
      // A studio that renders no earlier states offers the songs of now alone.
      const states = studio.features?.includes('export-state') ? versions : [];
      takes.append(...states.map((/** @type {any} */ version) => row({ state: String(version.state) }, strings.clientTakeVersion(version.name))),
        ...projects.filter((/** @type {any} */ entry) => own?.group && entry.group === own.group && entry.id !== project.id).slice(0, 6)
          .map((/** @type {any} */ entry) => row({ project: entry.id }, strings.clientTakeOther(entry.title || entry.name))));
    } catch {
      // The song as it is can still be shared.
    }
  }

  async function build() {
    const chosen = [...takes.querySelectorAll('input:checked')];
    if (!chosen.length) return void (note.textContent = strings.clientNoTake);
    make.disabled = true;
    try {
      const { document } = project;
      const made = [];
      for (const box of chosen) {
        note.textContent = strings.clientMaking(box.dataset.name);
        const song = box.dataset.project ? await api.get(api.path('projects', box.dataset.project)) : document;
        const blob = await audioOf(context, song, box.dataset.state ? Number(box.dataset.state) : null);
        made.push({
          id: box.dataset.state ?? box.dataset.project ?? 'now', name: box.dataset.name, seconds: song.seconds, audio: await addressOf(blob),
          sections: song.sections.map((/** @type {any} */ one) => ({ name: one.name, seconds: secondsAtBeat(song, song.barStarts[one.startBar]) })),
        });
      }
      const [script, style] = await Promise.all(['leaf.js', 'leaf.css'].map(async (name) =>
        (await fetch(new URL(`./leaf/${name}`, import.meta.url))).text()));
      const title = document.title || document.name;
      const page = new Blob([pageText({
        format: 'etude-client-page', version: 1, project: project.id, title, from: from.value.trim(), message: message.value.trim(),
        takes: made, comments: [],
      }, { script, style })], { type: 'text/html' });
      const link = h('a', { href: URL.createObjectURL(page), download: `${title.replace(/[\\/:*?"<>|]+/g, ' ')}.html` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 20_000);
      note.textContent = strings.clientMade(page.size > 1e6 ? `${(page.size / 1e6).toFixed(1)} MB` : `${Math.ceil(page.size / 1e3)} kB`);
    } catch (error) {
      note.textContent = '';
      toastError(error);
    }
    make.disabled = false;
  }

  /** @param {File} page */
  async function read(page) {
    file.value = '';
    try {
      const found = readPage(await page.text());
      if (found.project !== project.id) return void (note.textContent = strings.clientOther(found.title));
      const added = newComments(found.comments, comments);
      for (const { seconds, text, author } of added) await api.post(project.path('comments'), { seconds, text, author });
      toast(strings.clientImported(added.length), { kind: added.length ? 'good' : 'info' });
      await drawComments();
    } catch (error) {
      if (error instanceof PageFileError) note.textContent = strings.clientNotOurs;
      else toastError(error);
    }
  }

  async function drawComments() {
    try {
      comments = (await api.get(project.path('comments'))).comments;
    } catch (error) {
      return toastError(error);
    }
    fill(list, comments.length ? [...comments].sort((a, b) => a.seconds - b.seconds).map(commentRow)
      : h('li', { class: 'hint' }, strings.clientNoComments));
  }

  /** @param {{seconds: number, text: string, author?: string}} comment */
  function commentRow(comment) {
    const proposals = proposalsOf(comment, project.document);
    const time = clockText(Math.floor(comment.seconds));
    return h('li', { class: 'share-comment' },
      h('button', {
        class: 'button button-quiet button-small numbers', type: 'button', 'aria-label': strings.clientHear(time),
        on: { click: () => player.play(Math.max(0, beatAtSeconds(project.document, comment.seconds))) },
      }, time),
      h('div', { class: 'share-words' }, h('p', null, comment.text, comment.author ? h('span', { class: 'hint' }, ` ${comment.author}`) : null),
        proposals.length ? h('ul', { class: 'proposals' }, proposals.map((proposal) => proposalRow(comment, proposal)))
          : h('p', { class: 'hint' }, strings.clientUnclear)));
  }

  /** @param {any} comment @param {import('./proposals.js').Proposal} proposal */
  function proposalRow(comment, proposal) {
    const key = `${comment.seconds} ${comment.text} ${proposal.kind} ${JSON.stringify(Object.keys(proposal.request))} ${proposal.text.split(':')[0]}`;
    const button = h('button', {
      class: 'button button-quiet button-small', type: 'button', disabled: taken.has(key), 'aria-label': `${strings.clientDo}: ${proposal.text}`,
      on: { click: () => take() },
    }, taken.has(key) ? strings.clientDone : strings.clientDo);
    const take = async () => {
      button.disabled = true;
      try {
        await perform(proposal);
        taken.add(key);
        button.textContent = strings.clientDone;
      } catch {
        // The project has told why.
        button.disabled = false;
      }
    };
    return h('li', null, h('span', null, proposal.text), button);
  }

  /** @param {import('./proposals.js').Proposal} proposal */
  async function perform({ kind, request }) {
    if (kind === 'edit') return project.edit(request);
    if (kind === 'job') return context.jobs.start(request.kind, request.request, project.id);
    const draft = draftOf(context, project);
    if (!draft.plan) await draft.fetch();
    draft.edit((plan) => request.muted ? withMute(plan, request.part, true)
      : withFader(plan, request.part, faderOf(plan, request.part) + request.gain));
    return draft.keep();
  }

  bag.add(context.events.on('comment', drawComments));
  drawTakes();
  drawComments();
  return { element, remove: bag.empty };
}

/** @param {Blob} blob @returns {Promise<string>} */
function addressOf(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
