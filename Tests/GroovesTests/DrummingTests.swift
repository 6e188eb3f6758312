import Foundation
import Grooves
import Music
import Testing

@Suite("Drumming")
struct DrummingTests {
  private static let meters = ["4/4", "3/4", "6/8", "12/8", "5/4", "7/8", "2/4", "1/4"]
    .compactMap(Meter.init)

  @Test("slots lie in the bar, ascend, and are found again", arguments: meters)
  func grid(_ meter: Meter) {
    let grid = SlotGrid(meter)
    var last = Beat(-1)
    for slot in 0..<grid.count {
      let place = grid.place(of: slot)
      #expect(place > last && place < meter.barLength)
      let found = SlotGrid.slots(of: [(place / grid.pulse).value])
      if [0, 1, 3, 4, 5].contains(slot % SlotGrid.perPulse) { #expect(found[0].slot == slot) }
      last = place
    }
    // What is close before a bar belongs to it.
    let early = Double(grid.pulses) - 0.03
    #expect(SlotGrid.slots(of: [early])[0].slot == grid.count)
  }

  @Test("times find sixteenths or triplets, a pulse at a time")
  func times() {
    let found = SlotGrid.slots(of: [0.01, 0.26, 0.49, 1.0, 1.34, 1.65, 1.97, 2.5])
    #expect(found.map(\.slot) == [0, 1, 3, 6, 8, 10, 12, 15])
    #expect(abs(found[6].gap + 0.03) < 1e-9)
  }

  private func feel(_ genre: String?, _ model: DrumModel) -> DrumFeel {
    DrumFeel(model, model.setting(genre: genre, beatsPerMinute: 100, meter: .common))
  }

  /// A rock pattern.
  private static let pattern = (0..<24).flatMap { slot -> [PatternStroke] in
    var strokes: [PatternStroke] = []
    if [0, 12].contains(slot) { strokes.append(PatternStroke(slot: slot, piece: .kick)) }
    if [6, 18].contains(slot) { strokes.append(PatternStroke(slot: slot, piece: .snare)) }
    if slot % 3 == 0 { strokes.append(PatternStroke(slot: slot, piece: .closedHat)) }
    return strokes
  }

  private func mean(
    _ feel: DrumFeel, _ strokes: [PatternStroke], loudness: Double? = nil,
    _ value: (PatternStroke, PlayedStroke) -> Double?
  ) -> Double {
    var values: [Double] = []
    for seed in 0..<40 as Range<UInt64> {
      var random = RandomStream(seed: seed, purpose: "test")
      let played = feel.played(strokes, loudness: loudness, random: &random)
      values += zip(strokes, played).compactMap(value)
    }
    return values.reduce(0, +) / Double(max(1, values.count))
  }

  @Test("a pattern is played as drummers do: the backbeat above the hats, none alike, all near")
  func playing() throws {
    let model = try Shelf.model()
    for genre in [nil, "rock", "funk", "jazz"] {
      let feel = feel(genre, model)
      let snare = mean(feel, Self.pattern) {
        $0.piece == .snare ? Double($1.velocity) : nil
      }
      let hats = mean(feel, Self.pattern) {
        $0.piece == .closedHat ? Double($1.velocity) : nil
      }
      #expect(snare > hats + 8, "\(genre ?? "any") \(snare) \(hats)")
      var random = RandomStream(seed: 1, purpose: "test")
      let played = feel.played(Self.pattern, random: &random)
      #expect(Set(played.map(\.velocity)).count > 4 && Set(played.map(\.lateness)).count > 8)
      #expect(played.allSatisfy { (1...127).contains($0.velocity) && abs($0.lateness) <= 50 })
      random = RandomStream(seed: 1, purpose: "test")
      #expect(feel.played(Self.pattern, random: &random) == played)
    }
  }

  @Test("what is known of loudness is kept to")
  func loudness() throws {
    let feel = feel("rock", try Shelf.model())
    let (soft, loud) = (
      mean(feel, Self.pattern, loudness: 40) { Double($1.velocity) },
      mean(feel, Self.pattern, loudness: 110) { Double($1.velocity) }
    )
    #expect(loud > soft + 30)
    func weighed(_ weight: PatternStroke.Weight) -> Double {
      let strokes = Self.pattern.map {
        PatternStroke(slot: $0.slot, piece: $0.piece, weight: weight)
      }
      return mean(feel, strokes) { Double($1.velocity) }
    }
    #expect(weighed(.ghost) < 50 && weighed(.accent) > 104)
    #expect((46...106).contains(weighed(.plain)))
  }

  @Test("beats have two hands, one timekeeper, and sixteenths or triplets in a pulse")
  func beats() throws {
    let model = try Shelf.model()
    for genre in model.genres {
      for meter in [Meter.common, .waltz] {
        let setting = model.setting(genre: genre, beatsPerMinute: 110, meter: meter)
        var random = RandomStream(seed: 3, purpose: genre)
        let beat = BeatWriter(model, setting).beat(bars: 4, fills: [3], random: &random)
        #expect(beat.count >= 8, "\(genre)")
        for (_, strokes) in Dictionary(grouping: beat, by: \.slot) {
          let pieces = Set(strokes.map(\.piece))
          #expect(pieces.filter(\.needsHand).count <= 2 && pieces.count == strokes.count)
          #expect(pieces.allSatisfy { pieces.isDisjoint(with: $0.excluded) })
        }
        for (_, strokes) in Dictionary(grouping: beat, by: { $0.slot / SlotGrid.perPulse }) {
          let places = Set(strokes.map { $0.slot % SlotGrid.perPulse })
          #expect(places.isDisjoint(with: [1, 5]) || places.isDisjoint(with: [2, 4]))
        }
        random = RandomStream(seed: 3, purpose: genre)
        #expect(BeatWriter(model, setting).beat(bars: 4, fills: [3], random: &random) == beat)
      }
    }
  }

  @Test(
    "velocities tell of accents and ghost notes where they differ, and of nothing where they do not"
  )
  func weights() {
    typealias Weight = PatternStroke.Weight
    #expect(Weight.weights(of: [40, 40, 40]) == [nil, nil, nil])
    #expect(Weight.weights(of: [100, 104]) == [nil, nil])
    #expect(Weight.weights(of: [120, 40, 120]) == [.accent, .ghost, .accent])
    #expect(Weight.weights(of: [112, 92, 112]) == [.accent, .plain, .accent])
    #expect(Weight.weights(of: [60, 100]) == [.plain, .accent])
    #expect(Weight.weights(of: []).isEmpty)
  }

  @Test("fills leave the groove: a third more toms a bar than it has at least, and as full")
  func fills() throws {
    let model = try Shelf.model()
    for genre in ["rock", "funk", "punk"] {
      var (toms, others, filled, plain) = (0, 0, 0, 0)
      for seed in 0..<10 as Range<UInt64> {
        let setting = model.setting(genre: genre, beatsPerMinute: 110, meter: .common)
        var random = RandomStream(seed: seed, purpose: "fills")
        let beat = BeatWriter(model, setting).beat(bars: 8, fills: [3, 7], random: &random)
        for stroke in beat {
          let isFill = [3, 7].contains(stroke.slot / setting.grid.count)
          let isTom = [.lowTom, .midTom, .highTom].contains(stroke.piece)
          if isFill { filled += 1 } else { plain += 1 }
          if isTom { if isFill { toms += 1 } else { others += 1 } }
        }
      }
      // Two bars of eight are fills.
      #expect(toms * 9 > others * 4 && toms >= 20, "\(genre): \(toms) in fills, \(others) beside")
      #expect(Double(filled) * 3 > Double(plain) * 0.7, "\(genre): \(filled) and \(plain)")
    }
  }

  @Test("compound metres and shuffles are struck in threes", arguments: ["6/8", "12/8", "4/4"])
  func shuffles(_ text: String) throws {
    let model = try Shelf.model()
    let meter = try #require(Meter(text))
    let setting = model.setting(genre: "blues", beatsPerMinute: 110, meter: meter)
    var random = RandomStream(seed: 4, purpose: "shuffle")
    let beat = BeatWriter(model, setting, shuffles: true).beat(bars: 8, random: &random)
    #expect(beat.count >= 24)
    #expect(beat.allSatisfy { [0, 2, 4].contains($0.slot % SlotGrid.perPulse) })
    #expect(beat.contains { $0.slot % SlotGrid.perPulse == 4 })
  }

  @Test("genres drum differently: swing rides, rock strikes the backbeat")
  func genres() throws {
    let model = try Shelf.model()
    func count(_ genre: String, _ holds: (PatternStroke) -> Bool) -> Int {
      (0..<12 as Range<UInt64>).reduce(0) { sum, seed in
        let setting = model.setting(genre: genre, beatsPerMinute: 140, meter: .common)
        var random = RandomStream(seed: seed, purpose: "genre")
        return sum
          + BeatWriter(model, setting).beat(bars: 4, random: &random).filter(holds).count
      }
    }
    #expect(count("jazz") { $0.piece == .ride } > count("rock") { $0.piece == .ride })
    let backbeat = { (stroke: PatternStroke) in
      stroke.piece == .snare && [6, 18].contains(stroke.slot % 24)
    }
    #expect(count("rock", backbeat) > count("jazz", backbeat))
    #expect(count("rock", backbeat) > 40)
  }

  @Test("every tap is struck, and only the timekeeper plays between")
  func taps() throws {
    let model = try Shelf.model()
    var random = RandomStream(seed: 9, purpose: "taps")
    for genre in ["funk", "rock", "latin"] {
      for _ in 0..<10 {
        var taps: TappedRhythm = [:]
        for slot in 0..<48 where [0, 1, 3, 5].contains(slot % 6) && random.chance(0.35) {
          taps[slot] = 40 + random.index(80)
        }
        let setting = model.setting(genre: genre, beatsPerMinute: 96, meter: .common)
        let beat = BeatWriter(model, setting).beat(bars: 2, taps: taps, random: &random)
        let struck = Set(beat.map(\.slot))
        for slot in struck where taps[slot] == nil && [2, 4].contains(slot % 6) {
          let pulse = slot - slot % 6
          #expect(taps[pulse + 1] == nil && taps[pulse + 5] == nil, "one kind of slots a pulse")
        }
        #expect(struck.isSuperset(of: taps.keys))
        for stroke in beat where taps[stroke.slot] == nil {
          #expect([.closedHat, .openHat, .ride].contains(stroke.piece))
        }
      }
    }
  }

  @Test("loud taps are kick and snare more often than soft ones")
  func body() throws {
    let model = try Shelf.model()
    let setting = model.setting(genre: "rock", beatsPerMinute: 100, meter: .common)
    var random = RandomStream(seed: 2, purpose: "body")
    var (loud, soft) = (0, 0)
    for _ in 0..<20 {
      let taps = Dictionary(
        uniqueKeysWithValues: stride(from: 0, to: 48, by: 3).map { ($0, $0 % 6 == 0 ? 115 : 40) })
      for stroke in BeatWriter(model, setting).beat(bars: 2, taps: taps, random: &random)
      where [.kick, .snare].contains(stroke.piece) {
        if stroke.slot % 6 == 0 { loud += 1 } else { soft += 1 }
      }
    }
    #expect(loud > 2 * soft)
  }
}
