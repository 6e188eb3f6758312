import Music
import Testing
import Tokens
import Weights

@Suite("Windowing") struct WindowingTests {
  private let vocabulary = Scores.vocabulary

  private func piece(seed: UInt64, bars: Int = 40) throws -> Piece {
    try Gridding(vocabulary).piece(of: Scores.made(seed: seed, bars: bars)).piece
  }

  @Test("what fits is kept whole")
  func whole() throws {
    let piece = try piece(seed: 1, bars: 4)
    let request = WindowRequest(
      bars: 0..<4, parts: [0, 1, 2, 3], holes: [CellPlace(bar: 1, part: 2)], place: 3)
    let cut = try Windowing(request, of: piece, context: 2048)
    #expect(!cut.isCut && cut.request == request)
    #expect(cut.left == (0, 0))
    let window = try Window(of: piece, request, vocabulary)
    #expect(cut.events == window.prompt.count)
    #expect(cut.free == 2048 - window.prompt.count - 1)
  }

  @Test(
    "what is longer than the context is cut around the holes, and it is said", arguments: 0..<60)
  func cut(seed: Int) throws {
    var random = RandomStream(seed: UInt64(seed), purpose: "windowing")
    let piece = try piece(seed: UInt64(seed))
    let first = random.index(38)
    let holes = Set((first..<(first + 2)).map { CellPlace(bar: $0, part: 1) })
    let request = WindowRequest(bars: 0..<40, parts: [0, 1, 2, 3], holes: holes)
    let context = 260
    let cut = try Windowing(request, of: piece, context: context, reserve: 10)
    #expect(cut.isCut)
    #expect(cut.left.before + cut.left.after == 40 - cut.request.bars.count)
    #expect(holes.allSatisfy { cut.request.bars.contains($0.bar) })
    let window = try Window(of: piece, cut.request, vocabulary)
    #expect(window.prompt.count <= cut.events)
    #expect(cut.free >= 2 * 10)
    #expect(cut.events + 2 + cut.free == context)
    // One more bar on either side would not fit, unless the piece ends there.
    for bar in [cut.request.bars.lowerBound - 1, cut.request.bars.upperBound]
    where request.bars.contains(bar) {
      var more = cut.request
      more.bars = min(bar, more.bars.lowerBound)..<max(bar + 1, more.bars.upperBound)
      let size = try Window(of: piece, more, vocabulary).prompt.count
      #expect(size + 2 + 20 > context - 2)
    }
  }

  @Test("a request without holes keeps its end")
  func ending() throws {
    let piece = try piece(seed: 3)
    let cut = try Windowing(
      WindowRequest(bars: 0..<40, parts: [0, 1, 2, 3]), of: piece, context: 300)
    #expect(cut.request.bars.upperBound == 40 && cut.request.bars.lowerBound > 0)
    #expect(cut.left.after == 0 && cut.left.before == cut.request.bars.lowerBound)
  }

  @Test("a window has at most 128 bars")
  func places() throws {
    let piece = try piece(seed: 4, bars: 200)
    let cut = try Windowing(
      WindowRequest(
        bars: 0..<200, parts: [0], holes: [CellPlace(bar: 150, part: 0)], place: 60),
      of: piece, context: 1 << 20)
    #expect(cut.request.bars.count == 128 && cut.isCut)
    #expect(cut.request.place == 0)
    _ = try Window(of: piece, cut.request, vocabulary)
  }

  @Test("bars that follow have places")
  func following() throws {
    let piece = try piece(seed: 4, bars: 200)
    let request = WindowRequest(bars: 0..<200, parts: [0, 3], place: 60)
    let cut = try Windowing(request, of: piece, context: 1 << 20, following: 28)
    #expect(cut.request.bars == 100..<200 && cut.request.place == 0)
    _ = try Continuing(of: piece, cut.request, bars: 28, vocabulary)
    #expect(throws: WindowError.tooManyBars(got: 1, most: 0)) {
      try Windowing(request, of: piece, context: 1 << 20, following: 128)
    }
  }

  @Test("holes that do not fit together come in passes that do, in the order of bars")
  func passes() throws {
    let piece = try piece(seed: 5)
    let holes = Set((4..<36).map { CellPlace(bar: $0, part: 0) })
    let request = WindowRequest(bars: 0..<40, parts: [0, 1, 2, 3], holes: holes)
    #expect(throws: WindowError.self) { try Windowing(request, of: piece, context: 400) }
    let passes = try Windowing.passes(request, of: piece, context: 400)
    #expect(passes.count > 1)
    #expect(passes.reduce(into: Set()) { $0.formUnion($1) } == holes)
    #expect(passes.reduce(0) { $0 + $1.count } == holes.count)
    #expect(
      passes.map { $0.map(\.bar).min() ?? 0 } == passes.map { $0.map(\.bar).min() ?? 0 }.sorted())
    for pass in passes {
      var part = request
      part.holes = pass
      _ = try Windowing(part, of: piece, context: 400)
    }
    #expect(throws: WindowError.self) {
      try Windowing.passes(request, of: piece, context: 30)
    }
    #expect(throws: WindowError.noBars) {
      try Windowing(WindowRequest(bars: 2..<2, parts: [0]), of: piece, context: 400)
    }
    #expect(throws: WindowError.noSuchBars(got: 0..<41, bars: 40)) {
      try Windowing(WindowRequest(bars: 0..<41, parts: [0]), of: piece, context: 400)
    }
  }
}
