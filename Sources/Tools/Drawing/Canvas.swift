import CCairo

/// What pictures are drawn on: a Cairo context with the few strokes that pictures need.
///
/// Positions are points from the top left corner. A canvas lives only while its picture is encoded
/// and belongs to one thread.
public final class Canvas {
  /// The longest side of a picture in pixels that Cairo's image surfaces hold.
  static let limit = 32_767
  static let fontFamily = "DejaVu Sans"

  let context: OpaquePointer

  private init(_ context: OpaquePointer) { self.context = context }

  /// Bytes that Cairo hands over piece by piece.
  private final class Sink {
    var bytes: [UInt8] = []
  }

  private static let collect: cairo_write_func_t = { closure, data, count in
    guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
    Unmanaged<Sink>.fromOpaque(closure).takeUnretainedValue().bytes
      .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
    return CAIRO_STATUS_SUCCESS
  }

  /// Draws a picture and gives its file.
  static func encode(
    size: PictureSize, format: PictureFormat, scale: Double, draw: (Canvas) -> Void
  ) throws(DrawingError) -> [UInt8] {
    let factor = format == .png ? min(max(scale, 0.1), 16) : 1
    let wanted = (
      max(1, (size.width * factor).rounded(.up)), max(1, (size.height * factor).rounded(.up))
    )
    guard wanted.0 <= Double(limit), wanted.1 <= Double(limit) else {
      throw .tooLarge(
        width: Int(min(wanted.0, 1e9)), height: Int(min(wanted.1, 1e9)), limit: limit)
    }
    let sink = Sink()
    // The sink outlives the surface: `withExtendedLifetime` below ends after its last write.
    let closure = Unmanaged.passUnretained(sink).toOpaque()
    let surface: OpaquePointer?
    switch format {
    case .png:
      surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, Int32(wanted.0), Int32(wanted.1))
    case .svg:
      surface = cairo_svg_surface_create_for_stream(collect, closure, size.width, size.height)
    case .pdf:
      surface = cairo_pdf_surface_create_for_stream(collect, closure, size.width, size.height)
      // An empty date leaves the date out, so that the same picture is the same file.
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "")
    }
    guard let surface, let context = cairo_create(surface) else {
      throw .refused(reason: "out of memory")
    }
    defer {
      cairo_destroy(context)
      cairo_surface_destroy(surface)
    }
    let canvas = Canvas(context)
    canvas.prepare(scale: factor)
    draw(canvas)
    var status = cairo_status(context)
    if status == CAIRO_STATUS_SUCCESS, format == .png {
      status = cairo_surface_write_to_png_stream(surface, collect, closure)
    }
    cairo_surface_finish(surface)
    if status == CAIRO_STATUS_SUCCESS { status = cairo_surface_status(surface) }
    guard status == CAIRO_STATUS_SUCCESS else {
      throw .refused(reason: String(cString: cairo_status_to_string(status)))
    }
    let bytes = withExtendedLifetime(sink) { $0.bytes }
    return format == .svg ? SVGNames.renumbered(bytes) : bytes
  }

  private func prepare(scale: Double) {
    cairo_scale(context, scale, scale)
    let options = cairo_font_options_create()
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_set_font_options(context, options)
    cairo_font_options_destroy(options)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
  }

  func use(_ color: Color) {
    cairo_set_source_rgba(context, color.red, color.green, color.blue, color.alpha)
  }

  /// Runs strokes that show only inside a rectangle.
  func clipped(to area: Rectangle, _ strokes: () -> Void) {
    cairo_save(context)
    cairo_rectangle(context, area.x, area.y, area.width, area.height)
    cairo_clip(context)
    strokes()
    cairo_restore(context)
  }
}

/// A rectangle in points, from its top left corner.
struct Rectangle: Hashable, Sendable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var right: Double { x + width }
  var bottom: Double { y + height }
  var middle: Double { y + height / 2 }
  var center: Double { x + width / 2 }

  func inset(_ distance: Double) -> Rectangle {
    Rectangle(
      x: x + distance, y: y + distance, width: width - 2 * distance, height: height - 2 * distance)
  }
}
