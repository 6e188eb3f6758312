import Foundation
import Music
import Production
import Studio
import StyleFiles
import Testing

/// The winces of the house, looked for in songs of every style.
@Suite("Winces") struct WincesTests {
  private static let seeds: [UInt64] = [1, 2, 3, 4]
  private let folder: TemporaryFolder
  private let studio: Studio

  init() throws {
    folder = try TemporaryFolder()
    studio = try makeStudio(folder)
  }

  /// Calls `body` with songs of every style, and with words that name style and seed.
  private func forEachSong(_ body: (Song, String) throws -> Void) throws {
    for name in studio.library.names {
      for seed in Self.seeds {
        var brief = Brief(prompt: "")
        brief.styles = [.init(name: name, weight: 1)]
        brief.duration = 90
        try body(try studio.draft(brief: brief, seed: seed), "\(name), seed \(seed)")
      }
    }
  }

  @Test("no part has one velocity for all its notes")
  func velocities() throws {
    try forEachSong { song, place in
      for part in song.performance.parts where part.notes.count >= 8 {
        #expect(Set(part.notes.map(\.velocity)).count > 2, "\(place), \(part.id)")
      }
    }
  }

  @Test("no close thirds sound below C3, and no chord in close position below C2")
  func mud() throws {
    try forEachSong { song, place in
      for part in song.score.parts where [.chords, .pad].contains(part.role) {
        for (onset, notes) in Dictionary(grouping: part.notes, by: \.onset) {
          let low = notes.map(\.pitch.number).filter { $0 < 48 }.sorted()
          for (lower, upper) in zip(low, low.dropFirst()) {
            #expect(upper - lower > 4, "\(place), \(part.id) at \(onset): \(low)")
          }
        }
      }
    }
  }

  @Test("no more than two hands hit drums at once, and no three cymbals")
  func limbs() throws {
    try forEachSong { song, place in
      for part in song.score.parts where part.role == .drums {
        for (onset, notes) in Dictionary(grouping: part.notes, by: \.onset) {
          let drums = notes.compactMap { DrumKey(rawValue: $0.pitch.number) }
          #expect(drums.filter { !$0.isFoot }.count <= 2, "\(place) at \(onset): \(drums)")
          #expect(drums.filter(\.isCymbal).count <= 2, "\(place) at \(onset): \(drums)")
        }
      }
    }
  }

  @Test("no part but a style's own exception plays from the first to the last bar")
  func rests() throws {
    try forEachSong { song, place in
      guard song.style.exceptions.isEmpty, song.score.sections.count > 2 else { return }
      for part in song.score.parts where part.role != .chords && part.role != .pad {
        let sounding = Set(part.notes.map { song.score.meters.bar(at: $0.onset) })
        #expect(sounding.count < song.score.bars, "\(place), \(part.id)")
      }
    }
  }

  @Test("the lead breathes: no eight bars without a beat of rest")
  func breath() throws {
    try forEachSong { song, place in
      for part in song.score.parts where part.role == .lead {
        var start = part.notes.first?.onset ?? .zero
        var end = start
        for note in part.notes {
          if note.onset - end >= Beat(1) { start = note.onset }
          end = max(end, note.end)
          let longest = song.score.meters.meter(ofBar: 0).barLength * 8
          #expect(end - start <= longest, "\(place), \(part.id) at \(note.onset)")
        }
      }
    }
  }

  @Test("no eight bars of the whole band are alike")
  func alike() throws {
    try forEachSong { song, place in
      let score = song.score
      let bars = (0..<score.bars).map { bar -> [String] in
        let span = score.span(ofBars: bar..<(bar + 1))
        return score.parts.flatMap { part in
          part.notes.filter { span.contains($0.onset) }.map {
            "\(part.id) \($0.onset - span.lowerBound) \($0.pitch.number)"
          }
        }
      }
      var run = 1
      for (last, next) in zip(bars, bars.dropFirst()) {
        run = last == next && !next.isEmpty ? run + 1 : 1
        #expect(run < 8, "\(place)")
      }
    }
  }

  @Test("sections differ in energy, with one climax in the second half of a long song")
  func arc() throws {
    try forEachSong { song, place in
      let sections = song.score.sections
      guard sections.count >= 4 else { return }
      let energies = sections.map(\.energy)
      #expect((energies.max() ?? 0) - (energies.min() ?? 0) >= 0.15, "\(place): \(energies)")
      let top = energies.max() ?? 0
      let last = sections.last { $0.energy == top }
      let position = Double((last?.startBar ?? 0) + (last?.bars ?? 0)) / Double(song.score.bars)
      #expect(position > 0.5, "\(place): the climax ends at \(position)")
    }
  }

  @Test("songs end: the last chord is held to the end, or the style fades or rings out")
  func endings() throws {
    try forEachSong { song, place in
      guard song.plan.ending == .held else { return }
      let pitched = song.score.parts.filter { !$0.instrument.isDrumKit }
      #expect(
        pitched.contains { part in part.notes.contains { $0.end == song.score.length } }, "\(place)"
      )
      let chord = try #require(song.score.chords.last?.chord)
      let key = song.score.key(ofBar: song.score.bars - 1)
      #expect(chord.root.pitchClass == key.tonic.pitchClass, "\(place) ends on \(chord) in \(key)")
    }
  }

  @Test("keys, tempos and progressions are not the same in every song")
  func variety() throws {
    var keys: Set<String> = []
    var openings: Set<String> = []
    var count = 0
    try forEachSong { song, _ in
      count += 1
      keys.insert(song.score.key(ofBar: 0).description)
      let key = song.score.key(ofBar: 0)
      openings.insert(
        song.score.chords.prefix(4).map { RomanNumeral($0.chord, in: key).description }
          .joined(separator: " "))
    }
    #expect(keys.count >= count / 3)
    #expect(openings.count >= count / 2)
  }

  @Test("an instrument that was asked for is heard")
  func wished() throws {
    let brief = try studio.brief(prompt: "jazz in 5/4, F minor, with cello, 90 seconds")
    for seed in UInt64(1)...20 {
      let song = try studio.draft(brief: brief, seed: seed)
      let cellos = song.score.parts.filter { $0.instrument.id == "cello" }
      #expect(cellos.contains { !$0.notes.isEmpty }, "seed \(seed)")
      for part in song.score.parts { #expect(!part.notes.isEmpty, "seed \(seed), \(part.id)") }
    }
  }
}
