// @ts-check
// The header: where one is, the open project's tabs, undo, jobs, light, keys.
import { h, fill } from './dom.js';
import { icon } from './icons.js';
import { openMenu } from './dialog.js';
import { createTray } from './tray.js';
import { openExport } from './export.js';
import { chooseTheme, isDark, themeChoice } from './theme.js';
import { projectAddress } from './router.js';
import { toast, toastError } from './toast.js';
import { keyText } from './keys.js';
import { strings } from './strings.js';

const tabs = [
  { view: 'arrange', icon: 'arrange', text: strings.shellArrange },
  { view: 'notes', icon: 'notes', text: strings.shellNotes },
  { view: 'mix', icon: 'mix', text: strings.shellMix },
  { view: 'trust', icon: 'trust', text: strings.shellTrust },
];

/**
 * @param {HTMLElement} head
 * @param {any} context
 */
export function createShell(head, context) {
  const library = navLink('#/', 'library', strings.shellLibrary);
  const ask = navLink('#/ask', 'ask', strings.shellAsk);
  const brief = navLink('#/brief', 'comment', strings.shellBrief);
  const projectArea = h('div', { class: 'shell-project', hidden: true });
  const offline = h('span', { class: 'shell-offline', hidden: true, title: strings.shellOfflineHint },
    icon('warning', 16), strings.shellOffline);
  const theme = h('button', { class: 'icon-button', type: 'button', 'aria-haspopup': 'menu',
    'aria-label': strings.shellTheme, title: strings.shellTheme, on: { click: themeMenu } });
  const drawTheme = () => fill(theme, icon(isDark() ? 'moon' : 'sun'));
  drawTheme();
  addEventListener('etude-theme', drawTheme);

  function themeMenu() {
    const now = themeChoice();
    openMenu(theme, [
      { label: strings.shellThemeLight, checked: now === 'light', run: () => chooseTheme('light') },
      { label: strings.shellThemeDark, checked: now === 'dark', run: () => chooseTheme('dark') },
      { label: strings.shellThemeSystem, checked: now === 'system', run: () => chooseTheme('system') },
    ], strings.shellTheme);
  }

  fill(head,
    h('button', { class: 'skip-link', type: 'button', on: { click: () => context.main.focus() } }, strings.shellSkip),
    h('a', { class: 'brand', href: '#/', 'aria-label': strings.shellTitle }, mark(),
      h('span', { class: 'brand-name' }, strings.shellTitle)),
    h('nav', { class: 'shell-nav shell-main-nav', 'aria-label': strings.shellNavigation }, library, ask, brief),
    projectArea,
    h('div', { class: 'shell-tools' }, offline, createTray(context), theme,
      h('button', { class: 'icon-button', type: 'button', 'aria-label': strings.keysOpen, title: `${strings.keysOpen} (?)`,
        on: { click: () => context.keys.showSheet() } }, icon('keyboard'))));

  for (const [id, name] of [['toasts', strings.shellMessages], ['player', strings.shellPlayer]]) {
    const region = document.getElementById(id);
    region?.setAttribute('role', 'region');
    region?.setAttribute('aria-label', name);
  }

  let lost = false;
  context.events.on('lost', () => {
    lost = true;
    setTimeout(() => { offline.hidden = !lost; }, 800);
  });
  context.events.on('open', (/** @type {any} */ value) => {
    if (value.again && !offline.hidden) toast(strings.shellBack, { kind: 'good' });
    lost = false;
    offline.hidden = true;
  });

  /** @type {(() => void)[]} */
  let stops = [];
  /** @type {string | null} */
  let openID = null;

  return {
    /**
     * Marks where one is.
     * @param {import('./router.js').Route} route
     */
    show(route) {
      for (const [link, view] of [[library, 'library'], [ask, 'ask'], [brief, 'brief']]) {
        if (route.view === view) link.setAttribute('aria-current', 'page');
        else link.removeAttribute('aria-current');
      }
      head.classList.toggle('shell-project-open', route.project !== null);
      if (route.project === null) {
        projectArea.hidden = true;
        for (const stop of stops) stop();
        stops = [];
        openID = null;
        return;
      }
      for (const link of projectArea.querySelectorAll('[data-view]')) markTab(link, route);
    },
    /**
     * Shows the open project's tabs.
     * @param {any} project
     * @param {import('./router.js').Route} route
     */
    showProject(project, route) {
      if (openID !== project.id) {
        for (const stop of stops) stop();
        openID = project.id;
        stops = drawProject(projectArea, project, context);
      }
      projectArea.hidden = false;
      for (const link of projectArea.querySelectorAll('[data-view]')) markTab(link, route);
    },
  };
}

/**
 * @param {Element} link
 * @param {import('./router.js').Route} route
 */
function markTab(link, route) {
  if (/** @type {HTMLElement} */ (link).dataset.view === route.view) link.setAttribute('aria-current', 'page');
  else link.removeAttribute('aria-current');
}

/**
 * @param {string} href
 * @param {string} name
 * @param {string} text
 */
function navLink(href, name, text) {
  return h('a', { href, 'aria-label': text, title: text }, icon(name, 18), h('span', null, text));
}

/**
 * @param {HTMLElement} area
 * @param {any} project
 * @param {any} context
 * @returns {(() => void)[]}
 */
function drawProject(area, project, context) {
  const title = h('span', { class: 'shell-project-title' });
  const saved = h('span', { class: 'shell-saved' });
  const step = (/** @type {string} */ name, /** @type {string} */ text, /** @type {string} */ key, /** @type {() => void} */ run) => h('button', {
    class: 'icon-button', type: 'button', 'aria-label': text, title: `${text} (${keyText(key)})`, on: { click: run },
  }, icon(name));
  const undo = step('undo', strings.shellUndo, 'Mod+Z', () => project.undo().catch(() => {}));
  const redo = step('redo', strings.shellRedo, 'Shift+Mod+Z', () => project.redo().catch(() => {}));
  const draw = () => {
    const { document } = project;
    if (!document) return;
    title.textContent = document.title || document.name;
    title.title = title.textContent ?? '';
    undo.disabled = !document.canUndo;
    redo.disabled = !document.canRedo;
    saved.textContent = project.isSaved ? strings.shellSaved : strings.shellSaving;
    globalThis.document.title = `${title.textContent} · ${strings.shellTitle}`;
  };
  draw();
  fill(area, title,
    h('nav', { class: 'shell-nav', 'aria-label': strings.shellProjectViews }, tabs.map((tab) => h('a', {
      href: projectAddress(project.id, tab.view), data: { view: tab.view }, 'aria-label': tab.text, title: tab.text,
    }, icon(tab.icon, 18), h('span', null, tab.text)))),
    h('div', { class: 'shell-step' }, undo, redo,
      h('button', { class: 'icon-button', type: 'button', 'aria-label': strings.shellExport, title: strings.shellExport,
        on: { click: () => openExport(project, context) } }, icon('download'))), saved);
  return [
    project.on('change', draw), project.on('idle', draw),
    project.on('error', (/** @type {any} */ error) => toastError(error)),
    project.on('conflict', (/** @type {any} */ value) => toast(strings.shellConflict(value.summary),
      { kind: 'error', hint: strings.shellConflictHint })),
    context.keys.push(strings.keysProject, [
      // Keys ask at once: the buttons know only of what was fetched last.
      { keys: ['Mod+Z'], text: strings.shellUndo, run: () => project.undo().catch(() => {}) },
      { keys: ['Shift+Mod+Z', 'Mod+Y'], text: strings.shellRedo, run: () => project.redo().catch(() => {}) },
      { keys: ['Alt+1'], text: strings.shellArrange, run: () => context.navigate(projectAddress(project.id, 'arrange')) },
      { keys: ['Alt+2'], text: strings.shellNotes, run: () => context.navigate(projectAddress(project.id, 'notes')) },
      { keys: ['Alt+3'], text: strings.shellMix, run: () => context.navigate(projectAddress(project.id, 'mix')) },
      { keys: ['Alt+4'], text: strings.shellTrust, run: () => context.navigate(projectAddress(project.id, 'trust')) },
    ]),
  ];
}

/** The sign of the house: a page with a note. */
function mark() {
  return h('img', { src: 'icon.svg', alt: '', width: '26', height: '26' });
}
