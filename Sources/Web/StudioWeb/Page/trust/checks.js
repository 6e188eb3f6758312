// @ts-check
// Checks that run as jobs: whether the song is somebody else's, and whether all songs are one.
import { fill, h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { strings } from '../core/strings.js';
import { section } from './made.js';

/**
 * A card with a button that starts a job and shows its latest result.
 * @param {any} context @param {any} project
 * @param {{kind: string, title: string, hint: string, button: string, request?: any, show: (result: any) => any}} check
 */
function createCheck(context, project, check) {
  const { jobs } = context;
  const button = h('button', { class: 'button button-quiet', type: 'button', on: { click: start } }, check.button);
  const progress = h('div', { class: 'progress', hidden: true, role: 'progressbar', 'aria-label': strings.trustChecking, 'aria-valuemin': 0, 'aria-valuemax': 100 }, h('span', null));
  const result = h('div', { class: 'check-result', 'aria-live': 'polite' });
  const element = section(check.title, check.hint, h('div', { class: 'check-bar' }, button, progress), result);
  let shown = '';

  async function start() {
    button.disabled = true;
    try {
      await jobs.start(check.kind, check.request ?? {}, project.id);
    } catch (error) {
      fail(error);
    }
    draw();
  }

  /** @param {any} error */
  function fail(error) {
    fill(result, h('p', { class: 'problem' }, error?.message || error?.detail || error?.title || strings.shellUnknownError),
      error?.hint ? h('p', { class: 'hint' }, error.hint) : null);
  }

  function draw() {
    const own = jobs.list().filter((/** @type {any} */ job) => job.kind === check.kind && job.project === project.id);
    const running = own.find((/** @type {any} */ job) => job.state === 'queued' || job.state === 'running');
    const last = own.find((/** @type {any} */ job) => job.state === 'done' || job.state === 'failed');
    button.disabled = Boolean(running);
    button.textContent = running ? strings.trustChecking : last?.state === 'done' ? strings.trustCheckAgain : check.button;
    progress.hidden = !running;
    const percent = Math.round((running?.progress ?? 0) * 100);
    progress.firstElementChild.style.width = `${percent}%`;
    progress.setAttribute('aria-valuenow', String(percent));
    if (!last || running || shown === last.id) return;
    shown = last.id;
    if (last.state === 'failed') fail(last.error);
    else if (last.result) fill(result, check.show(reportOf(last.result)));
  }

  draw();
  return { element, draw };
}

/**
 * The report in a job's result, which may be there as text.
 * @param {any} result
 */
const reportOf = (result) => typeof result.report === 'string' ? JSON.parse(result.report) : result;

/** @param {any} context @param {any} project */
export function createOriginality(context, project) {
  const { player } = context;
  const part = (/** @type {string} */ id) => project.document.parts.find((/** @type {any} */ one) => one.id === id)?.name || id;

  /** @param {any} verdict */
  function show(verdict) {
    const list = h('ul', { class: 'matches' });
    const showMatches = (/** @type {number} */ count) => fill(list, verdict.matches.slice(0, count).map(matchRow));
    showMatches(4);
    const more = verdict.matches.length > 4 ? h('button', {
      class: 'button button-plain button-small', type: 'button',
      on: { click: () => { showMatches(verdict.matches.length); more?.remove(); } },
    }, strings.trustMore(verdict.matches.length - 4)) : null;
    return [
      h('p', { class: `verdict verdict-${verdict.outcome}` }, icon(verdict.outcome === 'usual' ? 'check' : 'info', 20),
        h('span', null, strings.trustVerdicts[verdict.outcome] ?? verdict.outcome)),
      h('p', { class: 'hint' }, strings.trustCompared(verdict.notes, verdict.works)),
      verdict.outcome === 'nothing-to-compare' ? null : scale(verdict),
      verdict.matches.length ? list : h('p', null, strings.trustMatchNone), more,
      (verdict.notices ?? []).map((/** @type {string} */ notice) => h('p', { class: 'hint' }, notice)),
      h('p', { class: 'hint' }, strings.trustDoubt)];
  }

  /** @param {any} verdict */
  function scale(verdict) {
    const most = Math.max(verdict.alarm * 1.25, verdict.rarity);
    const at = (/** @type {number} */ bits) => `${Math.min(100, bits / most * 100)}%`;
    const text = strings.trustScaleText(verdict.rarity, verdict.alarm);
    return h('div', { class: 'rarity', role: 'img', 'aria-label': `${strings.trustScale}: ${text}` },
      h('div', { class: 'rarity-bar' },
        h('span', { class: 'rarity-usual', style: { left: at(verdict.baseline.low), width: `calc(${at(verdict.baseline.high)} - ${at(verdict.baseline.low)})` } }),
        h('span', { class: 'rarity-alarm', style: { left: at(verdict.alarm) } }),
        h('span', { class: 'rarity-here', style: { left: at(verdict.rarity) } })),
      h('div', { class: 'rarity-words' }, h('span', { style: { left: at((verdict.baseline.low + verdict.baseline.median) / 2) } }, strings.trustScaleUsual),
        h('span', { style: { left: at(verdict.alarm) } }, strings.trustScaleAlarm)));
  }

  /** @param {any} match */
  function matchRow(match) {
    const bars = strings.trustRange(match.bars[0] + 1, match.bars[1]);
    const workBars = match.workBars ? strings.trustRange(match.workBars[0] + 1, match.workBars[1]) : '';
    const work = strings.trustWork(match.work.title, match.work.composer, workBars);
    const text = match.bars[1] - match.bars[0] <= 1 ? strings.trustMatchOne : strings.trustMatch;
    return h('li', null,
      h('button', {
        class: 'icon-button icon-button-small', type: 'button', 'aria-label': strings.trustHear(bars), title: strings.trustHear(bars),
        on: { click: () => hear(match.bars) },
      }, icon('play', 16)),
      h('div', null, h('p', null, text(bars, part(match.part), work)),
        h('p', { class: 'hint' }, [strings.trustMatchFacts(match.notes, match.longestExact), match.work.licence].filter(Boolean).join(' · '))));
  }

  /** @param {[number, number]} bars */
  async function hear([first, end]) {
    const { barStarts, bars } = project.document;
    await player.load(project.document);
    player.setLoop([barStarts[first], barStarts[Math.min(end, bars)]]);
    player.play(barStarts[first]);
  }

  return createCheck(context, project, {
    kind: 'originality', title: strings.trustOriginality, hint: strings.trustOriginalityHint, button: strings.trustCheck, show,
  });
}

/** @param {any} context @param {any} project */
export function createSameness(context, project) {
  /** @param {any} report */
  function show(report) {
    const { review, works } = report;
    const name = (/** @type {number} */ index) => (works[index]?.path ?? '').split('/').pop().replace(/\.(etude|midi?)$/, '');
    const percent = (/** @type {number} */ share) => Math.round(share * 100);
    return [
      (report.verdict ?? []).map((/** @type {string} */ line, /** @type {number} */ index) => h('p', { class: index ? '' : 'verdict' }, line)),
      review?.count > 1 ? h('dl', { class: 'aspects' }, Object.entries(review.aspects).map(([aspect, value]) => h('div', null,
        h('dt', null, strings.trustAspects[aspect] ?? aspect),
        h('dd', null, aspectBar(/** @type {any} */ (value)))))) : null,
      review?.nearest?.length ? [h('h3', null, strings.trustNearest), h('ul', { class: 'pairs' },
        review.nearest.slice(0, 5).map((/** @type {any} */ pair) => h('li', null,
          h('p', null, strings.trustPair(name(pair.first), name(pair.second), percent(pair.likeness))),
          h('p', { class: 'hint' }, (pair.same ?? []).slice(0, 2).map((/** @type {any} */ one) => one.words).join('; ')))))] : null,
      (report.notices ?? []).map((/** @type {string} */ notice) => h('p', { class: 'hint' }, notice))];
  }

  /** @param {{size: number, variety: number, beside?: any}} aspect */
  function aspectBar(aspect) {
    const text = strings.trustSamenessVariety(aspect.size, aspect.variety.toFixed(1));
    return h('span', { class: 'aspect-bar', role: 'img', 'aria-label': text, title: text },
      h('span', { style: { width: `${Math.min(100, aspect.variety / aspect.size * 100)}%` } }),
      aspect.beside ? h('i', { style: { left: `${Math.min(100, aspect.beside.human.variety.mean / aspect.size * 100)}%` } }) : null);
  }

  return createCheck(context, project, {
    kind: 'sameness', title: strings.trustSameness, hint: strings.trustSamenessHint, button: strings.trustCompare, show,
  });
}
