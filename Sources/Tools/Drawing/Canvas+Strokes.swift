import CCairo

/// Where a text stands relative to its position.
enum TextAlignment: Sendable {
  case left, center, right
}

extension Canvas {
  /// Fills a rectangle, with round corners if a radius is given.
  func fill(_ area: Rectangle, _ color: Color, radius: Double = 0) {
    guard area.width > 0, area.height > 0 else { return }
    use(color)
    trace(area, radius: radius)
    cairo_fill(context)
  }

  /// Fills a rectangle with a vertical change of colour.
  func fill(_ area: Rectangle, from top: Color, to bottom: Color, radius: Double = 0) {
    guard area.width > 0, area.height > 0 else { return }
    let pattern = cairo_pattern_create_linear(0, area.y, 0, area.bottom)
    cairo_pattern_add_color_stop_rgba(pattern, 0, top.red, top.green, top.blue, top.alpha)
    cairo_pattern_add_color_stop_rgba(
      pattern, 1, bottom.red, bottom.green, bottom.blue, bottom.alpha)
    cairo_set_source(context, pattern)
    cairo_pattern_destroy(pattern)
    trace(area, radius: radius)
    cairo_fill(context)
  }

  /// Draws the outline of a rectangle.
  func outline(_ area: Rectangle, _ color: Color, width: Double = 1, radius: Double = 0) {
    use(color)
    cairo_set_line_width(context, width)
    trace(area, radius: radius)
    cairo_stroke(context)
  }

  private func trace(_ area: Rectangle, radius: Double) {
    let radius = min(radius, area.width / 2, area.height / 2)
    guard radius > 0.2 else {
      cairo_rectangle(context, area.x, area.y, area.width, area.height)
      return
    }
    let quarter = Double.pi / 2
    cairo_new_sub_path(context)
    cairo_arc(context, area.right - radius, area.y + radius, radius, -quarter, 0)
    cairo_arc(context, area.right - radius, area.bottom - radius, radius, 0, quarter)
    cairo_arc(context, area.x + radius, area.bottom - radius, radius, quarter, 2 * quarter)
    cairo_arc(context, area.x + radius, area.y + radius, radius, 2 * quarter, 3 * quarter)
    cairo_close_path(context)
  }

  /// Draws a straight line.
  func line(
    _ start: (x: Double, y: Double), _ end: (x: Double, y: Double), _ color: Color,
    width: Double = 1
  ) {
    use(color)
    cairo_set_line_width(context, width)
    cairo_move_to(context, start.x, start.y)
    cairo_line_to(context, end.x, end.y)
    cairo_stroke(context)
  }

  /// Draws a line through points.
  func curve(_ points: [(x: Double, y: Double)], _ color: Color, width: Double) {
    guard points.count > 1 else { return }
    use(color)
    cairo_set_line_width(context, width)
    follow(points)
    cairo_stroke(context)
  }

  /// Fills the area that points enclose.
  func fill(_ points: [(x: Double, y: Double)], _ color: Color) {
    guard points.count > 2 else { return }
    use(color)
    follow(points)
    cairo_close_path(context)
    cairo_fill(context)
  }

  private func follow(_ points: [(x: Double, y: Double)]) {
    cairo_new_path(context)
    for point in points { cairo_line_to(context, point.x, point.y) }
  }

  /// Fills a diamond around a point.
  func diamond(_ x: Double, _ y: Double, _ radius: Double, _ color: Color) {
    fill([(x - radius, y), (x, y - radius), (x + radius, y), (x, y + radius)], color)
  }

  private func selectFont(_ size: Double, isBold: Bool) {
    cairo_select_font_face(
      context, Canvas.fontFamily, CAIRO_FONT_SLANT_NORMAL,
      isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    cairo_set_font_size(context, size)
  }

  /// The width of a text.
  func width(of text: String, size: Double, isBold: Bool = false) -> Double {
    selectFont(size, isBold: isBold)
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, Canvas.printable(text), &extents)
    return extents.x_advance
  }

  /// Writes one line of text whose baseline stands at `y`.
  func text(
    _ text: String, x: Double, y: Double, size: Double, _ color: Color, isBold: Bool = false,
    align: TextAlignment = .left
  ) {
    let shown = Canvas.printable(text)
    let length = align == .left ? 0 : width(of: shown, size: size, isBold: isBold)
    selectFont(size, isBold: isBold)
    use(color)
    cairo_move_to(context, align == .left ? x : align == .right ? x - length : x - length / 2, y)
    cairo_show_text(context, shown)
    cairo_new_path(context)
  }

  /// Writes text cut with an ellipsis so that it is at most `limit` wide.
  func text(
    _ text: String, x: Double, y: Double, size: Double, _ color: Color, isBold: Bool = false,
    limit: Double
  ) {
    var shown = Canvas.printable(text)
    while shown.count > 1, width(of: shown, size: size, isBold: isBold) > limit {
      shown = String(shown.dropLast(shown.hasSuffix("…") ? 2 : 1)) + "…"
    }
    guard width(of: shown, size: size, isBold: isBold) <= limit, shown != "…" else { return }
    self.text(shown, x: x, y: y, size: size, color, isBold: isBold)
  }

  /// The text without control characters, and at most 400 characters of it.
  static func printable(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.prefix(400).map { $0.value < 32 || $0.value == 127 ? " " : $0 }))
  }

  /// Draws an image of opaque pixels, 0xRRGGBB by rows from the top, stretched over a rectangle.
  func image(_ pixels: [UInt32], columns: Int, rows: Int, in area: Rectangle) {
    guard columns > 0, rows > 0, pixels.count == columns * rows,
      let image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(columns), Int32(rows))
    else { return }
    defer { cairo_surface_destroy(image) }
    guard cairo_surface_status(image) == CAIRO_STATUS_SUCCESS,
      let bytes = cairo_image_surface_get_data(image)
    else { return }
    cairo_surface_flush(image)
    let stride = Int(cairo_image_surface_get_stride(image))
    // Cairo's rows of 32-bit pixels are aligned to 4 bytes and `stride` bytes apart.
    for row in 0..<rows {
      let line = UnsafeMutableRawPointer(bytes + row * stride)
      for column in 0..<columns {
        line.storeBytes(
          of: pixels[row * columns + column], toByteOffset: 4 * column, as: UInt32.self)
      }
    }
    cairo_surface_mark_dirty(image)
    cairo_save(context)
    cairo_translate(context, area.x, area.y)
    cairo_scale(context, area.width / Double(columns), area.height / Double(rows))
    cairo_set_source_surface(context, image, 0, 0)
    cairo_pattern_set_extend(cairo_get_source(context), CAIRO_EXTEND_PAD)
    cairo_rectangle(context, 0, 0, Double(columns), Double(rows))
    cairo_fill(context)
    cairo_restore(context)
  }
}
