import Foundation
import Music
import Production
import Studio
import StyleFiles
import Testing

/// What no song of any style may do, counted note by note and apart from the critique's rules.
@Suite("Strict winces") struct StrictWincesTests {
  private static let songs = Result { try draftSongs() }

  /// Drafts four songs of every style, each with words that name its style and seed.
  private static func draftSongs() throws -> [(song: Song, place: String)] {
    let folder = try TemporaryFolder()
    let studio = try makeStudio(folder)
    return try studio.library.names.flatMap { name in
      try (UInt64(1)...4).map { seed in
        var brief = Brief(prompt: "")
        brief.styles = [.init(name: name, weight: 1)]
        brief.duration = 90
        return (try studio.draft(brief: brief, seed: seed), "\(name), seed \(seed)")
      }
    }
  }

  @Test("forty styles are held to them, four songs each")
  func songs() throws {
    #expect(try Self.songs.get().count == 40 * 4)
  }

  private func forEachSong(_ body: (Song, String) throws -> Void) throws {
    for (song, place) in try Self.songs.get() { try body(song, place) }
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
      for part in song.score.parts where !part.instrument.isDrumKit {
        for (onset, notes) in Dictionary(grouping: part.notes, by: \.onset) {
          let numbers = notes.map(\.pitch.number).sorted()
          let low = numbers.filter { $0 < 48 }
          for (lower, upper) in zip(low, low.dropFirst()) {
            #expect(upper - lower > 4, "\(place), \(part.id) at \(onset): \(low)")
          }
          // Three notes within an octave are a chord in close position.
          for (lowest, third) in zip(numbers, numbers.dropFirst(2)) where lowest < 36 {
            #expect(third - lowest > 12, "\(place), \(part.id) at \(onset): \(numbers)")
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
      guard !song.style.exceptions.contains(Critique.Rule.noRest.rawValue) else { return }
      // In a duo or trio, or in a form of two sections, somebody has to play throughout.
      guard song.score.parts.count >= 4, song.score.sections.count > 2 else { return }
      for part in song.score.parts {
        let silent = (0..<song.score.bars).contains { bar in
          let span = song.score.span(ofBars: bar..<(bar + 1))
          return !part.notes.contains { $0.onset < span.upperBound && $0.end > span.lowerBound }
        }
        #expect(silent, "\(place), \(part.id)")
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
}
