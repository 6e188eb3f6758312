import Composing
import Music
import Production
import Testing

@Suite struct ModalFitTests {
  private func style(_ progressions: [[String]], isMinor: Bool = false) -> Style {
    var style = TestStyle.pop
    style.harmony.progressions = progressions.map {
      Harmony.Progression(bars: $0, isMinor: isMinor)
    }
    return style
  }

  private func plan(_ style: Style, _ key: Key?, seed: UInt64) throws -> Plan {
    try Planner(engineVersion: "1").planned(style, key: key, seed: seed)
  }

  /// The share of the chords on roots that the key does not have.
  private func foreign(_ plan: Plan) -> Double {
    let key = plan.key(ofBar: 0)
    let outside = plan.chords.count { !key.contains(pitchClass: $0.chord.root.pitchClass) }
    return Double(outside) / Double(plan.chords.count)
  }

  @Test(
    "a key that was asked for is not left by progressions on foreign degrees",
    arguments: [Scale.major, .lydian, .mixolydian])
  func asked(scale: Scale) throws {
    let rock = style([["bVI", "bVII", "bIII", "bVII"], ["bIII", "bVI", "bVII", "V"]])
    for seed in UInt64(1)...8 {
      let plan = try plan(rock, Key(PitchName(.c), scale), seed: seed)
      #expect(foreign(plan) == 0)
      #expect(plan.chords.contains { $0.chord.root == PitchName(.c) })
    }
  }

  @Test("bare fifths in an asked key are fifths of the key")
  func fifths() throws {
    let punk = style([["I5", "bVII5", "IV5", "bII5"]])
    for scale in [Scale.major, .lydian, .mixolydian] {
      for seed in UInt64(1)...4 {
        let plan = try plan(punk, Key(PitchName(.c), scale), seed: seed)
        for span in plan.chords where span.chord.triad == .power {
          #expect(
            span.chord.pitchClasses.allSatisfy { plan.key(ofBar: 0).contains(pitchClass: $0) })
        }
      }
    }
  }

  @Test("a piece in an asked key stands on its tonic somewhere, even as a loop")
  func tonic() throws {
    for seed in UInt64(1)...8 {
      let plan = try Planner(engineVersion: "1").planned(
        style([["IV", "V", "IV", "V"]]), key: Key(PitchName(.e), .lydian), seed: seed, loop: true)
      let tonics = plan.chords.filter { $0.chord.root == PitchName(.e) }
      #expect(tonics.map(\.onset) == [0, 32])
      #expect(tonics.allSatisfy { $0.chord == Chord(PitchName(.e), .major) })
    }
  }

  @Test(
    "an asked scale is heard by its tonic in eight bars and its own degree in sixteen",
    arguments: [
      (Scale.harmonicMinor, 11), (.melodicMinor, 11), (.dorian, 9), (.phrygian, 1), (.locrian, 6),
      (.lydian, 6), (.mixolydian, 10),
    ])
  func stated(scale: Scale, degree: Int) throws {
    let plain = style(
      scale.isMinor
        ? [["i", "VI", "III", "VII"], ["iv", "v", "iv", "v"]]
        : [["I", "vi", "ii", "I"], ["ii", "vi", "ii", "vi"]], isMinor: scale.isMinor)
    for seed in UInt64(1)...8 {
      let plan = try Planner(engineVersion: "1").plan(
        brief: .with { brief in
          brief.key = Key(PitchName(.c), scale)
          brief.bars = 48
        }, style: plain, seed: seed)
      func sounds(_ bars: Range<Int>, _ test: (Chord) -> Bool) -> Bool {
        plan.chords.contains { bars.contains(plan.meters.bar(at: $0.onset)) && test($0.chord) }
      }
      for start in stride(from: 0, to: 48, by: 8) {
        #expect(sounds(start..<(start + 8)) { $0.root == PitchName(.c) }, "seed \(seed)")
      }
      for start in stride(from: 0, to: 48, by: 16) {
        #expect(
          sounds(start..<(start + 16)) { $0.pitchClasses.contains(degree) }, "seed \(seed)")
      }
      // The tonic is the scale's own.
      let last = try #require(plan.chords.last?.chord)
      #expect(last.root == PitchName(.c))
      #expect(last.pitchClasses.allSatisfy { plan.key(ofBar: 0).contains(pitchClass: $0) })
    }
  }

  @Test("the dominant of harmonic minor has its leading note whatever the style's minor has")
  func leading() throws {
    let folk = style([["i", "v", "VI", "v7"]], isMinor: true)
    for seed in UInt64(1)...4 {
      let plan = try plan(folk, Key(PitchName(.a), .harmonicMinor), seed: seed)
      let dominants = plan.chords.map(\.chord).filter { $0.root == PitchName(.e) }
      #expect(!dominants.isEmpty && dominants.allSatisfy { $0.third == 4 })
    }
  }

  @Test("of a style's progressions those of the key's own mode are drawn")
  func drawn() throws {
    let mixed = style([["I", "bVII", "IV", "I"], ["I", "V", "IV", "I"]])
    let plans = try (UInt64(1)...30).map { try plan(mixed, Key(PitchName(.c), .major), seed: $0) }
    let lowered = plans.count { $0.chords.contains { $0.chord.root.pitchClass == 10 } }
    #expect(lowered < 10)
    let phrygian = style([["i", "VI", "VII", "i"], ["i", "bII", "i", "VII"]], isMinor: true)
    let dark = try (UInt64(1)...30).map {
      try plan(phrygian, Key(PitchName(.e), .phrygian), seed: $0)
    }
    #expect(dark.count { $0.chords.contains { $0.chord.root.pitchClass == 5 } } > 20)
  }
}

extension Planner {
  fileprivate func planned(
    _ style: Style, key: Key?, seed: UInt64, loop: Bool = false
  ) throws -> Plan {
    try plan(
      brief: .with { brief in
        brief.key = key
        brief.bars = 16
        brief.loop = loop
      }, style: style, seed: seed)
  }
}
