import Music
import Players
import Production
import Testing

/// What an arpeggiator makes of its settings.
@Suite("Arpeggiator")
struct ArpeggiatorTests {
  /// C major for a bar, then F, on a part that reaches from C4 to C7.
  private func notes(
    _ words: String, pattern: ArpeggioPattern? = nil, numerals: [String] = ["I", "IV"],
    bars: Int = 2, meter: Meter = .common, role: Role = .arpeggio, section: String = "verse",
    patterns: [Pattern] = [], intensity: Double = 0.6, phrase: Int = 8, seed: UInt64 = 1
  ) throws -> [Note] {
    var settings = try ArpeggiatorSettings(words: words.split(separator: " ").map(String.init))
    settings.pattern = pattern
    var part = Stage.part(
      "arp", role, .arpeggiator, "polysynth", 60...96, patterns: patterns)
    part.arpeggiator = settings
    let stage = Stage(
      seed: seed, meter: meter, bars: numerals, song: [.init(section, bars, 0.5)], parts: [part],
      phrase: phrase)
    return stage.play(intensity: intensity)["arp"] ?? []
  }

  private func keys(_ notes: [Note], bar: Int = 0) -> [Int] {
    notes.filter { ($0.onset / 4).floor == bar }.map(\.pitch.number)
  }

  @Test(
    "walks the chord as it is told",
    arguments: [
      ("direction=up range=1", [60, 64, 67, 60, 64, 67, 60, 64]),
      ("direction=down range=1", [67, 64, 60, 67, 64, 60, 67, 64]),
      ("direction=up-down range=1", [60, 64, 67, 64, 60, 64, 67, 64]),
      ("direction=down-up range=1", [67, 64, 60, 64, 67, 64, 60, 64]),
      ("direction=up range=2", [60, 64, 67, 72, 76, 79, 60, 64]),
      ("direction=up range=2 range-pattern=down", [72, 76, 79, 60, 64, 67, 72, 76]),
      ("direction=down range=2 range-pattern=up", [67, 64, 60, 79, 76, 72, 67, 64]),
      ("direction=up-down range=2 range-pattern=up", [60, 64, 67, 64, 72, 76, 79, 76]),
    ])
  func directions(words: String, expected: [Int]) throws {
    let all = try notes("\(words) rate=1/2 latch=true")
    #expect(keys(all) == expected)
    // The figure begins anew with the chord: the second bar's first note stands where the first's did.
    let second = keys(all, bar: 1)
    #expect(second.count == 8 && second.allSatisfy { [0, 5, 9].contains($0 % 12) })
  }

  @Test("plays chords as they are spelled, and all notes together")
  func played() throws {
    let slash = try notes("direction=as-played range=1 rate=1", numerals: ["I/3"])
    #expect(keys(slash) == [64, 60, 67, 64])
    let chord = try notes("direction=chord range=1 rate=2", numerals: ["IVmaj7"])
    #expect(keys(chord) == [60, 64, 65, 69, 60, 64, 65, 69])
  }

  @Test("draws at random, never a note twice in a row, and the same again")
  func random() throws {
    let words = "direction=random range=2 rate=1/4 sync=time latch=true"
    let first = try notes(words, numerals: ["I"], bars: 8)
    #expect(first.count == 128)
    let numbers = first.map(\.pitch.number)
    #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 != $1 })
    #expect(Set(numbers) == [60, 64, 67, 72, 76, 79])
    #expect(try notes(words, numerals: ["I"], bars: 8) == first)
    #expect(try notes(words, numerals: ["I"], bars: 8, seed: 2) != first)
  }

  @Test("stays within two octaves unless it is the hook")
  func range() throws {
    func span(_ words: String, role: Role = .arpeggio, section: String = "verse") throws -> Int {
      let numbers = try notes(words, role: role, section: section).map(\.pitch.number)
      return (numbers.max() ?? 0) - (numbers.min() ?? 0)
    }
    for pattern in ["", " range-pattern=up", " range-pattern=random"] {
      #expect(try span("direction=up range=4 rate=1/4 sync=time\(pattern)") <= 24)
    }
    #expect(try span("direction=up range=3 rate=1/4 sync=time", role: .lead) > 24)
    #expect(try span("direction=up range=3 rate=1/4 sync=time", section: "hook") > 24)
  }

  @Test("without a direction it climbs with the phrase")
  func phrase() throws {
    let all = try notes("rate=1/2 range=2 sync=time", numerals: ["I"], bars: 8)
    let peaks = (0..<7).compactMap { keys(all, bar: $0).max() }
    #expect(peaks.count == 7)
    #expect(peaks[4] > peaks[0])
    #expect(peaks[5] >= (peaks.max() ?? 0))
  }

  @Test("stretches time, and begins anew as it is told")
  func time() throws {
    let slow = try notes("direction=up range=1 rate=1/2 times=2", numerals: ["I"], bars: 1)
    #expect(slow.map(\.onset) == [0, 1, 2, 3])
    let fast = try notes("direction=up range=1 rate=1/2 times=1/2", numerals: ["I"], bars: 1)
    #expect(fast.count == 16)
    // Five steps a turn: after a bar of eight the free one stands at its fourth step.
    let rhythm = "direction=up range=1 rate=1/2 rhythm=x.x.. latch=true"
    let free = try notes("\(rhythm) sync=time")
    #expect(free.filter { $0.onset >= 4 }.map(\.onset) == [5, 6, Beat(15, 2)])
    let bound = try notes("\(rhythm) sync=chord")
    #expect(bound.filter { $0.onset >= 4 }.map(\.onset) == [4, 5, Beat(13, 2), Beat(15, 2)])
    let block = try notes("\(rhythm) sync=block", phrase: 1)
    #expect(block.map(\.onset) == bound.map(\.onset))
  }

  @Test("strikes Euclidean rhythms, holds and gates")
  func rhythm() throws {
    let cuban = try notes("direction=up rate=1/2 rhythm=E(3,8)", numerals: ["I"], bars: 1)
    #expect(cuban.map(\.onset) == [0, Beat(3, 2), 3])
    let held = try notes("rate=1/2 rhythm=x--.x-..", numerals: ["I"], bars: 1)
    #expect(held.map(\.duration) == [Beat(3, 2), 1])
    let gated = try notes("rate=1 gate=0.25", numerals: ["I"], bars: 1)
    #expect(gated.allSatisfy { $0.duration == Beat(1, 4) && $0.articulation == .tenuto })
  }

  @Test("makes bright and dim steps, and places steps left and right")
  func levels() throws {
    let all = try notes(
      "rate=1/2 direction=up accents=Xo pan=-1,0,1 latch=true", numerals: ["I"], bars: 1)
    let bright = all.enumerated().filter { $0.offset % 2 == 0 }.map(\.element.velocity)
    let dim = all.enumerated().filter { $0.offset % 2 == 1 }.map(\.element.velocity)
    #expect((bright.min() ?? 0) > (dim.max() ?? 127) + 15)
    #expect(all.map(\.pan) == [-1, 0, 1, -1, 0, 1, -1, 0])
    let plain = try notes("rate=1/2 direction=up", numerals: ["I"], bars: 1)
    #expect(plain.allSatisfy { $0.pan == nil })
  }

  @Test("breathes at the end of a phrase unless it is latched")
  func latch() throws {
    let breathing = try notes("rate=1/2 direction=up", bars: 4, phrase: 4)
    #expect(breathing.allSatisfy { $0.onset < 14 })
    let latched = try notes("rate=1/2 direction=up latch=true", bars: 4, phrase: 4)
    #expect(latched.contains { $0.onset >= 14 })
    let thin = try notes("rate=1/4 direction=up", intensity: 0.2)
    #expect(thin.count < breathing.count / 2)
  }

  @Test("leads the rhythm of the style's own pattern")
  func styled() throws {
    let pattern = Pattern(name: "a", voices: ["up": "x..x ..x. .... ...."])
    let all = try notes("direction=down range=1", numerals: ["I"], bars: 1, patterns: [pattern])
    #expect(all.map(\.onset) == [0, Beat(3, 4), Beat(3, 2)])
    #expect(keys(all) == [67, 64, 60])
  }

  // MARK: Patterns of notes

  private let figure = ArpeggioPattern(
    steps: [
      .init(onset: 0, duration: Beat(1, 2), degree: 0, velocity: 100),
      .init(onset: Beat(1, 2), duration: Beat(1, 2), degree: 1, velocity: 60, pan: -0.5),
      .init(onset: 1, duration: Beat(1, 2), degree: 3, velocity: 60),
      .init(onset: Beat(3, 2), duration: Beat(1, 2), degree: -1, velocity: 60),
    ], length: 2)

  @Test("lays a figure of relative notes over every chord")
  func pattern() throws {
    let all = try notes("latch=true", pattern: figure, bars: 2)
    #expect(keys(all) == [60, 64, 72, 67, 60, 64, 72, 67])
    #expect(keys(all, bar: 1) == [60, 65, 72, 69, 60, 65, 72, 69])
    #expect(all[1].pan == -0.5 && all[0].pan == nil)
    #expect(all[0].velocity > all[1].velocity + 15)
    let level = try notes("latch=true levels=0", pattern: figure, bars: 1)
    #expect(abs(level[0].velocity - level[1].velocity) < 15)
  }

  @Test("counts degrees in notes of the chord, the scale or semitones")
  func counting() throws {
    let scale = try notes("latch=true counting=scale", pattern: figure, bars: 1)
    #expect(keys(scale).prefix(4) == [60, 62, 65, 71])
    let semitones = try notes("latch=true counting=semitones", pattern: figure, bars: 1)
    #expect(keys(semitones).prefix(4) == [60, 61, 63, 71])
  }

  @Test("turns a figure upside down, climbs with it and strikes chords with it")
  func patternDirections() throws {
    let down = try notes("latch=true direction=down", pattern: figure, bars: 1)
    // Degrees 0, 1, 3, -1 mirrored between -1 and 3: 2, 1, -1, 3; the first is the chord's fifth.
    #expect(keys(down).prefix(4) == [67, 64, 67, 72])
    let turned = try notes("latch=true direction=up-down", pattern: figure, bars: 1)
    #expect(
      keys(turned).prefix(4) == keys(try notes("latch=true", pattern: figure, bars: 1)).prefix(4))
    #expect(keys(turned).suffix(4) == keys(down).prefix(4))
    let climbing = try notes("latch=true range=2", pattern: figure, bars: 1)
    #expect(keys(climbing).suffix(4).first == 72)
    let chords = try notes("latch=true direction=chord", pattern: figure, bars: 1)
    #expect(chords.filter { $0.onset == 0 }.map(\.pitch.number) == [60, 64, 67])
  }

  @Test("holds held notes to the next chord and keeps locked ones in their octave")
  func roles() throws {
    let roles = ArpeggioPattern(
      steps: [
        .init(onset: 0, duration: Beat(1, 4), degree: 0, role: .held),
        .init(onset: 1, duration: Beat(1, 2), degree: 1, role: .octaveLocked),
        .init(onset: 2, duration: Beat(1, 2), degree: 1),
      ], length: 4)
    let all = try notes("latch=true range=2 sync=block gate=0.5", pattern: roles, numerals: ["I"])
    let second = all.filter { $0.onset >= 4 }
    #expect(all.filter { $0.onset == 0 }.map(\.duration) == [8])
    #expect(second.first { $0.onset == 5 }?.pitch.number == 64)
    #expect(second.first { $0.onset == 6 }?.pitch.number == 76)
    #expect(second.first { $0.onset == 6 }?.duration == Beat(1, 4))
  }

  @Test("stretches a figure and cuts it where the chord ends")
  func stretched() throws {
    let slow = try notes("latch=true times=4", pattern: figure, bars: 2)
    #expect(slow.map(\.onset) == [0, 2, 4, 6])
    #expect(slow.allSatisfy { $0.end <= 8 })
    let free = try notes("latch=true times=4 sync=time", pattern: figure, bars: 2)
    #expect(free.count == 4)
  }

  @Test(
    "stays in range, in time and playable in every metre, whatever the settings",
    arguments: PlayerSuite.table)
  func metres(_ meter: Meter) throws {
    for direction in ArpeggiatorSettings.Direction.allCases {
      for sync in ArpeggiatorSettings.Sync.allCases {
        for figure in [nil, figure] {
          let words = "direction=\(direction.rawValue) sync=\(sync.rawValue) range=3 times=3/2"
          let all = try notes(
            words, pattern: figure, numerals: ["ii9", "V7 I/3"], bars: 6, meter: meter)
          #expect(!all.isEmpty)
          #expect(all == all.sorted())
          for note in all {
            #expect((60...96).contains(note.pitch.number) && note.duration > .zero)
            #expect(note.onset >= .zero && note.end <= meter.barLength * 6)
          }
        }
      }
    }
  }

  @Test("ends values that no file or word can hold in notes all the same")
  func hostile() throws {
    var settings = ArpeggiatorSettings()
    settings.rate = .zero
    settings.times = Beat(-3)
    settings.range = -5
    settings.gate = -1
    settings.rhythm = "E(("
    settings.pan = []
    settings.pattern = ArpeggioPattern(steps: [], length: .zero)
    var part = Stage.part("arp", .arpeggio, .arpeggiator, "polysynth", 60...96)
    for drops in [false, true] {
      if drops { settings.pattern = nil }
      part.arpeggiator = settings
      let played = Stage(song: [.init("verse", 2, 0.5)], parts: [part]).play()["arp"] ?? []
      #expect(played.allSatisfy { $0.duration > .zero })
      #expect(played.isEmpty == !drops)
    }
  }
}
