import Music

extension TerminalRoll {
  /// Each part's name, what plays it and what it does, and its roll.
  var partLines: [String] {
    let starts = barStarts
    let end = starts[starts.count - 1]
    var lines: [String] = score.parts.isEmpty ? [] : [row("bar", ruler(starts, end))]
    for (index, part) in Notation.displayed(score.parts) {
      let labels = self.labels(of: part)
      let cells =
        part.instrument.isDrumKit
        ? drumRoll(part, end: end) : pitchRoll(part, end: end)
      for (place, content) in cells.enumerated() {
        let label = place < labels.count ? labels[place] : ""
        lines.append(row(label, styled(content, .part(index))))
      }
    }
    return lines
  }

  private func labels(of part: Part) -> [String] {
    let numbers = part.notes.map(\.pitch)
    var labels = [Canvas.printable(part.name), "  \(part.role.rawValue)"]
    if let low = numbers.min(), let high = numbers.max(), !part.instrument.isDrumKit {
      let range = "  \(Notation.printed("\(low)"))…\(Notation.printed("\(high)"))"
      labels.append(isASCII ? "  \(low)..\(high)" : range)
    }
    return labels
  }

  private func ruler(_ starts: [Double], _ end: Double) -> String {
    let bars = starts.count - 1
    let room = Double(span) / Double(bars)
    let step = [1, 2, 4, 8, 16, 32, 64, 128].first { Double($0) * room >= 5 } ?? 256
    var characters = [Character](repeating: " ", count: span)
    for bar in stride(from: 0, to: bars, by: step) {
      let column = Int(starts[bar] / end * Double(span))
      for (offset, character) in "\(bar + 1)".enumerated() where column + offset < span {
        characters[column + offset] = character
      }
    }
    return String(characters)
  }

  /// A grid of dots that becomes lines of characters.
  private struct Dots {
    let columns: Int
    let rows: Int
    private var marks: [Bool]

    init(columns: Int, rows: Int) {
      (self.columns, self.rows) = (columns, rows)
      marks = [Bool](repeating: false, count: columns * rows)
    }

    mutating func mark(row: Int, _ columns: ClosedRange<Int>) {
      guard (0..<rows).contains(row) else { return }
      for column in columns.clamped(to: 0...(self.columns - 1)) {
        marks[row * self.columns + column] = true
      }
    }

    /// Braille patterns: dots 1-3 and 7 stand in the left column, 4-6 and 8 in the right
    /// (Unicode 15.0, block U+2800).
    func braille() -> [String] {
      let bits: [[UInt32]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
      return (0..<(rows / 4)).map { line in
        String(
          String.UnicodeScalarView(
            (0..<(columns / 2)).compactMap { cell in
              var code: UInt32 = 0x2800
              for row in 0..<4 {
                for column in 0..<2 where marks[(line * 4 + row) * columns + cell * 2 + column] {
                  code |= bits[row][column]
                }
              }
              return Unicode.Scalar(code)
            }))
      }
    }

    func plain() -> [String] {
      (0..<rows).map { row in
        String((0..<columns).map { marks[row * columns + $0] ? "#" : "." as Character })
      }
    }
  }

  private func dots(rows: Int) -> Dots {
    isASCII ? Dots(columns: span, rows: rows) : Dots(columns: span * 2, rows: rows * 4)
  }

  private func columns(
    _ note: Note, _ end: Double, _ count: Int, isStruck: Bool
  ) -> ClosedRange<Int> {
    let first = min(max(Int(note.onset.value / end * Double(count)), 0), count - 1)
    guard !isStruck else { return first...first }
    // The last column of a note stays free where it has several, to tell repeated notes apart.
    let last = Int((note.end.value / end * Double(count)).rounded(.up)) - 2
    return first...min(max(last, first), count - 1)
  }

  private func pitchRoll(_ part: Part, end: Double) -> [String] {
    let numbers = part.notes.map(\.pitch.number)
    guard let low = numbers.min(), let high = numbers.max(), end > 0 else {
      return [String(repeating: isASCII ? "." : "⠀", count: span)]
    }
    var dots = dots(rows: isASCII ? 4 : 3)
    let steps = dots.rows
    let spread = max(high - low, steps - 1)
    for note in part.notes {
      let height = (note.pitch.number - low) * (steps - 1) * 2 / spread
      dots.mark(
        row: steps - 1 - (height + 1) / 2, columns(note, end, dots.columns, isStruck: false))
    }
    return isASCII ? dots.plain() : dots.braille()
  }

  /// Four rows: cymbals and hats, toms and percussion, snares and claps, kicks.
  private func drumRoll(_ part: Part, end: Double) -> [String] {
    var dots = dots(rows: isASCII ? 4 : 1)
    guard end > 0 else { return isASCII ? dots.plain() : dots.braille() }
    for note in part.notes {
      let drum = DrumKey(rawValue: note.pitch.number)
      let row: Int
      switch drum {
      case .kick?: row = 3
      case .snare?, .electricSnare?, .sideStick?, .clap?: row = 2
      case .some(let drum) where drum.isHat || drum.isCymbal: row = 0
      case nil where note.pitch.number < 36: row = 3
      default: row = 1
      }
      dots.mark(row: row, columns(note, end, dots.columns, isStruck: true))
    }
    return isASCII ? dots.plain() : dots.braille()
  }
}
