public import Music
public import Production

/// A picture of a score: form, energy and chords on top, and a lane of notes for each part.
///
/// Time runs to the right, one lane a part from the melody down to the drums. Loud notes are
/// strong, soft ones faint. With a performance the notes stand where they are played, over the
/// outlines of what is written.
public struct PianoRoll: Picture {
  /// The piece.
  public let score: Score
  /// How it is played, if that is to be shown.
  public let performance: Performance?
  /// The colours.
  public let theme: PictureTheme
  /// The size in points.
  public let size: PictureSize

  let layout: Layout

  /// Lays out a picture.
  ///
  /// The width in points, 480...16000, follows the number of bars unless it is given.
  public init(
    of score: Score, performance: Performance? = nil, theme: PictureTheme = .light,
    width: Double? = nil
  ) {
    self.score = score
    self.performance = performance
    self.theme = theme
    let wanted = width ?? min(max(210 + Double(score.bars) * 40, 1100), 3200)
    layout = Layout(score, width: min(max(wanted.isFinite ? wanted : 1100, 480), 16_000))
    size = PictureSize(width: layout.width, height: layout.height)
  }

  /// Draws everything, from the background on.
  public func draw(on canvas: Canvas) {
    canvas.fill(Rectangle(x: 0, y: 0, width: size.width, height: size.height), theme.background)
    drawTitle(on: canvas)
    drawForm(on: canvas)
    drawChords(on: canvas)
    for lane in layout.lanes { draw(lane, on: canvas) }
    drawRulers(on: canvas)
  }

  /// The colour of a part by its place in the score.
  func color(ofPart index: Int) -> Color {
    guard score.parts.indices.contains(index), !score.parts[index].instrument.isDrumKit else {
      return theme.drums
    }
    let place = score.parts[..<index].filter { !$0.instrument.isDrumKit }.count
    return theme.parts.isEmpty ? theme.accent : theme.parts[place % theme.parts.count]
  }
}

extension PianoRoll {
  /// One part's stripe.
  struct Lane: Sendable {
    var part: Int
    var area: Rectangle
    /// The lowest and highest rows: MIDI keys, or places in `drums`.
    var rows: ClosedRange<Int>
    /// The drum keys from the lowest row up; empty for pitched parts.
    var drums: [Int]

    var rowHeight: Double { area.height / Double(rows.count) }

    /// The top of a row.
    func y(ofRow row: Int) -> Double { area.bottom - Double(row - rows.lowerBound + 1) * rowHeight }
  }

  /// Where everything stands.
  struct Layout: Sendable {
    var width: Double
    var height: Double
    /// The form blocks, the energy curve and the chord symbols.
    var form: Rectangle
    var energy: Rectangle
    var chords: Rectangle
    var lanes: [Lane] = []
    /// The starts of bars in quarter notes and the end of the last one.
    var barStarts: [Double]
    var bottomRuler: Double
    static let margin = 24.0
    static let gutter = 186.0

    init(_ score: Score, width: Double) {
      self.width = width
      let x = Layout.margin + Layout.gutter
      let inner = width - x - Layout.margin
      form = Rectangle(x: x, y: 76, width: inner, height: 24)
      energy = Rectangle(x: x, y: 104, width: inner, height: 34)
      chords = Rectangle(x: x, y: 142, width: inner, height: 22)
      var position = Beat.zero
      var starts = [0.0]
      for bar in 0..<max(score.bars, 1) {
        position = position + score.meters.meter(ofBar: bar).barLength
        starts.append(position.value)
      }
      barStarts = starts
      var y = chords.bottom + 18
      for (index, part) in Notation.displayed(score.parts) {
        var lane = Layout.lane(for: part, index: index, x: x, y: y, width: inner)
        lane.area.y = y
        y = lane.area.bottom + 10
        lanes.append(lane)
      }
      bottomRuler = y + 6
      height = bottomRuler + 26
    }

    private static func lane(
      for part: Part, index: Int, x: Double, y: Double, width: Double
    ) -> Lane {
      if part.instrument.isDrumKit {
        let used = Set(part.notes.map(\.pitch.number)).sorted {
          DrumRow.rank($0) < DrumRow.rank($1)
        }
        let count = max(used.count, 1)
        let height = Double(count) * min(13, max(5, 190 / Double(count)))
        return Lane(
          part: index, area: Rectangle(x: x, y: y, width: width, height: max(height, 40)),
          rows: 0...max(count, 40 / 13) - 1, drums: used)
      }
      let numbers = part.notes.map(\.pitch.number)
      var low = (numbers.min() ?? 60) - 2
      var high = (numbers.max() ?? 60) + 2
      while high - low < 13 { (low, high) = (low - 1, high + (high - low < 12 ? 1 : 0)) }
      let rows = Double(high - low + 1)
      let height = rows * min(5.5, max(2, 170 / rows))
      return Lane(
        part: index, area: Rectangle(x: x, y: y, width: width, height: height), rows: low...high,
        drums: [])
    }

    /// The horizontal place of a time in quarter notes.
    func x(_ beat: Double) -> Double {
      let end = barStarts[barStarts.count - 1]
      return form.x + form.width * min(max(beat / end, 0), 1)
    }

    /// The width of an average bar.
    var barWidth: Double { form.width / Double(barStarts.count - 1) }

    /// Every how many bars a number stands.
    var barStep: Int {
      [1, 2, 4, 8, 16, 32, 64, 128, 256].first { Double($0) * barWidth >= 34 } ?? 512
    }
  }
}
