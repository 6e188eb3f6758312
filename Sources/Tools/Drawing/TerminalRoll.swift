public import Music

/// A score as lines of text: form, chords by bar, and a small roll of each part.
///
/// Rolls are drawn with braille dots, two columns and four rows a character, or with plain ASCII.
public struct TerminalRoll: Hashable, Sendable {
  /// The piece.
  public var score: Score
  /// How many characters a line may have, at least 40.
  public var width: Int
  /// Whether only ASCII characters are used.
  public var isASCII: Bool
  /// Whether parts and sections are coloured with ANSI escape codes.
  public var isColored: Bool

  /// Makes a view of a score; widths below 40 count as 40.
  public init(of score: Score, width: Int = 100, isASCII: Bool = false, isColored: Bool = false) {
    self.score = score
    self.width = min(max(width, 40), 1000)
    self.isASCII = isASCII
    self.isColored = isColored
  }

  /// The whole view; no line is wider than `width`.
  public var lines: [String] {
    var lines = titleLines
    for block in [formLines, chordLines, partLines] where !block.isEmpty { lines += [""] + block }
    return lines
  }

  /// The whole view as one text that ends with a line break.
  public var text: String { lines.joined(separator: "\n") + "\n" }

  /// How many characters the margin before bars and rolls takes.
  var margin: Int { width < 64 ? 12 : 20 }

  /// How many characters the time line takes.
  var span: Int { width - margin - 2 }

  private var titleLines: [String] {
    let title = score.title.isEmpty ? "Untitled" : score.title
    return [
      styled(fit(Canvas.printable(title), width), .bold),
      fit(Notation.summary(of: score), width),
    ]
  }

  /// The starts of bars in quarter notes and the end of the last one.
  var barStarts: [Double] {
    var starts = [0.0]
    var position = Beat.zero
    for bar in 0..<max(score.bars, 1) {
      position = position + score.meters.meter(ofBar: bar).barLength
      starts.append(position.value)
    }
    return starts
  }

  /// Section ids over their extents, and energy below as columns of growing height.
  private var formLines: [String] {
    let starts = barStarts
    let end = starts[starts.count - 1]
    guard !score.sections.isEmpty, end > 0 else { return [] }
    var names = [Character](repeating: " ", count: span)
    var levels = names
    let columns: [Character] = isASCII ? Array("._-=+*%#") : Array("▁▂▃▄▅▆▇█")
    for section in score.sections {
      func column(_ bar: Int) -> Int {
        Int(starts[min(max(bar, 0), starts.count - 1)] / end * Double(span))
      }
      let (first, last) = (column(section.startBar), column(section.startBar + section.bars))
      guard last > first else { continue }
      let energy = min(max(section.energy.isFinite ? section.energy : 0, 0), 1)
      for place in first..<min(last, span) {
        levels[place] = columns[Int(energy * 7.999)]
        names[place] = isASCII ? "-" : "─"
      }
      names[first] = isASCII ? "|" : "├"
      let name = Canvas.printable(section.id).prefix(max(last - first - 1, 0))
      for (offset, character) in name.enumerated() where first + 1 + offset < span {
        names[first + 1 + offset] = isASCII && !character.isASCII ? "?" : character
      }
    }
    return [row("form", String(names)), row("energy", styled(String(levels), .blue))]
  }

  func row(_ label: String, _ content: String) -> String {
    pad(fit(label, margin), margin) + (isASCII ? "| " : "│ ") + content
  }

  enum Style: Sendable {
    case bold, faint, blue
    case part(Int)

    var code: String {
      switch self {
      case .bold: "1"
      case .faint: "2"
      case .blue: "34"
      // The bright half of the 16 colours, without grey and white.
      case .part(let index): ["36", "33", "32", "35", "34", "31"][index % 6]
      }
    }
  }

  func styled(_ text: String, _ style: Style) -> String {
    isColored ? "\u{1B}[\(style.code)m\(text)\u{1B}[0m" : text
  }

  /// The text, without other characters than ASCII if so asked, cut to a number of characters.
  func fit(_ text: String, _ limit: Int) -> String {
    var text = text
    if isASCII {
      let plain: [Character: Character] = ["♯": "#", "♭": "b", "·": "-", "…": ".", "→": ">"]
      text = String(text.map { plain[$0] ?? ($0.isASCII ? $0 : "?") })
    }
    guard text.count > limit else { return text }
    return String(text.prefix(max(limit - 1, 0))) + (isASCII ? "." : "…")
  }

  func pad(_ text: String, _ length: Int) -> String {
    text + String(repeating: " ", count: max(0, length - text.count))
  }
}
