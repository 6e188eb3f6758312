import Music
import Testing
import Tokens
import Weights

@Suite("EventGrammar") struct EventGrammarTests {
  private let vocabulary = Scores.vocabulary

  private func window(seed: UInt64) throws -> Window {
    var random = RandomStream(seed: seed, purpose: "grammar")
    let piece = try Gridding(vocabulary).piece(of: Scores.made(seed: seed)).piece
    var request = WindowRequest(bars: 0..<piece.bars.count, parts: [0, 1, 2, 3])
    for bar in request.bars where random.chance(0.4) {
      request.holes.insert(CellPlace(bar: bar, part: random.index(4)))
    }
    return try Window(of: piece, request, vocabulary)
  }

  @Test("every window is grammatical, event by event", arguments: 0..<60)
  func windows(seed: Int) throws {
    var grammar = EventGrammar()
    let window = try window(seed: UInt64(seed))
    for event in window.events {
      #expect(grammar.nextTypes.contains(event.type))
      #expect(grammar.allows(event))
      if event.type == .fill {
        let next = try #require(grammar.nextFill)
        #expect(next.place == event[.place] && next.slot == event[.slot])
      }
      if event.type == .cell || event.type == .hole {
        #expect(grammar.nextSlots?.contains(event[.slot]) == true)
      }
      grammar.advance(past: event)
    }
    #expect(grammar == EventGrammar(after: window))
    #expect(grammar.nextFill == nil)
  }

  @Test("what may come next, in a window by hand")
  func byHand() throws {
    var grammar = EventGrammar()
    #expect(grammar.nextTypes == [.start])
    #expect(grammar.nextPlace == nil)
    func go(_ type: EventType, place: Int = 0, slot: Int = 0, position: Int = 0) {
      var event = Event(type)
      event[.place] = place
      event[.slot] = slot
      event.position = position
      #expect(grammar.allows(event))
      grammar.advance(past: event)
    }
    go(.start)
    #expect(grammar.nextTypes == [.bar])
    go(.bar, place: 3)
    #expect(grammar.nextTypes == [.bar, .chord, .cell, .hole, .end])
    #expect(grammar.nextPlace == 4)
    go(.chord, place: 3, position: 48)
    #expect(grammar.earliest == 49)
    go(.cell, place: 3, slot: 2)
    #expect(grammar.nextTypes == [.bar, .cell, .hole, .note, .end])
    #expect(grammar.nextSlots == 3...64)
    go(.note, place: 3, slot: 2, position: 24)
    #expect(grammar.earliest == 24)
    go(.hole, place: 3, slot: 64)
    #expect(grammar.nextSlots == nil)
    #expect(grammar.nextTypes == [.bar, .fill, .end])
    go(.end)
    #expect(grammar.nextTypes == [.fill])
    go(.fill, place: 3, slot: 64)
    #expect(grammar.nextTypes == [.note])
    go(.note, place: 3, slot: 64)
    #expect(grammar.nextTypes == [.note])
  }

  @Test("events out of order are refused where they stand")
  func refused() throws {
    let window = try window(seed: 2)
    let notes = window.events.indices.filter { window.events[$0].type == .note }
    func reading(_ change: (inout [Event]) -> Void) throws {
      var events = window.events
      change(&events)
      _ = try WindowReading(Window(events: events, times: window.times), vocabulary)
    }
    try reading { _ in }
    let note = try #require(notes.first)
    #expect(throws: WindowReadingError.misplaced(event: 0, type: .bar)) {
      try reading {
        $0[0].type = .bar; $0[0][.place] = 1
      }
    }
    #expect(throws: WindowReadingError.misplaced(event: note, type: .note)) {
      try reading { $0[note][.place] += 1 }
    }
    #expect(throws: WindowReadingError.misplaced(event: note, type: .note)) {
      try reading { $0[note][.slot] += 1 }
    }
    #expect(throws: WindowReadingError.misplaced(event: note, type: .padding)) {
      try reading { $0[note].type = .padding }
    }
    for field in [EventField.pitch, .beat, .tick, .lengthBeats] {
      #expect(throws: WindowReadingError.wrongValue(event: note, field: field, value: 0)) {
        try reading { $0[note][field] = 0 }
      }
    }
    #expect(throws: WindowReadingError.wrongValue(event: note, field: .pitch, value: 257)) {
      try reading { $0[note][.pitch] = 257 }
    }
    #expect(throws: WindowReadingError.wrongValue(event: note, field: .velocity, value: -1)) {
      try reading { $0[note][.velocity] = -1 }
    }
  }

  @Test("a last bar without a metre needs a bar before it")
  func noLength() throws {
    var bar = Event(.bar)
    bar[.place] = 1
    let window = Window(events: [Event(.start), bar], times: [0, 0])
    #expect(throws: WindowReadingError.noLength(event: 1)) {
      try WindowReading(window, vocabulary)
    }
    bar[.metre] = 2
    let waltz = Window(events: [Event(.start), bar], times: [0, 0])
    #expect(try WindowReading(waltz, vocabulary).piece.bars[0].length == 72)
    #expect(Event(values: [1, 2]) == nil)
    #expect(Event(values: [Int32](repeating: 9, count: 27)) == nil)
  }
}
