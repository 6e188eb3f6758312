// @ts-check
// Every text on screen, for translation: one section a view; functions where a number decides.

/** @param {number} n @param {string} one @param {string} many */
const count = (n, one, many) => `${n} ${n === 1 ? one : many}`;

/** @type {Record<string, any>} */
export const strings = {
  // Shell
  shellTitle: 'Etude',
  shellSkip: 'Skip to the content',
  shellNavigation: 'Main',
  shellLibrary: 'Library',
  shellAsk: 'Ask',
  shellArrange: 'Arrange',
  shellNotes: 'Notes',
  shellMix: 'Mix',
  shellTrust: 'Trust',
  shellProjectViews: 'Views of the project',
  shellUndo: 'Undo',
  shellRedo: 'Redo',
  shellSaved: 'Saved',
  shellSaving: 'Saving',
  shellClose: 'Close',
  shellCancel: 'Cancel',
  shellDismiss: 'Dismiss',
  shellRetry: 'Try again',
  shellLoading: 'Opening',
  shellUnknownError: 'Something went wrong.',
  shellViewMissing: 'This view could not be opened.',
  shellOffline: 'Studio not reachable',
  shellOfflineHint: 'Your work is safe on disk. Start etude studio again; the page reconnects by itself.',
  shellBack: 'The studio is back.',
  shellConflict: (/** @type {string} */ summary) =>
    `“${summary}” was not kept: these notes changed elsewhere meanwhile.`,
  shellConflictHint: 'You see the newest state; repeat the change if you still want it.',
  shellTheme: 'Light or dark',
  shellThemeLight: 'Light',
  shellThemeDark: 'Dark',
  shellThemeSystem: 'As the system',
  shellExport: 'Export',
  shellExportTitle: 'Export',
  shellExportHint: 'Files land in the project’s folder and download from here.',
  shellExportNow: 'Export',
  shellExportNone: 'Choose at least one format.',
  shellDownload: 'Download',
  shellFormats: {
    midi: 'MIDI', wav: 'WAV', flac: 'FLAC', mp3: 'MP3', opus: 'Opus', stems: 'Stems (WAV)',
  },

  // Keys
  keysTitle: 'Keys',
  keysEverywhere: 'Everywhere',
  keysOpen: 'Show the keys',
  keysGoLibrary: 'Go to the library',
  keysGoAsk: 'Go to Ask',
  keysPlay: 'Play or pause',
  keyNames: {
    Space: 'Space', ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', Delete: 'Delete',
    Enter: 'Enter', Escape: 'Esc', Mod: 'Ctrl', Command: '⌘', Shift: 'Shift', Alt: 'Alt',
  },

  // Jobs
  jobsTitle: 'Jobs',
  jobsButton: (/** @type {number} */ n) => (n === 0 ? 'Jobs' : `Jobs, ${n} running`),
  jobsEmpty: 'Nothing is running. Long work shows up here and goes on when you leave the page.',
  jobsCancel: 'Cancel this job',
  jobsCancelled: 'Cancelled',
  jobsQueued: 'Waiting its turn',
  jobsRunning: 'Running',
  jobsFailed: 'Failed',
  jobsDone: 'Done',
  jobsOpen: 'Open',
  jobsFailedToast: (/** @type {string} */ name) => `${name} failed.`,
  jobsDoneToast: (/** @type {string} */ name) => `${name} is done.`,
  jobsKinds: {
    compose: 'Composing', more: 'More like this', blend: 'Mixing two songs', regenerate: 'Regenerating',
    vary: 'Varying', continue: 'Continuing', accompany: 'Adding players', harmonize: 'Harmonising',
    mend: 'Mending', render: 'Rendering sound', export: 'Exporting', mix: 'Mixing', master: 'Mastering',
    originality: 'Checking originality', disclosure: 'Writing the disclosure',
  },

  // Library

  // Ask

  // Arrange

  // Notes (piano roll and drum grid)

  // Player

  // Mix

  // Trust

  // Client
};

export { count };
