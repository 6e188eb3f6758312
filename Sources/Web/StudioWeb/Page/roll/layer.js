// @ts-check
/**
 * A canvas that keeps what it drew: scrolling shifts its pixels and paints the uncovered strips
 * alone; only a change of its content paints it whole.
 *
 * @typedef {{x: number, y: number, width: number, height: number}} Box in CSS pixels
 */
export class Layer {
  /**
   * @param {string} name of the class
   * @param {(context: CanvasRenderingContext2D, box: Box) => void} paint draws what lies within a
   *   box that is clipped and empty
   * @param {{whole: () => void, strip: () => void}} [count]
   */
  constructor(name, paint, count) {
    this.canvas = document.createElement('canvas');
    this.canvas.className = name;
    this.canvas.setAttribute('aria-hidden', 'true');
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext('2d'));
    this.paint = paint;
    this.count = count;
    this.width = 0;
    this.height = 0;
    this.ratio = 1;
    this.left = 0;
    this.top = 0;
    this.isStale = true;
    /** @type {Box[]} */
    this.stale = [];
  }

  /**
   * @param {number} width
   * @param {number} height
   * @param {number} ratio device pixels a CSS pixel
   */
  resize(width, height, ratio) {
    if (this.width === width && this.height === height && this.ratio === ratio) return;
    [this.width, this.height, this.ratio] = [width, height, ratio];
    this.canvas.width = Math.max(1, Math.round(width * ratio));
    this.canvas.height = Math.max(1, Math.round(height * ratio));
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.isStale = true;
  }

  /** Paints anew at the next showing: everything, or what lies within a box. */
  invalidate(/** @type {Box | undefined} */ box = undefined) {
    if (box) this.stale.push(box);
    else this.isStale = true;
  }

  /**
   * Shows the content from a corner on, which lies on whole device pixels.
   * @param {number} left
   * @param {number} top
   */
  show(left, top) {
    const right = Math.round((left - this.left) * this.ratio);
    const down = Math.round((top - this.top) * this.ratio);
    [this.left, this.top] = [left, top];
    const { canvas } = this;
    if (this.isStale || Math.abs(right) >= canvas.width || Math.abs(down) >= canvas.height) {
      this.isStale = false;
      this.stale = [];
      this.count?.whole();
      this.region({ x: 0, y: 0, width: this.width, height: this.height });
      return;
    }
    if (right !== 0 || down !== 0) this.shift(right, down);
    for (const box of this.stale.splice(0)) this.region(box);
  }

  /**
   * @param {number} right in device pixels
   * @param {number} down in device pixels
   */
  shift(right, down) {
    const { context, canvas, ratio } = this;
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalCompositeOperation = 'copy';
    context.drawImage(canvas, -right, -down);
    context.restore();
    const [width, height] = [Math.abs(right) / ratio, Math.abs(down) / ratio];
    if (right !== 0) {
      this.count?.strip();
      this.region({ x: right > 0 ? this.width - width : 0, y: 0, width, height: this.height });
    }
    if (down !== 0) {
      this.count?.strip();
      this.region({ x: 0, y: down > 0 ? this.height - height : 0, width: this.width, height });
    }
  }

  /** @param {Box} box */
  region({ x, y, width, height }) {
    const { context, ratio } = this;
    const [x0, y0] = [Math.floor(x * ratio + 1e-6), Math.floor(y * ratio + 1e-6)];
    const x1 = Math.ceil((x + width) * ratio - 1e-6);
    const y1 = Math.ceil((y + height) * ratio - 1e-6);
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.beginPath();
    context.rect(x0, y0, x1 - x0, y1 - y0);
    context.clip();
    context.clearRect(x0, y0, x1 - x0, y1 - y0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.paint(context, {
      x: x0 / ratio, y: y0 / ratio, width: (x1 - x0) / ratio, height: (y1 - y0) / ratio,
    });
    context.restore();
  }
}
