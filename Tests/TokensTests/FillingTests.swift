import Music
import Testing
import Tokens
import Weights

/// A field that was drawn: what it might have been, and what was known of the event before.
struct Drawn {
  var field: EventField
  var allowed: [Int]
  var factors: [Double]
  var event: Event
}

/// Draws at random from what is allowed until nothing more comes.
func written<Writing: EventWriting>(
  _ start: Writing, seed: UInt64, stopping: Double = 0.15
) -> (writing: Writing, window: Window, types: [[EventType]], drawn: [Drawn]) {
  var random = RandomStream(seed: seed, purpose: "writing")
  var writing = start
  var window = writing.prompt
  var types: [[EventType]] = []
  var drawn: [Drawn] = []
  while true {
    switch writing.next() {
    case .done: return (writing, window, types, drawn)
    case .read(let event, let time): window.append(event, at: time)
    case .draw(let next):
      types.append(next)
      let others = next.filter { $0 != .note }
      let goesOn = next.contains(.note) && (others.isEmpty || !random.chance(stopping))
      let type = goesOn ? EventType.note : others[random.index(others.count)]
      guard var event = writing.begin(type) else { continue }
      for field in Scores.vocabulary.predicts(type) {
        switch writing.values(of: field, in: event) {
        case .unknown: break
        case .only(let value): event[field] = value
        case .among(let allowed, let factors):
          drawn.append(Drawn(field: field, allowed: allowed, factors: factors, event: event))
          event[field] = allowed[random.index(allowed.count)]
        }
        if field == .tick { writing.lookUp(in: &event) }
      }
      let (done, time) = writing.finish(event)
      window.append(done, at: time)
    }
  }
}

/// Looks at notes alone, and finds what breaks a wish; it knows nothing of how they were chosen.
struct WishChecker {
  let piece: Piece
  let score: Score
  let holes: Set<CellPlace>
  let wishes: FillingWishes

  func faults(of notes: [GridNote]) -> [String] {
    var found: [String] = []
    for note in notes where !holes.contains(CellPlace(bar: note.bar, part: note.part)) {
      found.append("stray \(note)")
    }
    let whole = piece.replacing(holes, with: notes)
    for place in holes {
      let wish = wishes.wishes(of: place)
      let own = notes.filter { $0.bar == place.bar && $0.part == place.part }
      if wish.sounds && own.isEmpty { found.append("silent \(place)") }
      if own.count > wish.mostNotes { found.append("too many notes in \(place)") }
      for note in own {
        found += faults(of: note, wish, among: whole).map { "\($0): \(note)" }
      }
    }
    return found
  }

  private func faults(of note: GridNote, _ wish: CellWishes, among whole: Piece) -> [String] {
    var found: [String] = []
    let bar = piece.bars[note.bar]
    let isKit = piece.parts[note.part].isKit
    if note.isDrum != isKit { found.append("wrong kind of pitch") }
    if !(0..<bar.length).contains(note.position) { found.append("outside the bar") }
    if let range = wish.range, !range.contains(note.key) { found.append("range") }
    if let drums = wish.drums, !drums.contains(note.key) { found.append("drum") }
    if let positions = wish.positions, !positions.contains(note.position) {
      found.append("position")
    }
    if !(wish.lengths ?? 1...3071).contains(note.length) { found.append("length") }
    if !isKit, !isInHarmony(note, wish) { found.append("harmony") }
    let onset = whole.onset(of: note)
    let part = whole.notes.filter { $0.part == note.part }
    func sounds(_ other: GridNote, at time: Int) -> Bool {
      whole.onset(of: other) <= time && time < whole.onset(of: other) + other.length
    }
    // Wherever the note sounds: where it or another begins, and at bar lines.
    let later = part.map { whole.onset(of: $0) } + piece.bars.map(\.start)
    for time in [onset] + later.filter({ onset < $0 && $0 < onset + note.length }) {
      let at = piece.bars.firstIndex { time < $0.end }
      let there = at.map { CellPlace(bar: $0, part: note.part) }
      let isAsked = there.map(holes.contains) ?? false
      let limit = isAsked ? there.flatMap { wishes.wishes(of: $0).voices } : wish.voices
      guard let limit else { continue }
      if part.count(where: { sounds($0, at: time) }) > limit { found.append("voices at \(time)") }
    }
    if wish.joinsCleanly {
      let same = part.filter { $0.pitch == note.pitch }
      if same.filter({ $0 == note }).count > 1 { found.append("doubled") }
      for other in same where other != note {
        let (first, second) = (onset, whole.onset(of: other))
        let overlaps = first < second + other.length && second < first + note.length
        if overlaps { found.append("struck while it sounds") }
      }
      var last = note.bar
      while holes.contains(CellPlace(bar: last + 1, part: note.part)) { last += 1 }
      if onset + note.length > piece.bars[last].end { found.append("outlasts its bars") }
    }
    return found
  }

  private func isInHarmony(_ note: GridNote, _ wish: CellWishes) -> Bool {
    let time = piece.bars[note.bar].origin + Beat(note.position, 24)
    let chord = score.chord(at: time)
    let inKey = score.key(ofBar: note.bar).contains(pitchClass: note.key)
    let inChord = chord?.pitchClasses.contains(note.key % 12) == true
    return switch wish.harmony {
    case .free: true
    case .scale: inKey
    case .scaleAndChord: inKey || inChord
    case .chord: inChord
    case .bass: chord?.lowest.pitchClass == note.key % 12
    }
  }
}

@Suite("HoleFilling") struct FillingTests {
  private let vocabulary = Scores.vocabulary

  private func randomWishes(_ isKit: Bool, _ random: inout RandomStream) -> CellWishes {
    var wish = CellWishes()
    if isKit {
      if random.chance(0.5) { wish.drums = [36, 38, 42, 46] }
    } else {
      if random.chance(0.7) {
        let low = 30 + random.index(40)
        wish.range = low...(low + 12 + random.index(20))
      }
      wish.harmony = CellWishes.Harmony.allCases[random.index(5)]
      wish.chordStrength = [0, 0.5, 1][random.index(3)]
    }
    if random.chance(0.6) { wish.voices = 1 + random.index(4) }
    if random.chance(0.5) {
      wish.positions = CellWishes.positions(every: [3, 6, 8, 12][random.index(4)], barLength: 768)
    }
    if random.chance(0.4) {
      let low = 1 + random.index(12)
      wish.lengths = low...(low + random.index(96))
    }
    if random.chance(0.3) { wish.mostNotes = 1 + random.index(8) }
    wish.sounds = random.chance(0.5)
    if random.chance(0.5) { wish.attributes = randomAttributes(isKit, &random) }
    return wish
  }

  private func randomAttributes(_ isKit: Bool, _ random: inout RandomStream) -> CellControls {
    CellControls(
      density: random.index(10), polyphony: random.index(7),
      register: isKit ? 0 : random.index(10))
  }

  @Test("attributes that are asked come, where wishes leave room for them")
  func attributes() throws {
    var (asked, hit) = ([0, 0, 0], [0, 0, 0])
    for seed in 0..<120 {
      var random = RandomStream(seed: UInt64(seed), purpose: "attributes")
      let score = Scores.made(seed: UInt64(seed), bars: 4, isClean: true)
      let piece = try Gridding(vocabulary).piece(of: score).piece
      let place = CellPlace(bar: 1 + random.index(2), part: random.index(4))
      // What stood there can be reached for certain.
      var wish = CellWishes()
      wish.attributes = piece.controls(in: place, vocabulary)
      wish.attributes.intensity = 0
      if piece.notes(in: place).isEmpty { continue }
      let filling = try HoleFilling(
        of: piece, WindowRequest(bars: 0..<4, parts: [0, 1, 2, 3], holes: [place]),
        wishes: FillingWishes(cells: [place: wish]), vocabulary)
      let notes = written(filling, seed: UInt64(seed)).writing.notes
      let found = CellControls(
        of: notes[...], barLength: piece.bars[place.bar].length, vocabulary)
      let pairs = [
        (wish.attributes.density, found.density), (wish.attributes.polyphony, found.polyphony),
        (wish.attributes.register, found.register),
      ]
      for (index, pair) in pairs.enumerated() where pair.0 > 0 && (index != 1 || pair.0 < 6) {
        asked[index] += 1
        hit[index] += pair.0 == pair.1 ? 1 : 0
      }
    }
    for (asked, hit) in zip(asked, hit) {
      #expect(asked > 20)
      #expect(Double(hit) >= 0.85 * Double(asked), "\(hit) of \(asked)")
    }
  }

  @Test("whatever is chosen keeps every wish, by an independent checker", arguments: 0..<1000)
  func wishes(seed: Int) throws {
    var random = RandomStream(seed: UInt64(seed), purpose: "wishes")
    let score = Scores.made(seed: UInt64(seed), bars: 6, isClean: seed % 2 == 0)
    let piece = try Gridding(vocabulary).piece(of: score).piece
    var request = WindowRequest(bars: 0..<6, parts: [0, 1, 2, 3])
    var wishes = FillingWishes()
    for bar in 0..<6 {
      for part in 0..<4 where random.chance(0.35) {
        let place = CellPlace(bar: bar, part: part)
        request.holes.insert(place)
        wishes.cells[place] = randomWishes(part == 3, &random)
      }
    }
    request.shift = random.index(5) - 2
    // Wishes at random may contradict what is given; those are told of, and wished no more.
    var filling: HoleFilling?
    var conflicts = 0
    while filling == nil {
      do {
        filling = try HoleFilling(of: piece, request, wishes: wishes, vocabulary)
      } catch WishConflict.hole(let place, let cause) {
        conflicts += 1
        #expect([.noRoom, .noPitch].contains(cause), "\(cause)")
        request.holes.remove(place)
      }
    }
    let checker = WishChecker(piece: piece, score: score, holes: request.holes, wishes: wishes)
    let (writing, window, _, drawn) = written(try #require(filling), seed: UInt64(seed))
    let notes = writing.notes
    let faults = checker.faults(of: notes)
    #expect(faults.isEmpty, "seed \(seed): \(faults.prefix(3))")
    for choice in drawn {
      #expect(choice.allowed.count > 1)
      #expect(choice.allowed == choice.allowed.sorted())
      #expect(choice.factors.isEmpty || choice.factors.count == choice.allowed.count)
      #expect(choice.allowed.allSatisfy { (1..<vocabulary[choice.field].size).contains($0) })
    }
    // What a model read is a window, and says the same notes.
    let reading = try WindowReading(window, vocabulary)
    #expect(reading.piece.notes.count == piece.replacing(request.holes, with: notes).notes.count)
    #expect(conflicts < 24)
  }

  @Test("chord tones on strong beats: at 1 all where they can be, at 0.5 the others half as likely")
  func chordStrength() throws {
    var score = Scores.made(seed: 4, metres: ["4/4"], bars: 4)
    score.chords = [ChordSpan(onset: 0, duration: score.length, chord: try Chord(symbol: "C"))]
    let piece = try Gridding(vocabulary).piece(of: score).piece
    let place = CellPlace(bar: 2, part: 0)
    let request = WindowRequest(bars: 0..<4, parts: [0, 1, 2, 3], holes: [place])
    for strength in [0, 0.5, 1] {
      var wish = CellWishes(
        range: 60...71, positions: CellWishes.positions(every: 6, barLength: 96))
      wish.chordStrength = strength
      let filling = try HoleFilling(
        of: piece, request, wishes: FillingWishes(cells: [place: wish]), vocabulary)
      var seen = 0
      for seed in 0..<100 {
        for choice in written(filling, seed: UInt64(seed)).drawn where choice.field == .pitch {
          guard choice.event[.tick] == 1 else { continue }
          seen += 1
          switch strength {
          case 0: #expect(choice.factors.isEmpty)
          case 1:
            #expect(
              choice.allowed.allSatisfy { [61, 65, 68].contains($0) } || choice.factors.isEmpty)
          default:
            for (pitch, factor) in zip(choice.allowed, choice.factors) {
              #expect(factor == ([61, 65, 68].contains(pitch) ? 1 : 0.5))
            }
          }
        }
      }
      #expect(seen > 3)
    }
  }

  @Test("without wishes the choices are those of the training room's generator")
  func plain() throws {
    let score = Scores.made(seed: 6, metres: ["7/8"], bars: 4)
    let piece = try Gridding(vocabulary).piece(of: score).piece
    let places = [CellPlace(bar: 2, part: 0), CellPlace(bar: 2, part: 3)]
    let request = WindowRequest(bars: 0..<4, parts: [0, 1, 2, 3], holes: Set(places))
    let filling = try HoleFilling(
      of: piece, request, wishes: FillingWishes(others: .none), vocabulary)
    for seed in 0..<10 {
      let (writing, _, types, drawn) = written(filling, seed: UInt64(seed))
      #expect(types.allSatisfy { Set($0) == [.note, .bar, .cell, .fill, .end] })
      var beats = drawn.filter { $0.field == .beat }.makeIterator()
      var (last, part) = (0, 0)
      for note in writing.notes {
        if note.part != part { (last, part) = (0, note.part) }
        // A choice of one is taken without asking.
        if last / 24 < 3 {
          #expect(beats.next()?.allowed == Array((last / 24 + 1)...4))
        }
        last = note.position
      }
      for choice in drawn {
        switch choice.field {
        case .tick:
          #expect(choice.allowed.last == 24 || choice.allowed.last == 12)
          #expect(choice.allowed == Array((choice.allowed.first ?? 0)...(choice.allowed.last ?? 0)))
        case .pitch:
          #expect(choice.allowed == Array(1...128) || choice.allowed == Array(129...256))
        case .lengthBeats: #expect(choice.allowed == Array(1...128))
        case .lengthTicks:
          #expect(choice.allowed == Array((choice.event[.lengthBeats] == 1 ? 2 : 1)...24))
        default: break
        }
      }
    }
  }

  @Test("a note is filled field by field, and its chord looked up at its position")
  func steps() throws {
    let score = Scores.made(seed: 8, metres: ["4/4"], bars: 4)
    let piece = try Gridding(vocabulary).piece(of: score).piece
    let request = WindowRequest(
      bars: 0..<4, parts: [0, 1, 2, 3], holes: [CellPlace(bar: 1, part: 0)])
    var filling = try HoleFilling(
      of: piece, request, wishes: FillingWishes(others: .none), asks: [.velocity], vocabulary)
    guard case .read(let fill, _) = filling.next() else {
      Issue.record("the header comes first")
      return
    }
    #expect(fill.type == .fill && fill[.place] == 2 && fill[.slot] == 1)
    let (step, again) = (filling.next(), filling.next())
    #expect(step == .draw([.bar, .cell, .fill, .end, .note]))
    #expect(step == again)
    let begun = filling.begin(.note)
    var note = try #require(begun)
    #expect(note.type == .note && note[.place] == 2 && note[.root] == 0)
    note.position = 36
    filling.lookUp(in: &note)
    let chord = piece.chord(at: piece.bars[1].start + 36)
    #expect(note[.root] == chord.root && note[.kind] == chord.kind && note[.bass] == chord.bass)
    note[.pitch] = 61
    note.length = 12
    #expect(filling.values(of: .velocity, in: note) == .among(Array(1...32), factors: []))
    #expect(filling.values(of: .micro, in: note) == .unknown)
    note[.velocity] = 20
    let (read, time) = filling.finish(note)
    #expect(read == note && time == piece.bars[1].start + 36)
    #expect(
      filling.notes == [
        GridNote(bar: 1, part: 0, position: 36, pitch: 61, length: 12, velocity: 20)
      ])
    let (stopped, last) = (filling.begin(.end), filling.next())
    #expect(stopped == nil)
    #expect(last == .done)
  }

  @Test("a copy fills the same holes in another way")
  func copies() throws {
    let piece = try Gridding(vocabulary).piece(of: Scores.made(seed: 9)).piece
    let request = WindowRequest(
      bars: 0..<8, parts: [0, 1, 2, 3], holes: [CellPlace(bar: 4, part: 1)])
    let filling = try HoleFilling(of: piece, request, vocabulary)
    let first = written(filling, seed: 1).writing.notes
    #expect(written(filling, seed: 1).writing.notes == first)
    #expect(written(filling, seed: 2).writing.notes != first)
  }

  @Test("contradictions are told of before anything is drawn")
  func conflicts() throws {
    var score = Scores.made(seed: 10, metres: ["4/4"], bars: 4, isClean: true)
    score.keys = [KeyChange(bar: 0, key: Key(PitchName(.c), .major))]
    score.chords = [ChordSpan(onset: 0, duration: 16, chord: try Chord(symbol: "C"))]
    let lead = CellPlace(bar: 2, part: 0)
    let kit = CellPlace(bar: 2, part: 3)
    func cause(
      _ wish: CellWishes, _ place: CellPlace, _ change: (inout FillingWishes) -> Void = { _ in },
      of score: Score
    ) throws -> WishConflict.Cause? {
      let piece = try Gridding(vocabulary).piece(of: score).piece
      let request = WindowRequest(bars: 0..<4, parts: [0, 1, 2, 3], holes: [place])
      var wishes = FillingWishes(cells: [place: wish])
      change(&wishes)
      do {
        _ = try HoleFilling(of: piece, request, wishes: wishes, vocabulary)
        return nil
      } catch WishConflict.hole(let hole, let cause) {
        #expect(hole == place)
        #expect(!WishConflict.hole(hole, cause).description.isEmpty)
        return cause
      }
    }
    #expect(try cause(CellWishes(), lead, of: score) == nil)
    #expect(try cause(CellWishes(), lead, { $0.locked = [lead] }, of: score) == .locked)
    #expect(try cause(CellWishes(), lead, { $0.instruments = [1] }, of: score) == .instrument(41))
    #expect(try cause(CellWishes(), kit, { $0.instruments = [1, 129] }, of: score) == nil)
    #expect(try cause(CellWishes(voices: 0), lead, of: score) == .voices(0))
    #expect(try cause(CellWishes(chordStrength: 1.5), lead, of: score) == .strength)
    #expect(try cause(CellWishes(chordStrength: .nan), lead, of: score) == .strength)
    #expect(try cause(CellWishes(mostNotes: 0, sounds: true), lead, of: score) == .notes(0))
    #expect(try cause(CellWishes(lengths: 0...4), lead, of: score) == .lengths(0...4))
    #expect(try cause(CellWishes(drums: [36]), lead, of: score) == .drumsOfPitchedPart)
    #expect(try cause(CellWishes(range: 36...40), kit, of: score) == .rangeOfKit)
    #expect(try cause(CellWishes(drums: []), kit, of: score) == .noDrum)
    #expect(try cause(CellWishes(range: 128...140), lead, of: score) == .range(128...140))
    #expect(try cause(CellWishes(positions: []), lead, of: score) == .noPosition)
    #expect(try cause(CellWishes(positions: [96]), lead, of: score) == .noPosition)
    #expect(
      try cause(CellWishes(range: 61...61, harmony: .scale), lead, of: score) == .noPitch)
    #expect(
      try cause(CellWishes(range: 62...62, harmony: .chord), lead, of: score) == .noPitch)
    var bare = score
    (bare.keys, bare.chords) = ([], [])
    #expect(try cause(CellWishes(harmony: .scale), lead, of: bare) == .noKey)
    #expect(try cause(CellWishes(harmony: .chord), lead, of: bare) == .noChord)
    #expect(try cause(CellWishes(harmony: .bass), lead, of: bare) == .noChord)
    var held = score
    held.parts[0].notes = [Note(onset: 4, duration: 12, pitch: Pitch(number: 60))]
    #expect(try cause(CellWishes(voices: 1, sounds: true), lead, of: held) == .noRoom)
    #expect(try cause(CellWishes(voices: 2, sounds: true), lead, of: held) == nil)
    #expect(
      try cause(CellWishes(range: 60...60, sounds: true), lead, of: held) == .noRoom)
    let piece = try Gridding(vocabulary).piece(of: score).piece
    #expect(throws: WishConflict.window(.strayHole(CellPlace(bar: 9, part: 0)))) {
      try HoleFilling(
        of: piece,
        WindowRequest(bars: 0..<4, parts: [0], holes: [CellPlace(bar: 9, part: 0)]), vocabulary)
    }
  }

  @Test("a request that the piece cannot answer is refused")
  func requests() throws {
    let piece = try Gridding(vocabulary).piece(of: Scores.made(seed: 11)).piece
    func error(_ request: WindowRequest) -> WindowError? {
      do {
        _ = try Window(of: piece, request, vocabulary)
        return nil
      } catch {
        return error
      }
    }
    #expect(error(WindowRequest(bars: 0..<8, parts: [3, 0])) == nil)
    #expect(error(WindowRequest(bars: 0..<9, parts: [0])) == .noSuchBars(got: 0..<9, bars: 8))
    #expect(error(WindowRequest(bars: 3..<3, parts: [0])) == .noBars)
    #expect(error(WindowRequest(bars: 0..<2, parts: [0, 0])) == .wrongPart(0))
    #expect(error(WindowRequest(bars: 0..<2, parts: [4])) == .wrongPart(4))
    #expect(
      error(WindowRequest(bars: 0..<8, parts: [0], place: 121)) == .tooManyBars(got: 129, most: 128)
    )
    #expect(
      error(WindowRequest(bars: 0..<2, parts: Array(0..<65))) == .tooManyParts(got: 65, most: 64))
    let low = piece.notes.first { $0.part == 0 && $0.bar < 8 }?.key ?? 0
    #expect(
      error(WindowRequest(bars: 0..<8, parts: [0], shift: -100))
        == .shiftTooFar(semitones: -100, key: low))
  }
}
