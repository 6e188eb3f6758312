import Analyzing
import Foundation
import Music
import Production
import Testing

@Suite("Analyzer, accuracy")
struct AnalyzerAccuracyTests {
  static let meters = [(4, 4), (3, 4), (6, 8), (12, 8), (5, 4), (7, 8)].compactMap {
    Meter($0.0, $0.1)
  }
  static let seeds: [UInt64] = Array(1...12)

  /// The songs of all metres with their analyses from the notes alone.
  private func songs() -> [(song: SyntheticSong, found: Analysis)] {
    Self.meters.flatMap { meter in
      Self.seeds.map { seed in
        let song = SyntheticSong(seed: seed, meter: meter)
        return (song, Analyzer.analyze(score: song.bare, ignoringAnnotations: true))
      }
    }
  }

  private func report(_ text: String) {
    if ProcessInfo.processInfo.environment["ANALYSIS_REPORT"] != nil { print(text) }
  }

  @Test("Keys of 72 synthetic songs are found, at least 95 in 100")
  func keys() {
    var right = 0
    for (song, found) in songs() {
      let isRight =
        song.key.tonic.pitchClass == found.key.tonic.pitchClass
        && song.key.scale == found.key.scale
      right += isRight ? 1 : 0
      if !isRight { report("\(song.score.title): \(song.key), found \(found.key)") }
    }
    report("keys: \(right) of 72")
    #expect(Double(right) >= 0.95 * 72)
  }

  @Test("Metres and tempos of 72 synthetic songs are all found")
  func meters() {
    for (song, found) in songs() {
      #expect(
        found.meter == song.score.meters.meter(ofBar: 0), "seed \(song.score.title) \(song.key)")
      #expect(found.tempo == song.score.tempo.changes[0].beatsPerMinute)
    }
  }

  @Test("Chords by bar of 72 synthetic songs are found, at least 93 in 100")
  func chords() {
    var (right, total, exact) = (0, 0, 0)
    var confusions: [String: Int] = [:]
    for (song, found) in songs() {
      for span in song.score.chords {
        total += 1
        let chord = found.chords.last { $0.onset <= span.onset && span.onset < $0.end }?.chord
        let isRight =
          chord?.root.pitchClass == span.chord.root.pitchClass && chord?.third == span.chord.third
        right += isRight ? 1 : 0
        exact += chord?.pitchClasses == span.chord.pitchClasses ? 1 : 0
        if chord?.pitchClasses != span.chord.pitchClasses {
          let numeral = RomanNumeral(span.chord, in: song.key)
          confusions[
            "\(numeral) as \(chord.map { "\(RomanNumeral($0, in: song.key))" } ?? "nothing")",
            default: 0] += 1
        }
      }
    }
    report("chords: root and third \(right), all notes \(exact), of \(total)")
    for (name, count) in confusions.sorted(by: { $0.value > $1.value }).prefix(20) {
      report("  \(count) \(name)")
    }
    #expect(Double(right) >= 0.93 * Double(total))
    #expect(Double(exact) >= 0.85 * Double(total))
  }

  @Test("Section boundaries of synthetic songs are found")
  func sections() {
    var (hits, wanted, found) = (0, 0, 0)
    for (song, analysis) in songs() {
      let truth = Set(song.score.sections.map(\.startBar))
      let guess = Set(analysis.sections.map(\.startBar))
      hits += truth.intersection(guess).count
      wanted += truth.count
      found += guess.count
    }
    report("sections: hits \(hits), wanted \(wanted), found \(found)")
    #expect(Double(2 * hits) / Double(wanted + found) >= 0.8)
  }

  @Test("Roles of synthetic songs are found, at least 9 in 10")
  func roles() {
    var (right, total) = (0, 0)
    for (song, found) in songs() {
      for (part, guess) in zip(song.score.parts, found.parts) {
        total += 1
        right += part.role == guess.role ? 1 : 0
        if part.role != guess.role { report("\(part.role) as \(guess.role)") }
      }
    }
    report("roles: \(right) of \(total)")
    #expect(Double(right) >= 0.9 * Double(total))
  }
}
