import Production
import ReferenceIndex

/// The figures of some notes of a line and their variants without ornaments, to be looked up in
/// an index and to look up in them what stands in a work.
struct LineFigures {
  /// A figure of a work that the line has, too: the note it begins at in the work, and its number.
  struct Match {
    var place: Int32
    var number: Int32
  }

  let kind: Verdict.Line
  /// The notes that figures begin at.
  let range: Range<Int>
  /// The figures, each once.
  private(set) var figures: [UInt32] = []
  /// The numbers of figures by the notes they begin at, the plain one first, without twins.
  private(set) var numbers: [Int32] = []
  /// Where the numbers of each note of the range begin, and end.
  private(set) var starts: [Int32] = [0]
  /// By figure, the notes that it begins at, ascending, and where these begin and end.
  private var places: [Int32] = []
  private var placeStarts: [Int32] = []
  /// Bits of the outlines that there are, by their `bit`.
  private var outlines = [UInt64](repeating: 0, count: 1 << 15 / 64)
  /// A table of numbers of figures, open where -1.
  private var table: [Int32]
  private let mask: Int

  init(_ line: ReferenceLine, _ range: Range<Int>, _ kind: Verdict.Line) {
    self.kind = kind
    self.range = range
    var found: [UInt32] = []
    var ends: [Int] = []
    var outlines = self.outlines
    for place in range {
      Figures.variants(line, from: place, kind) { figure, outline in
        outlines[Self.bit(outline) >> 6] |= 1 << UInt64(Self.bit(outline) & 63)
        found.append(figure)
      }
      ends.append(found.count)
    }
    self.outlines = outlines
    var size = 64
    while size < 2 * found.count { size *= 2 }
    table = [Int32](repeating: -1, count: size)
    mask = size - 1
    var start = 0
    for end in ends {
      let first = numbers.count
      for figure in found[start..<end] {
        let number = insert(figure)
        if !numbers[first...].contains(number) { numbers.append(number) }
      }
      starts.append(Int32(numbers.count))
      start = end
    }
    gatherPlaces()
  }

  /// The bit of an outline, of 2^15.
  @inline(__always)
  private static func bit(_ outline: UInt64) -> Int {
    Int(truncatingIfNeeded: (outline &* 0x9E37_79B9_7F4A_7C15) >> 49)
  }

  private mutating func insert(_ figure: UInt32) -> Int32 {
    var slot = Int(figure) & mask
    while table[slot] >= 0 {
      if figures[Int(table[slot])] == figure { return table[slot] }
      slot = (slot + 1) & mask
    }
    table[slot] = Int32(figures.count)
    figures.append(figure)
    return table[slot]
  }

  private mutating func gatherPlaces() {
    placeStarts = [Int32](repeating: 0, count: figures.count + 1)
    for number in numbers { placeStarts[Int(number) + 1] += 1 }
    for number in figures.indices { placeStarts[number + 1] += placeStarts[number] }
    var next = placeStarts
    places = [Int32](repeating: 0, count: numbers.count)
    for (offset, place) in range.enumerated() {
      for number in numbers(at: offset) {
        places[Int(next[Int(number)])] = Int32(place)
        next[Int(number)] += 1
      }
    }
  }

  /// The numbers of the figures that begin at a note, by its place in the range.
  func numbers(at offset: Int) -> ArraySlice<Int32> {
    numbers[Int(starts[offset])..<Int(starts[offset + 1])]
  }

  /// The last of some notes at which a figure begins; nil where there is none.
  func last(_ number: Int32, in notes: Range<Int>) -> Int? {
    let own = places[Int(placeStarts[Int(number)])..<Int(placeStarts[Int(number) + 1])]
    guard let place = own.last(where: { $0 < notes.upperBound }), place >= notes.lowerBound else {
      return nil
    }
    return Int(place)
  }

  /// The figures that a work has, too, ascending by place.
  func matches(in work: ReferenceLine, _ found: inout [Match]) {
    found.removeAll(keepingCapacity: true)
    // A loop of its own for each kind.
    switch kind {
    case .melody, .bass: look(in: work, .melody, &found)
    case .chords: look(in: work, .chords, &found)
    case .rhythm: look(in: work, .rhythm, &found)
    }
  }

  @inline(__always)
  private func look(in work: ReferenceLine, _ kind: Verdict.Line, _ found: inout [Match]) {
    let span = Figures.span(kind)
    guard work.count > span else { return }
    work.values.withUnsafeBufferPointer { values in
      work.onsets.withUnsafeBufferPointer { onsets in
        outlines.withUnsafeBufferPointer { outlines in
          var outline: UInt64 = 0
          for note in Figures.firstOutlined(kind)..<values.count {
            outline = Figures.outline(
              outline, kind, to: note, note &- 1, note &- 2, value: { values[$0] },
              onset: { onsets[$0] })
            let bit = Self.bit(outline)
            if outlines[bit >> 6] &>> UInt64(truncatingIfNeeded: bit & 63) & 1 == 1, note >= span,
              let number = number(in: work, at: note &- span, kind)
            {
              found.append(Match(place: Int32(note &- span), number: number))
            }
          }
        }
      }
    }
  }

  /// The number of the figure that begins at a note of a work; nil where the line has it not.
  private func number(in work: ReferenceLine, at start: Int, _ kind: Verdict.Line) -> Int32? {
    guard let figure = Figures.figure(work, kind, at: { start + $0 }) else { return nil }
    var slot = Int(figure) & mask
    while table[slot] >= 0 {
      if figures[Int(table[slot])] == figure { return table[slot] }
      slot = (slot + 1) & mask
    }
    return nil
  }
}
