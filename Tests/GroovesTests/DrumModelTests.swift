import Foundation
import Grooves
import Music
import Testing
import Weights

/// The drum model that ships with the program.
enum Shelf {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let path = root.appending(path: "Sources/Formats/Weights/Resources/\(DrumFile.name)").path

  static func model() throws -> DrumModel { try DrumModel(DrumFile(path: path)) }
}

@Suite("The drum model")
struct DrumModelTests {
  /// What the training's own arithmetic answers along a performance.
  struct Parity: Decodable {
    var genre: String
    var tempo: Double
    var pulses: Int
    var isFill: Bool
    var hits: [[Double]]
    var slots: [[Double]], tapped: [[Double]], levels: [[Double]], lags: [[Double]]
  }

  static func parity() throws -> Parity {
    let path = Shelf.root.appending(path: "Tests/Fixtures/Models/drums-parity.json")
    return try JSONDecoder().decode(Parity.self, from: Data(contentsOf: path))
  }

  /// Strokes of the performance by slot, with the velocity.
  private static func struck(_ parity: Parity) -> [Int: [KitPiece: Int]] {
    var struck: [Int: [KitPiece: Int]] = [:]
    for hit in parity.hits {
      guard let piece = KitPiece(rawValue: Int(hit[1])) else { continue }
      struck[Int(hit[0]), default: [:]][piece] = Int(hit[2])
    }
    return struck
  }

  @Test("answers which pieces are struck as the training does, with taps and without")
  func slots() throws {
    let parity = try Self.parity()
    let model = try Shelf.model()
    let setting = model.setting(
      genre: parity.genre, beatsPerMinute: parity.tempo, meter: .common)
    #expect(setting.grid.pulses == parity.pulses && parity.slots.count > 48)
    let writer = BeatWriter(model, setting)
    let struck = Self.struck(parity)
    let past = struck.mapValues { Set($0.keys) }
    let taps = struck.mapValues { $0.values.max() ?? 0 }
    for (isTapped, rows) in [(false, parity.slots), (true, parity.tapped)] {
      // The fixture ends where taps beyond its last bar would be shown.
      for (slot, expected) in rows.dropLast(isTapped ? SlotGrid.perPulse : 0).enumerated() {
        let before = past.filter { $0.key < slot }
        let input = writer.input(
          slot, before, taps: isTapped ? taps : nil, isFill: parity.isFill)
        let logits = model.strikes(input)
        for piece in KitPiece.allCases {
          let earlier = (past[slot] ?? []).filter { $0.rawValue < piece.rawValue }
          let found = earlier.reduce(logits[piece.rawValue]) { $0 + model.pair(piece, given: $1) }
          #expect(abs(found - expected[piece.rawValue]) < 0.01, "\(isTapped) \(slot) \(piece)")
        }
      }
    }
  }

  @Test("answers how strokes are played as the training does")
  func strokes() throws {
    let parity = try Self.parity()
    let model = try Shelf.model()
    let setting = model.setting(
      genre: parity.genre, beatsPerMinute: parity.tempo, meter: .common)
    let feel = DrumFeel(model, setting)
    let hits = parity.hits
    let bars = Dictionary(grouping: hits.indices) { Int(hits[$0][0]) / setting.grid.count }
    for (bar, members) in bars {
      let strokes = members.compactMap { index in
        KitPiece(rawValue: Int(hits[index][1])).map {
          PatternStroke(
            slot: Int(hits[index][0]) - bar * setting.grid.count, piece: $0,
            weight: hits[index][2] < 46 ? .ghost : hits[index][2] < 106 ? .plain : .accent)
        }
      }
      let levels = members.map { DrumFeel.level(hits[$0][2]) }
      let mean = Int(Double(levels.reduce(0, +)) / Double(levels.count) + 0.5)
      var memory = DrumFeel.Memory()
      for (place, index) in members.enumerated() {
        // The middle of the class that the bar's mean falls into.
        let loudness = (Double(mean) + 0.5) * 127 / Double(DrumModel.levels) + 1
        let input = feel.input(
          strokes, place, loudness: loudness, isFill: parity.isFill, memory)
        let features = model.features(ofStroke: input)
        for (found, expected) in zip(model.levels(features), parity.levels[index]) {
          #expect(abs(found - expected) < 0.01, "\(bar) \(place)")
        }
        let lags = model.lags(features, level: levels[place])
        for (found, expected) in zip(lags, parity.lags[index]) {
          #expect(abs(found - expected) < 0.01, "\(bar) \(place)")
        }
        let late = hits[index][3]
        let lag = abs(late) < 48 ? Int(((late + 50) / 4).rounded(.down)) : nil
        memory.remember(strokes[place].piece, level: levels[place], lag: lag)
      }
    }
  }

  @Test("refuses damaged files with an error, whatever is damaged")
  func damaged() throws {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: Shelf.path)))
    var random = RandomStream(seed: 5, purpose: "damage")
    for length in [0, 7, 8, 100, 2000, bytes.count / 2, bytes.count - 1] {
      #expect(throws: WeightsError.self) {
        _ = try DrumFile(TensorFile(bytes: Array(bytes.prefix(length))))
      }
    }
    let header = 8 + Int(bytes[0]) + Int(bytes[1]) << 8
    for _ in 0..<60 {
      var damaged = bytes
      for _ in 0...random.index(4) {
        damaged[random.index(header)] = UInt8(truncatingIfNeeded: random.next())
      }
      // What still reads must be whole: it answers without a trap.
      guard let file = try? DrumFile(TensorFile(bytes: damaged)),
        let model = try? DrumModel(file)
      else { continue }
      let setting = model.setting(genre: nil, beatsPerMinute: 100, meter: .common)
      _ = BeatWriter(model, setting).beat(bars: 1, random: &random)
    }
    var huge = bytes
    huge.replaceSubrange(bytes.count - 4..<bytes.count, with: [0xFF, 0xFF, 0xFF, 0x7F])
    #expect(throws: WeightsError.self) { _ = try DrumFile(TensorFile(bytes: huge)) }
  }

  @Test("exponentials are right to the last digits")
  func exponentials() {
    for step in -400...40 {
      let x = Double(step) / 4
      #expect(abs(FixedExponential.of(x) / exp(x) - 1) < 1e-13)
    }
    #expect(FixedExponential.of(-.infinity) == 0 && FixedExponential.of(.nan) == 0)
  }
}
