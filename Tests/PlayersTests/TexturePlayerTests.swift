import Music
import Players
import Production
import Testing

/// Players of textures: organ, winds, voices and inner lines.
@Suite("Texture players")
struct TexturePlayerTests {
  private static let chorale: [StylePart] = [
    Stage.part(
      "bass", .bass, .bassist, "cello", 40...60,
      patterns: [Pattern(name: "q", stepsPerBeat: 2, voices: ["line": "R-s-r-s-"])]),
    Stage.part("soprano", .lead, .melodist, "choir", 60...79, melody: Stage.tune),
    Stage.part("alto", .counter, .innerVoice, "choir", 55...74, complexity: 0.3),
    Stage.part("tenor", .counter, .innerVoice, "choir", 48...67, complexity: 0.3),
  ]

  /// What a part sounds at a time, or just before it.
  private func sounding(_ notes: [Note], at beat: Beat, before: Bool) -> Int? {
    notes.last {
      before ? $0.onset < beat && $0.end >= beat : $0.onset <= beat && $0.end > beat
    }?.pitch.number
  }

  @Test(
    "inner voices make no parallel fifths or octaves and seldom cross",
    arguments: [Stage.pop, Stage.jazz, Stage.minor])
  func parallels(_ numerals: [String]) {
    var (moves, parallels, crossings, checked) = (0, 0, 0, 0)
    for seed in UInt64(1)...8 {
      let stage = Stage(
        seed: seed, key: numerals == Stage.minor ? "F# minor" : "Eb major", bars: numerals,
        parts: TexturePlayerTests.chorale)
      let all = stage.play()
      for inner in ["alto", "tenor"] {
        let own = all[inner] ?? []
        #expect(own.count > 30)
        for (from, to) in zip(own, own.dropFirst())
        where from.end == to.onset && from.pitch != to.pitch {
          for other in ["bass", "soprano"] {
            let notes = all[other] ?? []
            guard let old = sounding(notes, at: to.onset, before: true),
              let new = sounding(notes, at: to.onset, before: false)
            else { continue }
            checked += 1
            if other == "bass" ? new > to.pitch.number : new < to.pitch.number { crossings += 1 }
            guard old != new, (new > old) == (to.pitch.number > from.pitch.number) else { continue }
            moves += 1
            let before = abs(old - from.pitch.number) % 12
            let after = abs(new - to.pitch.number) % 12
            if before == after, after == 0 || after == 7 { parallels += 1 }
          }
        }
      }
    }
    #expect(moves > 100)
    #expect(Double(parallels) <= Double(moves) * 0.01, "\(parallels) of \(moves)")
    #expect(Double(crossings) <= Double(checked) * 0.05, "\(crossings) of \(checked)")
  }

  @Test("inner voices complete the chord and move by step")
  func completion() {
    let stage = Stage(seed: 3, song: [.init("verse", 16, 0.6)], parts: TexturePlayerTests.chorale)
    let all = stage.play()
    var (full, total) = (0, 0)
    for span in stage.plan.chords {
      let classes = Set(
        TexturePlayerTests.chorale.compactMap {
          sounding(all[$0.id] ?? [], at: span.onset, before: false).map { $0 % 12 }
        })
      guard classes.count >= 2 else { continue }
      total += 1
      let third = (span.chord.root.pitchClass + (span.chord.third ?? 4)) % 12
      if classes.contains(third) { full += 1 }
    }
    #expect(total >= 12 && full * 10 >= total * 9, "\(full) of \(total) chords have their third")
    for id in ["alto", "tenor"] {
      let numbers = (all[id] ?? []).map(\.pitch.number)
      let steps = zip(numbers, numbers.dropFirst()).filter { abs($0 - $1) <= 4 }.count
      #expect(steps * 10 >= (numbers.count - 1) * 8, "\(id)")
    }
  }

  @Test("an organist ties common tones and plays the pedals below the hands")
  func organ() {
    let part = Stage.part(of: .organist)
    let notes = Stage(song: [.init("verse", 8, 0.5)], parts: [part]).play()["organ"] ?? []
    let pedals = notes.filter { $0.pitch.number < 56 }
    #expect(pedals.count >= 16)
    for (one, next) in zip(pedals, pedals.dropFirst()) { #expect(one.end <= next.onset) }
    let hands = notes.filter { $0.pitch.number >= 56 }
    for note in hands {
      let chord = hands.filter { $0.onset <= note.onset && $0.end > note.onset }
      let numbers = chord.map(\.pitch.number)
      #expect((numbers.max() ?? 0) - (numbers.min() ?? 0) <= 32)
    }
    #expect(!hands.isEmpty)
  }

  @Test("winds and singers breathe at the end of every phrase", arguments: ["winds", "choir"])
  func breaths(_ id: String) {
    guard let part = Stage.band.first(where: { $0.id == id }) else {
      Issue.record("no \(id)")
      return
    }
    let stage = Stage(song: [.init("verse", 16, 0.6)], parts: [part])
    let notes = (stage.play()[id] ?? []).filter { $0.duration >= 1 }
    #expect(notes.count > 8)
    for bar in stride(from: 4, through: 16, by: 4) {
      let end = stage.plan.meters.start(ofBar: bar)
      #expect(!notes.contains { $0.onset < end && $0.end > end - Beat(1, 2) }, "bar \(bar)")
    }
    let longest = notes.map(\.duration).max() ?? .zero
    #expect(longest <= 16, "\(longest)")
  }
}
