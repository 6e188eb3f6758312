import Music
import Players
import Production
import Testing

/// What every session player must do, whatever it plays.
@Suite("Player")
struct PlayerSuite {
  static let table = ["3/4", "4/4", "5/4", "7/8", "6/8", "12/8", "2/4"].compactMap { Meter($0) }

  private func check(_ stage: Stage, intensity: Double = 0.8, note: Comment) {
    let all = stage.play(intensity: intensity)
    for (part, style) in zip(stage.plan.parts, stage.parts) {
      let notes = all[part.id] ?? []
      #expect(notes == notes.sorted(), "\(part.id) ascends: \(note)")
      for note in notes {
        #expect(note.duration > .zero && note.onset >= .zero && note.end <= stage.plan.length)
        #expect(part.register.contains(note.pitch.number), "\(part.id) \(note.pitch)")
        #expect(part.instrument.range.contains(note.pitch.number), "\(part.id) \(note.pitch)")
        #expect((1...127).contains(note.velocity))
      }
      expectNoOverlap(notes, polyphony: polyphony(style), "\(part.id) \(note)")
    }
  }

  private func polyphony(_ style: StylePart) -> Int {
    switch style.player {
    case .bassist, .melodist, .counterpoint, .innerVoice: 1
    case .guitarist: 6
    default: style.instruments[0].value.polyphony
    }
  }

  private func expectNoOverlap(_ notes: [Note], polyphony: Int, _ comment: String) {
    for (index, note) in notes.enumerated() {
      var sounding = 1
      for other in notes[..<index].suffix(40) where other.end > note.onset {
        sounding += 1
        if other.pitch.number == note.pitch.number, !comment.hasPrefix("drums") {
          Issue.record("\(comment): \(other.pitch) overlaps itself at \(note.onset)")
        }
      }
      #expect(sounding <= polyphony, "\(comment): \(sounding) at \(note.onset)")
    }
  }

  @Test(
    "plays in range, in time, without overlaps and playable in every metre",
    arguments: PlayerSuite.table)
  func meters(_ meter: Meter) {
    for seed in UInt64(1)...3 {
      check(Stage(seed: seed, meter: meter), note: "seed \(seed) \(meter)")
    }
  }

  @Test(
    "plays any harmony at any intensity", arguments: [Stage.pop, Stage.jazz, Stage.minor],
    [0.1, 0.4, 1])
  func harmonies(_ numerals: [String], _ intensity: Double) {
    let key = numerals == Stage.minor ? "F# minor" : "Eb major"
    check(Stage(seed: 9, key: key, bars: numerals), intensity: intensity, note: "\(numerals)")
  }

  @Test("fits a register of one octave", arguments: [36, 48, 60, 67])
  func narrow(_ low: Int) {
    let parts = Stage.band.filter { !$0.instruments[0].value.isDrumKit }.map { part in
      var part = part
      let range = part.instruments[0].value.range
      let bottom = min(max(low, range.lowerBound), range.upperBound - 12)
      part.register = bottom...(bottom + 12)
      return part
    }
    let stage = Stage(seed: 4, bars: Stage.jazz, parts: parts)
    check(stage, note: "octave from \(low)")
    for (id, notes) in stage.play() { #expect(!notes.isEmpty, "\(id) plays in an octave") }
  }

  @Test("plays sections of one bar and lengths that end inside the last bar")
  func short() {
    let song = [
      Stage.Verse("intro", 1, 0.3), .init("verse", 1, 0.5, .build), .init("drop", 2, 0.9, .dropOut),
      .init("outro", 1, 0.5, .ending),
    ]
    for ending in Style.Ending.allCases {
      check(Stage(song: song, ending: ending, cut: Beat(3, 2)), note: "\(ending)")
      check(Stage(meter: Meter(7, 8) ?? .common, song: song, ending: ending), note: "\(ending)")
    }
  }

  @Test("gives the same notes for the same cue", arguments: PlayerKind.allCases)
  func deterministic(_ kind: PlayerKind) {
    let parts = [Stage.drums, Stage.lead, Stage.part(of: kind)]
    #expect(Stage(parts: uniqued(parts)).play() == Stage(parts: uniqued(parts)).play())
  }

  private func uniqued(_ parts: [StylePart]) -> [StylePart] {
    var seen: Set<String> = []
    return parts.filter { seen.insert($0.id).inserted }
  }

  @Test("gives other notes for another seed and another take", arguments: PlayerKind.allCases)
  func seeded(_ kind: PlayerKind) {
    var part = Stage.part(of: kind)
    if kind == .arpeggiator {
      part.patterns = [Pattern(name: "random", voices: ["random": "x.x.x.x."])]
    }
    // Voicings and held notes may agree; dynamics drift with the seed.
    let first = Stage(seed: 1, parts: [part]).play()
    #expect(first != Stage(seed: 2, parts: [part]).play())
    #expect(first != Stage(seed: 1, parts: [part]).play(take: 1))
  }

  @Test("is silent at intensity 0", arguments: PlayerKind.allCases)
  func silent(_ kind: PlayerKind) {
    let notes = Stage(parts: [Stage.part(of: kind)]).play(intensity: 0)
    #expect(notes.values.allSatisfy { $0.isEmpty })
  }

  @Test("plays without patterns", arguments: PlayerKind.allCases)
  func withoutPatterns(_ kind: PlayerKind) {
    var part = Stage.part(of: kind)
    part.patterns = []
    for meter in PlayerSuite.table {
      let stage = Stage(meter: meter, parts: [part])
      check(stage, note: "no patterns in \(meter)")
      #expect(!(stage.play()[part.id] ?? []).isEmpty, "\(kind) in \(meter)")
    }
  }

  @Test("ends the piece with a stroke on the last bar, held as the ending says")
  func endings() {
    for ending in [Style.Ending.held, .ringOut, .stop] {
      let stage = Stage(ending: ending, cut: 1)
      let last = stage.plan.meters.start(ofBar: stage.plan.bars - 1)
      for (id, notes) in stage.play() {
        let final = notes.filter { $0.onset >= last }
        #expect(!final.isEmpty || id == "shaker", "\(id) \(ending)")
        #expect(final.allSatisfy { $0.onset == last }, "\(id) \(ending)")
        if ending == .stop {
          #expect(final.allSatisfy { $0.duration <= Beat(1, 2) })
        } else if id != "drums", id != "shaker" {
          #expect(final.allSatisfy { $0.end == stage.plan.length }, "\(id)")
        }
      }
    }
  }

  @Test("plays through the last bar of a loop")
  func loops() {
    let stage = Stage(loop: true)
    let last = stage.plan.meters.start(ofBar: stage.plan.bars - 1)
    let drums = (stage.play()["drums"] ?? []).filter { $0.onset > last }
    #expect(!drums.isEmpty)
  }

  @Test("stops the rhythm where a section drops out")
  func dropOuts() {
    let stage = Stage()
    guard let section = stage.plan.sections.first(where: { $0.transition == .dropOut }) else {
      Issue.record("no drop-out")
      return
    }
    let span = stage.span(of: section)
    let all = stage.play()
    for id in ["drums", "shaker", "bass", "keys", "guitar", "arp"] {
      let late = (all[id] ?? []).filter {
        $0.onset > span.upperBound - 2 && span.contains($0.onset)
      }
      #expect(late.isEmpty, "\(id)")
    }
  }

  @Test("is silent with the drums before a drop")
  func beforeDrops() {
    let song = [Stage.Verse("build", 4, 0.6, .build), .init("drop", 4, 1)]
    for (id, notes) in Stage(song: song).play() where ["drums", "bass", "keys", "arp"].contains(id)
    {
      #expect(!notes.contains { $0.onset >= 14 && $0.onset < 16 }, "\(id)")
      #expect(notes.contains { $0.onset == 16 || ($0.onset > 16 && $0.onset < 18) }, "\(id)")
    }
  }

  @Test("never plays every note at one velocity", arguments: PlayerKind.allCases)
  func dynamics(_ kind: PlayerKind) {
    let part = Stage.part(of: kind)
    let notes = Stage(parts: [part]).play()[part.id] ?? []
    #expect(Set(notes.map(\.velocity)).count >= min(6, notes.count))
  }
}
