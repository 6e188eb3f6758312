/// The colours of a picture.
///
/// Parts take their colours from a palette that stays told apart by people with any of the usual
/// colour-vision deficiencies: the hues of Okabe and Ito ("Color Universal Design", 2008) and, after
/// them, of Paul Tol's muted scheme (SRON/EPS/TN/09-002, 2021), in order of mutual distance.
public struct PictureTheme: Hashable, Sendable {
  /// Behind everything.
  public var background: Color
  /// Behind notes and curves.
  public var panel: Color
  /// The rows of black keys and every second row of drums.
  public var shade: Color
  /// Fine lines: beats and rows.
  public var fineLine: Color
  /// Bar lines.
  public var barLine: Color
  /// The boundaries of sections.
  public var sectionLine: Color
  /// Titles and names.
  public var text: Color
  /// Numbers and remarks.
  public var faintText: Color
  /// Curves and section blocks.
  public var accent: Color
  /// The white keys of keyboards.
  public var whiteKey: Color
  /// The black keys of keyboards.
  public var blackKey: Color
  /// The colours of parts in order.
  public var parts: [Color]
  /// The colour of drum kits.
  public var drums: Color

  /// Dark ink on white.
  public static let light = PictureTheme(
    background: Color(0xFBFAF8), panel: Color(0xFFFFFF), shade: Color(0xF4F3F0),
    fineLine: Color(0xEEECE8), barLine: Color(0xDCD9D3), sectionLine: Color(0x9A968E),
    text: Color(0x24272B), faintText: Color(0x6F7277), accent: Color(0x3B6FA8),
    whiteKey: Color(0xFFFFFF), blackKey: Color(0x3A3D42),
    parts: [
      0x0072B2, 0xD55E00, 0x009E73, 0xB3508A, 0xC98A00, 0x3A9BD6, 0x7A3B9C, 0x882255, 0x2E8B84,
      0x8A8420,
    ].map { Color($0) }, drums: Color(0x4A525C))

  /// Light ink on a dark ground.
  public static let dark = PictureTheme(
    background: Color(0x16181C), panel: Color(0x1E2126), shade: Color(0x1A1C21),
    fineLine: Color(0x282C32), barLine: Color(0x363B43), sectionLine: Color(0x6B7380),
    text: Color(0xE9EAEC), faintText: Color(0x9BA1AA), accent: Color(0x6FA8DC),
    whiteKey: Color(0xC9CCD1), blackKey: Color(0x2B2E33),
    parts: [
      0x56B4E9, 0xF0803C, 0x2CC79A, 0xE08EBB, 0xF0B429, 0x8FD3FF, 0xB794F4, 0xE06C9F, 0x5CC8BE,
      0xD6CF5A,
    ].map { Color($0) }, drums: Color(0xB4BCC8))
}
