// The client's page: plays the takes, takes comments at their moment, and saves itself with them. It reaches nothing outside.
'use strict';
(() => {
  const block = document.getElementById('etude-song');
  const song = JSON.parse(block.textContent);
  const app = document.getElementById('app');
  const audio = new Audio();
  let take = song.takes[0];
  let author = '';
  let at = null;
  let peaks = null;
  const unsaved = { count: 0 };

  const make = (tag, properties, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties || {})) {
      if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
      else if (name in element && name !== 'list') element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  };
  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

  function bytesOf(address) {
    const text = atob(address.slice(address.indexOf(',') + 1));
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
    return new Blob([bytes], { type: address.slice(5, address.indexOf(';')) });
  }

  async function open(next) {
    const wasPlaying = !audio.paused;
    const moment = audio.currentTime || 0;
    take = next;
    peaks = null;
    const blob = bytesOf(take.audio);
    if (audio.src) URL.revokeObjectURL(audio.src);
    audio.src = URL.createObjectURL(blob);
    audio.addEventListener('loadedmetadata', () => { audio.currentTime = Math.min(moment, audio.duration || 0); }, { once: true });
    if (wasPlaying) audio.play();
    render();
    if (take.seconds > 900) return;
    const context = new OfflineAudioContext(1, 1, 22050);
    const sound = await context.decodeAudioData(await blob.arrayBuffer()).catch(() => null);
    if (!sound || take !== next) return;
    const samples = sound.getChannelData(0);
    peaks = Array.from({ length: 400 }, (_, i) => {
      let most = 0;
      const end = Math.floor((i + 1) * samples.length / 400);
      for (let j = Math.floor(i * samples.length / 400); j < end; j += 8) most = Math.max(most, Math.abs(samples[j]));
      return most;
    });
    drawWave();
  }

  const play = make('button', { className: 'play', type: 'button', onclick: toggle });
  const wave = make('canvas', {});
  const pins = make('div', { className: 'pins' });
  const head = make('div', { className: 'head' });
  const strip = make('div', { className: 'strip', tabIndex: 0, role: 'slider', 'aria-label': 'Position in the song', onpointerdown: seekTo, onkeydown: seekBy }, wave, pins, head);
  const time = make('span', { className: 'time' });
  const stamp = make('strong', {});
  const words = make('textarea', { rows: 3, placeholder: 'Say it in your own words', 'aria-label': 'Comment', oninput: hold, onfocus: hold });
  const name = make('input', { placeholder: 'Your name', 'aria-label': 'Your name', oninput: () => { author = name.value.trim(); } });
  const list = make('ol', { className: 'comments' });
  const save = make('button', { className: 'save', type: 'button', onclick: store }, 'Save the file to send back');
  const note = make('p', { className: 'note', role: 'status' });

  function toggle() { if (audio.paused) audio.play(); else audio.pause(); }
  const length = () => audio.duration || take.seconds || 1;
  function seekTo(event) {
    const box = strip.getBoundingClientRect();
    audio.currentTime = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * length();
    tick();
  }
  function seekBy(event) {
    const step = { ArrowLeft: -2, ArrowRight: 2, PageDown: -10, PageUp: 10 }[event.key];
    if (!step) return;
    event.preventDefault();
    audio.currentTime = Math.max(0, Math.min(length(), audio.currentTime + step));
    tick();
  }
  // The moment of a comment is when its writer began.
  function hold() {
    if (at === null) at = audio.currentTime;
    stamp.textContent = clock(at);
  }
  function add() {
    const text = words.value.trim();
    if (!text) return words.focus();
    song.comments.push({ take: take.id, seconds: Math.round((at ?? audio.currentTime) * 10) / 10, text, author, time: Math.floor(Date.now() / 1000) });
    song.comments.sort((a, b) => a.seconds - b.seconds);
    unsaved.count += 1;
    words.value = '';
    at = null;
    note.textContent = 'Kept on this page. Save the file when you are done.';
    drawComments();
  }
  function store() {
    block.textContent = JSON.stringify(song).replace(/</g, '\\u003c');
    const copy = document.documentElement.cloneNode(true);
    copy.querySelector('#app').replaceChildren();
    const address = URL.createObjectURL(new Blob(['<!doctype html>\n', copy.outerHTML], { type: 'text/html' }));
    const link = make('a', { href: address, download: `${song.title.replace(/[\\/:*?"<>|]+/g, ' ').trim() || 'song'} - comments${author ? ` of ${author}` : ''}.html` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
    unsaved.count = 0;
    note.textContent = `Saved with ${song.comments.length} comment${song.comments.length === 1 ? '' : 's'}. Send that file back${song.from ? ` to ${song.from}` : ''}.`;
  }

  function drawComments() {
    const own = song.comments.filter((comment) => comment.take === take.id);
    list.replaceChildren(...own.map((comment) => make('li', {},
      make('button', { type: 'button', className: 'at', onclick: () => { audio.currentTime = comment.seconds; tick(); } }, clock(comment.seconds)),
      make('p', {}, comment.text, comment.author ? make('small', {}, ` ${comment.author}`) : null),
      make('button', { type: 'button', className: 'away', 'aria-label': 'Take this comment away', onclick: () => {
        song.comments.splice(song.comments.indexOf(comment), 1);
        drawComments();
      } }, '×'))));
    pins.replaceChildren(...own.map((comment) => make('span', { style: `left:${comment.seconds / length() * 100}%`, title: comment.text })));
  }
  function drawWave() {
    const ratio = devicePixelRatio || 1;
    const [width, height] = [strip.clientWidth, strip.clientHeight];
    wave.width = width * ratio;
    wave.height = height * ratio;
    const pen = wave.getContext('2d');
    pen.scale(ratio, ratio);
    const style = getComputedStyle(document.body);
    pen.fillStyle = style.getPropertyValue('--soft');
    pen.font = '600 12px sans-serif';
    for (const section of take.sections) {
      const x = section.seconds / length() * width;
      pen.fillRect(x, 0, 1, height);
      pen.fillText(section.name, x + 5, 13);
    }
    pen.fillStyle = style.getPropertyValue('--wave');
    const most = Math.max(0.05, ...(peaks || [0]));
    for (let x = 0; x < width; x += 3) {
      const value = peaks ? peaks[Math.floor(x / width * peaks.length)] / most : 0.06;
      const tall = Math.max(2, value * (height - 24));
      pen.fillRect(x, 20 + (height - 24 - tall) / 2, 2, tall);
    }
  }
  function tick() {
    head.style.left = `${audio.currentTime / length() * 100}%`;
    time.textContent = `${clock(audio.currentTime)} / ${clock(length())}`;
    strip.setAttribute('aria-valuenow', String(Math.round(audio.currentTime)));
    strip.setAttribute('aria-valuemax', String(Math.round(length())));
    strip.setAttribute('aria-valuetext', time.textContent);
    play.textContent = audio.paused ? '▶' : '❚❚';
    play.setAttribute('aria-label', audio.paused ? 'Play' : 'Pause');
    if (at === null) stamp.textContent = clock(audio.currentTime);
    if (!audio.paused) requestAnimationFrame(tick);
  }
  function render() {
    const starters = ['I love this', 'Bigger, please', 'Calmer, please', 'Less busy here', 'Louder here: ', 'Another melody, please'];
    app.replaceChildren(make('main', {},
      make('header', {}, make('h1', {}, song.title), song.from ? make('p', { className: 'from' }, `From ${song.from}`) : null,
        song.message ? make('p', { className: 'message' }, song.message) : null),
      song.takes.length > 1 ? make('div', { className: 'takes', role: 'group', 'aria-label': 'Takes' }, ...song.takes.map((one) =>
        make('button', { type: 'button', 'aria-pressed': String(one === take), onclick: () => open(one) }, one.name))) : '',
      make('section', { className: 'player', 'aria-label': 'Player' }, play, strip, time),
      make('section', { className: 'write', 'aria-label': 'Comment' },
        make('h2', {}, 'What do you notice at ', stamp, '?'),
        make('div', { className: 'starters' }, ...starters.map((text) => make('button', { type: 'button', onclick: () => {
          hold();
          words.value = text;
          words.focus();
        } }, text))), words,
        make('div', { className: 'row' }, name, make('button', { type: 'button', className: 'add', onclick: add }, 'Add the comment'))),
      make('section', { 'aria-label': 'Comments' }, list, save, note)));
    drawComments();
    drawWave();
    tick();
  }

  audio.addEventListener('play', tick);
  audio.addEventListener('pause', tick);
  audio.addEventListener('ended', tick);
  audio.addEventListener('loadedmetadata', () => { drawComments(); drawWave(); tick(); });
  addEventListener('resize', drawWave);
  addEventListener('keydown', (event) => {
    if (event.key !== ' ' || /TEXTAREA|INPUT|BUTTON/.test(event.target.tagName)) return;
    event.preventDefault();
    toggle();
  });
  addEventListener('beforeunload', (event) => { if (unsaved.count) event.preventDefault(); });
  open(take);
})();
