import Weights

/// A request cut to what a model's context holds, and what was left out.
///
/// The holes always stay, with as many bars around them as fit: two before for one after, for what
/// comes next follows from what came before.
public struct Windowing: Hashable, Sendable {
  /// The request of the bars that are kept.
  public let request: WindowRequest
  /// The bars that were asked for.
  public let wanted: Range<Int>
  /// Events of the window, its notes in holes not counted.
  public let events: Int
  /// Events that are left for the notes of the holes.
  public let free: Int

  /// The bars that were left out before and after.
  public var left: (before: Int, after: Int) {
    (
      request.bars.lowerBound - wanted.lowerBound, wanted.upperBound - request.bars.upperBound
    )
  }

  /// Whether something was left out.
  public var isCut: Bool { request.bars != wanted }

  /// Cuts a request so that its window, a header and `reserve` notes for each hole fit a context.
  ///
  /// `context` counts events; `following` are bars that are to be written after the window's. A request without holes keeps its last bars. Throws when the bars
  /// from the first to the last hole alone do not fit, or the piece has not what is asked for.
  public init(
    _ wanted: WindowRequest, of piece: Piece, context: Int, reserve: Int = 24, following: Int = 0
  ) throws(WindowError) {
    let places = Vocabulary.mostPlaces - max(0, following)
    var whole = wanted
    whole.place = 0
    // A longer request than a window has places for is cut as well.
    whole.bars = wanted.bars.clamped(to: 0..<piece.bars.count)
    guard !wanted.bars.isEmpty else { throw .noBars }
    guard whole.bars == wanted.bars else {
      throw .noSuchBars(got: wanted.bars, bars: piece.bars.count)
    }
    let sizes = Windowing.sizes(of: piece, wanted)
    let asked = wanted.holes.count * (1 + max(0, reserve))
    let room = context - 2 - asked
    let bars = wanted.holes.map(\.bar)
    let last = bars.max() ?? wanted.bars.upperBound - 1
    let first = bars.min() ?? last
    guard wanted.bars.contains(first), wanted.bars.contains(last) else {
      throw .strayHole(wanted.holes.min() ?? CellPlace(bar: 0, part: 0))
    }
    func size(_ bars: Range<Int>) -> Int {
      bars.reduce(0) { $0 + sizes[$1 - wanted.bars.lowerBound] }
    }
    var kept = first..<(last + 1)
    var total = size(kept)
    guard total <= room else { throw .tooLong(events: total + 2 + asked, context: context) }
    guard kept.count <= places else { throw .tooManyBars(got: kept.count, most: places) }
    var turn = 0
    var isOpen = (before: true, after: true)
    while isOpen.before || isOpen.after, kept.count < places {
      let isBefore = isOpen.before && (turn % 3 < 2 || !isOpen.after)
      let bar = isBefore ? kept.lowerBound - 1 : kept.upperBound
      turn += 1
      let fits = wanted.bars.contains(bar) && total + size(bar..<(bar + 1)) <= room
      if fits {
        total += size(bar..<(bar + 1))
        kept = min(kept.lowerBound, bar)..<max(kept.upperBound, bar + 1)
      } else if isBefore {
        isOpen.before = false
      } else {
        isOpen.after = false
      }
    }
    var request = wanted
    request.bars = kept
    request.place = min(wanted.place, places - kept.count)
    self.request = request
    self.wanted = wanted.bars
    events = total + 2
    free = context - events - wanted.holes.count
  }

  /// The holes of a request in passes, each of which fits a context together with the bars between
  /// its holes: to be filled one after the other, each seeing what was filled before.
  ///
  /// Throws when the holes of one bar do not fit.
  public static func passes(
    _ request: WindowRequest, of piece: Piece, context: Int, reserve: Int = 24
  ) throws(WindowError) -> [Set<CellPlace>] {
    var passes: [Set<CellPlace>] = []
    var open: Set<CellPlace> = []
    func fits(_ holes: Set<CellPlace>) throws(WindowError) -> Bool {
      var part = request
      part.holes = holes
      do {
        _ = try Windowing(part, of: piece, context: context, reserve: reserve)
        return true
      } catch .tooLong, .tooManyBars {
        return false
      }
    }
    for bar in Set(request.holes.map(\.bar)).sorted() {
      let own = request.holes.filter { $0.bar == bar }
      if try fits(open.union(own)) {
        open.formUnion(own)
      } else {
        if !open.isEmpty { passes.append(open) }
        var part = request
        part.holes = own
        _ = try Windowing(part, of: piece, context: context, reserve: reserve)
        open = own
      }
    }
    return open.isEmpty ? passes : passes + [open]
  }

  /// How many events each bar of a request has without the notes of its holes.
  private static func sizes(of piece: Piece, _ request: WindowRequest) -> [Int] {
    request.bars.map { bar in
      var size = 1
      if request.known.chords { size += piece.chordChanges(inBar: bar).count }
      for part in request.parts {
        let place = CellPlace(bar: bar, part: part)
        let notes = piece.notes(in: place)
        size += request.holes.contains(place) ? 1 : notes.isEmpty ? 0 : 1 + notes.count
      }
      return size
    }
  }
}
