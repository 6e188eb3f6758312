import Analyzing
import Foundation
import Music
import Production
import Testing

@Suite("Analyzer")
struct AnalyzerTests {
  private func score(_ parts: [Part], length: Beat = .zero) -> Score {
    Score(
      title: "", meters: MeterMap(.common), tempo: TempoMap(beatsPerMinute: 90), keys: [],
      sections: [], chords: [], parts: parts, length: length)
  }

  private func part(_ instrument: String, _ notes: [Note]) throws -> Part {
    Part(
      id: instrument, name: instrument, role: .lead,
      instrument: try #require(Instrument(id: instrument)), notes: notes)
  }

  private func note(_ onset: Beat, _ number: Int, _ duration: Beat = 1) -> Note {
    Note(onset: onset, duration: duration, pitch: Pitch(number: number))
  }

  @Test("An empty score has an analysis", arguments: [false, true])
  func empty(ignoring: Bool) {
    let analysis = Analyzer.analyze(score: score([]), ignoringAnnotations: ignoring)
    #expect(analysis.bars == 0)
    #expect(analysis.keyConfidence == 0)
    #expect(analysis.chords.isEmpty && analysis.sections.isEmpty && analysis.parts.isEmpty)
    #expect(analysis.notices.contains("There are no notes."))
    #expect(analysis.tempo == 90)
  }

  @Test("One note has an analysis", arguments: [false, true])
  func oneNote(ignoring: Bool) throws {
    let analysis = Analyzer.analyze(
      score: score([try part("flute", [note(0, 69)])], length: 1), ignoringAnnotations: ignoring)
    #expect(analysis.bars == 1)
    #expect(analysis.key.tonic == PitchName(.a))
    #expect(analysis.parts[0].range == 69...69)
    #expect(analysis.parts[0].polyphony == 1)
    #expect(analysis.chords.first?.chord.root == PitchName(.a))
    #expect(abs(analysis.duration - 60.0 / 90) < 1e-9)
  }

  @Test("A score of drums alone has no key and no chords")
  func drums() throws {
    let beats = (0..<32).map { note(Beat($0), $0 % 4 == 0 ? 36 : $0 % 4 == 2 ? 38 : 42, 1) }
    let analysis = Analyzer.analyze(
      score: score([try part("standard-kit", beats)], length: 32), ignoringAnnotations: true)
    #expect(analysis.keyConfidence == 0)
    #expect(analysis.chords.isEmpty)
    #expect(analysis.parts[0].role == .drums)
    #expect(analysis.meter == .common)
    #expect(analysis.bars == 8)
    #expect(analysis.notices.contains { $0.contains("only drums") })
  }

  @Test("Three hours of notes are analysed")
  func long() throws {
    let notes = (0..<16_000).map { note(Beat($0), [60, 64, 67, 72][$0 % 4]) }
    let analysis = Analyzer.analyze(
      score: score([try part("grand-piano", notes)], length: 16_000), ignoringAnnotations: true)
    #expect(analysis.key == Key(PitchName(.c), .major))
    #expect(analysis.duration > 10_000)
    #expect(analysis.sections.last.map { $0.startBar + $0.bars } == analysis.bars)
  }

  @Test("Odd notes do no harm: before the origin, very long, out of range, all at once")
  func odd() throws {
    var notes = [note(-8, 60, 1), note(-1, 62, 4), note(3, 200, 1), note(5, -20, 90_000)]
    notes += (0..<300).map { note(4, $0 % 128, Beat(1, 960)) }
    notes.append(Note(onset: 6, duration: 1, pitch: Pitch(number: 64), velocity: -5))
    for ignoring in [false, true] {
      let analysis = Analyzer.analyze(
        score: score([try part("grand-piano", notes), try part("standard-kit", notes)]),
        ignoringAnnotations: ignoring)
      #expect(analysis.parts.count == 2)
      #expect((0...1).contains(analysis.keyConfidence))
      #expect(analysis.sections.allSatisfy { (0...1).contains($0.energy) })
    }
  }

  @Test("Stated metres, sections and chords stand")
  func annotations() throws {
    let song = SyntheticSong(seed: 3, meter: try #require(Meter(7, 8)))
    let analysis = Analyzer.analyze(score: song.score)
    #expect(analysis.meter == Meter(7, 8))
    #expect(analysis.sections == song.score.sections)
    #expect(analysis.chords == song.score.chords)
    #expect(analysis.key == song.key)
    #expect(analysis.bars == song.score.bars)
  }

  @Test("A key signature that the notes contradict is reported, and the notes win")
  func contradiction() {
    var song = SyntheticSong(seed: 5, meter: .common, scale: .major).score
    let key = song.keys[0].key
    song.keys = [KeyChange(bar: 0, key: key.transposed(by: 6))]
    let analysis = Analyzer.analyze(score: song)
    #expect(analysis.key.tonic.pitchClass == key.tonic.pitchClass)
    #expect(analysis.notices.contains { $0.hasPrefix("The file states") })
  }

  @Test("A 4/4 that stands for nothing gives way to a clear waltz, with a notice")
  func defaultMeter() {
    let bare = SyntheticSong(seed: 2, meter: .waltz).bare
    let analysis = Analyzer.analyze(score: bare)
    #expect(analysis.meter == .waltz)
    #expect(analysis.notices.contains { $0.contains("3/4") })
  }

  @Test("Chords never cross a bar line, and each bar that sounds has one")
  func spans() {
    let song = SyntheticSong(seed: 9, meter: .waltz)
    let analysis = Analyzer.analyze(score: song.bare, ignoringAnnotations: true)
    for bar in 0..<song.score.bars {
      let start = Beat(3 * bar)
      #expect(analysis.chords.contains { $0.onset == start }, "bar \(bar + 1)")
    }
    for span in analysis.chords {
      #expect((span.onset / 3).floor == ((span.end - Beat(1, 960)) / 3).floor)
    }
  }

  @Test("A melody with an upbeat keeps its bars")
  func upbeat() throws {
    // A quarter before the bar: dominant to tonic, long notes and low basses on the downbeats.
    var melody = [note(0, 67)]
    var bass: [Note] = []
    for bar in 0..<16 {
      let start = Beat(1 + 3 * bar)
      melody += [note(start, bar % 2 == 0 ? 72 : 71, 2), note(start + 2, 67)]
      bass.append(note(start, bar % 2 == 0 ? 36 : 43, 3))
    }
    let analysis = Analyzer.analyze(
      score: score([try part("flute", melody), try part("cello", bass)]),
      ignoringAnnotations: true)
    #expect(analysis.meter == .waltz)
    #expect(analysis.bars == 17)
  }

  @Test("The same score gives the same analysis, and an analysis survives JSON")
  func deterministic() throws {
    let bare = SyntheticSong(seed: 4, meter: .common).bare
    let first = Analyzer.analyze(score: bare, ignoringAnnotations: true)
    let second = Analyzer(ignoringAnnotations: true).analyze(bare)
    #expect(first == second)
    let data = try JSONEncoder().encode(first)
    #expect(try JSONDecoder().decode(Analysis.self, from: data) == first)
  }
}
