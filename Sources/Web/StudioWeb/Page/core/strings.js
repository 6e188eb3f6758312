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
  keysProject: 'Project',
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
  libraryTitle: 'Library',
  libraryCount: (/** @type {number} */ n) => count(n, 'song', 'songs'),
  libraryFound: (/** @type {number} */ n, /** @type {number} */ all) => `${n} of ${count(all, 'song', 'songs')}`,
  librarySearch: 'Search title, style, key, tag',
  librarySort: 'Sort by',
  librarySorts: { modified: 'Newest', name: 'Title', rating: 'Rating', tempo: 'Tempo' },
  libraryLayout: 'Layout',
  libraryGrid: 'Cards',
  libraryList: 'List',
  libraryTags: 'Filter by tag',
  libraryAllTags: 'All',
  libraryImport: 'Import MIDI',
  libraryNew: 'New song',
  libraryEmpty: 'Nothing here yet',
  libraryEmptyText: 'Say in a line what you want to hear and choose from a handful of ideas, or drop a MIDI file here to make it a project.',
  libraryEmptyAsk: 'Ask for a song',
  libraryNone: 'No song matches',
  libraryNoneText: 'Try fewer words, or look through all tags.',
  libraryClear: 'Show everything',
  libraryOpen: 'Open',
  libraryPlay: (/** @type {string} */ title) => `Play ${title}`,
  libraryPause: (/** @type {string} */ title) => `Pause ${title}`,
  libraryMore: (/** @type {string} */ title) => `More for ${title}`,
  libraryListen: 'Listen',
  libraryEditTags: 'Edit tags',
  libraryTagsField: 'Tags, separated by commas',
  libraryTagsSave: 'Save',
  libraryMoreLike: 'More like this',
  libraryDelete: 'Delete',
  libraryDeleted: (/** @type {string} */ title) => `“${title}” is in the library’s trash.`,
  libraryRestored: (/** @type {string} */ title) => `“${title}” is back.`,
  libraryUndo: 'Undo',
  libraryBars: (/** @type {number} */ n) => count(n, 'bar', 'bars'),
  libraryTempo: (/** @type {number} */ n) => `${Math.round(n)} BPM`,
  libraryVariations: (/** @type {number} */ n) => count(n, 'variation', 'variations'),
  libraryRating: (/** @type {number} */ n) => (n === 0 ? 'Not rated' : `${n} of 5 stars`),
  libraryRatingOf: (/** @type {string} */ title) => `Rating of ${title}`,
  libraryMaster: 'Mastered',
  libraryDrop: 'Drop MIDI files to import them',
  libraryImported: (/** @type {string} */ name) => `Imported ${name}.`,
  libraryImporting: (/** @type {string} */ name) => `Importing ${name}`,
  libraryNotMIDI: (/** @type {string} */ name) => `${name} is not a MIDI file.`,
  libraryNotMIDIHint: 'Files that end in .mid or .midi can be imported.',
  libraryWhen: {
    now: 'just now', minutes: (/** @type {number} */ n) => `${n} min ago`, hours: (/** @type {number} */ n) => `${n} h ago`,
    yesterday: 'yesterday', days: (/** @type {number} */ n) => `${n} days ago`,
  },
  libraryKeys: 'Library',
  libraryKeyMove: 'Move between songs',
  libraryKeyListen: 'Listen',
  libraryKeyOpen: 'Open',
  libraryKeyRate: 'Rate',
  libraryKeyTags: 'Edit tags',
  libraryKeyDelete: 'Delete to the trash',
  libraryKeySearch: 'Search',

  // Ask

  // Arrange

  // Notes (piano roll and drum grid)

  // Player
  playerTitle: 'Player',
  playerPlay: 'Play',
  playerPause: 'Pause',
  playerStart: 'Back to the beginning',
  playerLoop: 'Loop',
  playerLoopBars: (/** @type {number} */ a, /** @type {number} */ b) =>
    (b - a <= 1 ? `Loop of bar ${a + 1}` : `Loop of bars ${a + 1} to ${b}`),
  playerMetronome: 'Metronome',
  playerVolume: 'Volume',
  playerPosition: 'Bar and count',
  playerTempo: (/** @type {number} */ tempo) => `${Number(tempo.toFixed(1))} BPM`,
  playerOverview: 'Position in the song',
  playerAt: (/** @type {string} */ position, /** @type {string} */ section) =>
    (section ? `${position}, ${section}` : position),
  playerNextSection: 'Next section',
  playerPreviousSection: 'Section before',
  playerBarBack: 'A bar back',
  playerBarOn: 'A bar on',
  playerEmpty: 'Choose a song to hear it',
  playerLoading: 'Fetching sound',
  playerSketch: 'Sketch sound',
  playerSketchHint: 'These notes have no rendered sound yet. Simple voices play them until it is there.',
  playerSketchSome: (/** @type {number} */ n) => count(n, 'part sketched', 'parts sketched'),
  playerRendering: 'Rendering',
  playerStale: 'Older sound',
  playerStaleHint: 'The song changed since this sound was rendered.',
  playerFailed: 'Could not play',
  playerKeys: 'Player',

  // Mix

  // Trust

  // Client
};

export { count };
