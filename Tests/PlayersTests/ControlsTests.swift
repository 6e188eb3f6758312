import Music
import Players
import Production
import Testing

/// What is turned on a player is heard, steadily from one end to the other, and stays playable.
@Suite("Player controls")
struct ControlsTests {
  private static let song = [
    Stage.Verse("verse", 16, 0.6, .fill), Stage.Verse("chorus", 16, 0.8, .fill),
    Stage.Verse("verse", 16, 0.6, .fill),
  ]

  private static let kinds: [PlayerKind] = [
    .drummer, .percussionist, .bassist, .keyboardist, .guitarist, .brass,
  ]

  /// The mean of a figure over seeds, for a part whose controls are turned, after other parts.
  private func mean(
    of part: StylePart, after others: [StylePart] = [], seeds: ClosedRange<UInt64> = 1...6,
    turning turn: (inout PlayerControls) -> Void, figure: ([Note], Stage) -> Double
  ) -> Double {
    var sum = 0.0
    for seed in seeds {
      var turned = part
      turn(&turned.controls)
      let stage = Stage(seed: seed, song: ControlsTests.song, parts: others + [turned])
      sum += figure(stage.play()[part.id] ?? [], stage)
    }
    return sum / Double(seeds.count)
  }

  private func onsets(_ notes: [Note]) -> Double { Double(Set(notes.map(\.onset)).count) }

  /// Whether figures never fall by more than a slack and rise from end to end.
  private func rises(_ figures: [Double], slack: Double = 0.01, by least: Double) -> Bool {
    let steady = zip(figures, figures.dropFirst()).allSatisfy { $1 >= $0 * (1 - slack) }
    return steady && (figures.last ?? 0) >= (figures.first ?? 0) * least
  }

  private static let shares = [0, 0.25, 0.5, 0.75, 1]

  @Test("complexity makes every player busier", arguments: kinds)
  func complexity(_ kind: PlayerKind) {
    let part = Stage.part(of: kind)
    let figures = ControlsTests.shares.map { share in
      mean(of: part, turning: { $0.complexity = share }) { notes, _ in Double(notes.count) }
    }
    #expect(rises(figures, slack: 0.02, by: 1.05), "\(kind) \(figures)")
  }

  @Test("intensity makes every player play more and louder", arguments: kinds)
  func intensity(_ kind: PlayerKind) {
    let part = Stage.part(of: kind)
    let counts = [0.1, 0.3, 0.6, 1].map { share in
      mean(of: part, turning: { $0.intensity = share }) { notes, _ in Double(notes.count) }
    }
    #expect(rises(counts, slack: 0.02, by: 1.05), "\(kind) \(counts)")
    let levels = [0.4, 0.7, 1].map { share in
      mean(of: part, turning: { $0.intensity = share }) { notes, _ in
        let loud = notes.filter { $0.velocity > 45 }
        return Double(loud.map(\.velocity).reduce(0, +)) / Double(max(1, loud.count))
      }
    }
    #expect(rises(levels, by: 1.04), "\(kind) \(levels)")
  }

  /// How many bars have strokes on toms, which only fills play.
  private func tomBars(_ notes: [Note]) -> Double {
    let toms = notes.filter { DrumKey(rawValue: $0.pitch.number)?.isTom ?? false }
    return Double(Set(toms.map { ($0.onset / 4).floor }).count)
  }

  @Test("fill amount goes from no fill to one at every phrase end, never more")
  func fills() {
    var part = Stage.drums
    part.patterns.removeAll { $0.isFill }
    part.patterns.append(
      Pattern(name: "toms", isFill: true, voices: ["high-tom": "xxxx", "low-tom": "..x."]))
    let figures = ControlsTests.shares.map { share in
      mean(of: part, turning: { $0.fills = share }) { notes, _ in tomBars(notes) }
    }
    #expect(rises(figures, by: 1) && figures[0] == 0, "\(figures)")
    #expect(figures[2] > 0 && figures[4] > figures[2] && figures[4] <= 12, "\(figures)")
  }

  @Test("fill complexity makes fills longer and denser", arguments: [true, false])
  func fillComplexity(_ isWritten: Bool) {
    var part = Stage.drums
    part.patterns.removeAll { $0.isFill }
    if isWritten {
      part.patterns += [
        Pattern(name: "one", isFill: true, voices: ["low-tom": "x..."]),
        Pattern(name: "two", isFill: true, voices: ["low-tom": "x.x."]),
        Pattern(name: "six", isFill: true, voices: ["low-tom": "x.xxxx.x"]),
      ]
    }
    let figures = ControlsTests.shares.map { share in
      mean(
        of: part,
        turning: {
          $0.fillComplexity = share
          $0.fills = 1
        }
      ) { notes, _ in
        Double(
          notes.filter {
            let drum = DrumKey(rawValue: $0.pitch.number)
            return drum?.isTom ?? false || (drum == .snare && $0.velocity > 60)
          }.count)
      }
    }
    #expect(rises(figures, slack: 0.02, by: 1.08), "\(figures)")
  }

  /// What is struck in each bar: places, and for drums the pieces.
  private func figures(_ notes: [Note], bars: Int, of part: StylePart) -> [Set<String>] {
    let isKit = part.instruments[0].value.isDrumKit
    return (0..<bars).map { bar in
      Set(
        notes.filter { ($0.onset / 4).floor == bar }.map {
          "\($0.onset - Beat(bar * 4)) \(isKit ? $0.pitch.number : 0)"
        })
    }
  }

  @Test(
    "phrase variation goes from the pattern alone to bars that differ from it", arguments: kinds)
  func phraseVariation(_ kind: PlayerKind) {
    let part = Stage.part(of: kind)
    let counts = ControlsTests.shares.map { share in
      mean(
        of: part,
        turning: {
          $0.phraseVariation = share
          $0.fills = 0
        }
      ) { notes, stage in
        var plain = stage
        plain.plan.parts[0].controls.phraseVariation = 0
        let bars = stage.plan.bars
        let own = figures(notes, bars: bars, of: part)
        let written = figures(plain.play()[part.id] ?? [], bars: bars, of: part)
        return Double(zip(own, written).filter { $0 != $1 }.count)
      }
    }
    #expect(counts[0] == 0 && counts[2] >= 8, "\(kind) \(counts)")
    #expect(rises(counts, by: 1) && counts[4] >= counts[2] * 1.4, "\(kind) \(counts)")
  }

  @Test("every player changes something at least every four bars", arguments: kinds)
  func fourBars(_ kind: PlayerKind) {
    for seed in UInt64(1)...8 {
      let part = Stage.part(of: kind)
      let stage = Stage(seed: seed, song: [.init("verse", 16, 0.6)], parts: [part])
      let notes = stage.play()[part.id] ?? []
      // Two bars in turn are one figure: a bar is compared with the one two bars before it.
      let bars = figures(notes, bars: 16, of: part)
      for start in stride(from: 0, to: 12, by: 4) {
        let isVaried = (start + 2..<start + 6).contains { bars[$0] != bars[$0 - 2] }
        let shown = bars[start..<start + 6].map { $0.sorted() }
        #expect(isVaried, "\(kind) seed \(seed) from bar \(start + 1) \(shown)")
      }
    }
  }

  @Test("half time and double time halve and double the backbeat")
  func time() {
    let figures = [PlayerControls.Time.half, .normal, .double].map { time in
      mean(
        of: Stage.drums,
        turning: {
          $0.time = time
          $0.fills = 0
          $0.complexity = 0.3
        }
      ) { notes, _ in
        Double(notes.filter { $0.pitch.number == DrumKey.snare.rawValue && $0.velocity > 70 }.count)
      }
    }
    #expect(figures[0] < figures[1] * 0.6 && figures[2] > figures[1] * 1.6, "\(figures)")
    for kind in ControlsTests.kinds {
      let counts = [PlayerControls.Time.half, .normal].map { time in
        mean(of: Stage.part(of: kind), turning: { $0.time = time }) { notes, _ in onsets(notes) }
      }
      #expect(counts[0] < counts[1], "\(kind) \(counts)")
    }
  }

  @Test("a player who follows another part strikes with it")
  func follow() {
    func share(_ part: StylePart, _ others: [StylePart], _ name: String?) -> Double {
      mean(of: part, after: others, turning: { $0.follow = name }) { notes, stage in
        let played = stage.play()
        let followed = Set(
          (played[name == "kick" ? "drums" : others[others.count - 1].id] ?? [])
            .filter { name != "kick" || $0.pitch.number == 36 }.map(\.onset))
        let own = Set(notes.map(\.onset))
        return Double(own.intersection(followed).count) / Double(max(1, own.count))
      }
    }
    let guitar = Stage.part(
      "guitar", .chords, .guitarist, "steel-guitar", 40...79, voicing: .guitar,
      patterns: [Pattern(name: "s", voices: ["strum": "D..u ..d. .u.. D.u."])])
    let keys = share(Stage.keys, [guitar], "guitar")
    #expect(keys > share(Stage.keys, [guitar], nil) + 0.15, "\(keys)")
    let bass = share(Stage.bass, [Stage.drums], "kick")
    #expect(bass > 0.6, "\(bass)")
    var line = Stage.bass
    line.patterns = [Pattern(name: "b", voices: ["line": "R..r ..r. .r.. r..."])]
    let drums = mean(of: Stage.drums, after: [line], turning: { $0.follow = "bass" }) {
      notes, stage in
      let onsets = Set((stage.play()["bass"] ?? []).map(\.onset))
      let kicks = notes.filter { $0.pitch.number == 36 }
      return Double(kicks.filter { onsets.contains($0.onset) }.count) / Double(max(1, kicks.count))
    }
    #expect(drums > 0.75, "\(drums)")
  }

  @Test("pieces of a kit come and go by their switches")
  func pieces() {
    func drums(_ text: String?) -> Set<DrumKey> {
      var part = Stage.drums
      part.controls.pieces = text.flatMap(DrumPieces.init)
      let notes = Stage(song: ControlsTests.song, parts: [part]).play()["drums"] ?? []
      return Set(notes.compactMap { DrumKey(rawValue: $0.pitch.number) })
    }
    let usual = drums(nil)
    #expect(usual.contains(.closedHat) && usual.contains(.crash))
    let ride = drums("ride,-hats")
    #expect(ride.contains(.ride) && ride.filter(\.isHat).isEmpty)
    #expect(!drums("-cymbals").contains(.crash))
    #expect(drums("-toms").filter(\.isTom).isEmpty)
    #expect(!drums("-kick").contains(.kick))
    #expect(drums("cowbell").contains(.cowbell))
    #expect(drums("percussion").contains(.tambourine))
    #expect(drums("clap").contains(.clap))
    #expect(drums("-ride,hats").contains(.closedHat))
    #expect(!drums("-open-hat").contains(.openHat) && drums("-open-hat").contains(.closedHat))
  }

  @Test("one hand keeps time: on the ride or on the hats, not a sixteenth apart")
  func timekeeper() {
    var part = Stage.drums
    part.patterns = [
      Pattern(name: "r", voices: ["ride": "x...x...x...x...", "closed-hat": ".xx..xx..xx..xx."])
    ]
    let notes = Stage(song: [.init("verse", 4, 0.6)], parts: [part]).play()["drums"] ?? []
    let rides = Set(notes.filter { $0.pitch.number == 51 }.map(\.onset))
    let hats = notes.filter { $0.pitch.number == 42 }
    #expect(rides.count >= 16 && hats.count >= 12)
    for hat in hats {
      #expect(!rides.contains(hat.onset - Beat(1, 4)) && !rides.contains(hat.onset + Beat(1, 4)))
    }
  }

  @Test("register, hands and voicing place the notes of a keyboard")
  func hands() {
    let registers = [48...64, 60...76, 72...88].map { register in
      mean(of: Stage.part(of: .guitarist), turning: { $0.register = register }) { notes, _ in
        Double(notes.map(\.pitch.number).reduce(0, +)) / Double(max(1, notes.count))
      }
    }
    #expect(registers[1] >= registers[0], "\(registers)")
    var part = Stage.keys
    part.controls.leftHand = 36...50
    part.controls.rightHand = 65...84
    let notes = Stage(song: ControlsTests.song, parts: [part]).play()["keys"] ?? []
    #expect(notes.allSatisfy { (36...50).contains($0.pitch.number) || $0.pitch.number >= 65 })
    #expect(notes.contains { $0.pitch.number <= 50 } && notes.contains { $0.pitch.number >= 65 })
    func width(_ voicing: Voicing) -> Double {
      var hits = Stage.keys
      hits.patterns = [Pattern(name: "h", voices: ["hits": "x... ..x. x... ...."])]
      return mean(of: hits, turning: { $0.voicing = voicing }) { notes, _ in
        let chords = Dictionary(grouping: notes, by: \.onset).values.filter { $0.count > 2 }
        let widths = chords.map { chord in
          let numbers = chord.map(\.pitch.number)
          return (numbers.max() ?? 0) - (numbers.min() ?? 0)
        }
        return Double(widths.reduce(0, +)) / Double(max(1, widths.count))
      }
    }
    #expect(width(.close) < width(.drop2) && width(.close) < width(.open))
  }

  @Test("turned to any end every player stays in range, within its limbs and its section")
  func playable() {
    var extremes: [PlayerControls] = []
    for share in [0.0, 1] {
      for time in PlayerControls.Time.allCases {
        var controls = PlayerControls()
        controls.complexity = share
        controls.intensity = share == 0 ? 0.05 : 1
        controls.fills = share
        controls.fillComplexity = share
        controls.phraseVariation = share
        controls.time = time
        controls.follow = share == 0 ? nil : "bass"
        controls.pieces = DrumPieces(share == 0 ? "-hats,-toms" : "ride,clap,percussion")
        extremes.append(controls)
      }
    }
    for controls in extremes {
      for meter in PlayerSuite.table {
        let parts = Stage.band.map { part in
          var part = part
          part.controls = controls
          return part
        }
        let stage = Stage(seed: 5, meter: meter, parts: parts)
        let all = stage.play()
        for part in stage.plan.parts {
          let notes = all[part.id] ?? []
          for note in notes {
            #expect(part.instrument.range.contains(note.pitch.number), "\(part.id)")
            #expect(note.duration > .zero && note.end <= stage.plan.length, "\(part.id)")
          }
          guard part.role == .drums else { continue }
          for (onset, group) in Dictionary(grouping: notes, by: \.onset) {
            let hands = group.filter { DrumKey(rawValue: $0.pitch.number)?.isFoot != true }
            #expect(hands.count <= 2, "\(onset) \(meter)")
          }
        }
      }
    }
  }
}
