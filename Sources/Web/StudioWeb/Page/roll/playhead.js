// @ts-check
/**
 * The playhead on its own canvas: its motion clears and draws one line and nothing else.
 */
export class Playhead {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {() => any} player the page's player, or null while there is none
   * @param {{x: (beat: number) => number, colour: () => string, ratio: () => number,
   *   onMove?: (beat: number, isPlaying: boolean) => void}} place
   * @param {any} counters
   */
  constructor(canvas, player, place, counters) {
    this.canvas = canvas;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    this.player = player;
    this.place = place;
    this.counters = counters;
    this.drawn = -100;
    this.frame = 0;
    this.follow = () => this.run();
    player()?.addEventListener('state', this.follow);
    player()?.addEventListener('position', this.follow);
    this.run();
  }

  get isPlaying() {
    return !!this.player()?.state?.playing;
  }

  run() {
    this.frame ||= requestAnimationFrame(() => this.tick());
  }

  tick() {
    this.frame = 0;
    const beat = this.player()?.position() ?? 0;
    this.place.onMove?.(beat, this.isPlaying);
    this.draw(beat);
    if (this.isPlaying) this.run();
  }

  /** @param {number} [beat] */
  draw(beat = this.player()?.position() ?? 0) {
    const ratio = this.place.ratio();
    const x = Math.round(this.place.x(beat) * ratio);
    const { context, canvas } = this;
    this.counters.playheadFrames += 1;
    context.clearRect(this.drawn - 4, 0, 10, canvas.height);
    this.drawn = x;
    if (x < -4 || x > canvas.width + 4) return;
    context.fillStyle = this.place.colour();
    context.fillRect(x - Math.round(ratio / 2), 0, Math.max(1, Math.round(1.5 * ratio)), canvas.height);
  }

  close() {
    cancelAnimationFrame(this.frame);
    this.player()?.removeEventListener('state', this.follow);
    this.player()?.removeEventListener('position', this.follow);
  }
}
