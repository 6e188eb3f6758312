import Foundation
import Music
import Production
import Reviewing
import Studio
import StyleFiles
import Testing

/// The rules of the critique, held against songs of every style.
@Suite("Winces") struct WincesTests {
  private static let seeds: [UInt64] = [1, 2, 3]
  private let folder: TemporaryFolder
  private let studio: Studio

  init() throws {
    folder = try TemporaryFolder()
    studio = try makeStudio(folder)
  }

  private func song(_ style: String, _ seed: UInt64, seconds: Double = 90) throws -> Song {
    var brief = Brief(prompt: "")
    brief.styles = [.init(name: style, weight: 1)]
    brief.duration = seconds
    return try studio.draft(brief: brief, seed: seed)
  }

  @Test("no song makes a grave wince, and few make ordinary ones")
  func everyStyle() throws {
    var (winces, grave): (Int, [String: String]) = (0, [:])
    for name in studio.library.names {
      for seed in Self.seeds {
        let critique = studio.critique(try song(name, seed), measuring: false)
        winces += critique.winces.count
        for wince in critique.winces where wince.severity == .grave {
          grave["\(name) \(seed) \(wince.rule.rawValue)"] = "\(wince.sentence) \(wince.bars)"
        }
        #expect(
          critique.winces.count <= 3,
          "\(name), seed \(seed): \(critique.winces.map(\.sentence))")
      }
    }
    #expect(grave.isEmpty, "\(grave)")
    let songs = studio.library.names.count * Self.seeds.count
    #expect(winces * 2 <= songs, "\(winces) winces in \(songs) songs")
  }

  @Test("a style's exceptions excuse what they name and nothing else")
  func exceptions() throws {
    for name in studio.library.names {
      let song = try song(name, 1, seconds: 40)
      let critique = studio.critique(song)
      let excused = critique.omissions.filter { $0.reason.contains("on purpose") }
      let single = song.style.exceptions.filter { $0 != Critique.Rule.sameLoop.rawValue }
      #expect(Set(excused.map(\.rule.rawValue)) == Set(single), "\(name)")
    }
  }

  @Test("keys, tempos and progressions are not the same in every song")
  func variety() throws {
    var keys: Set<String> = []
    var openings: Set<String> = []
    var count = 0
    for name in studio.library.names {
      for seed in Self.seeds {
        let song = try song(name, seed)
        count += 1
        let key = song.score.key(ofBar: 0)
        keys.insert(key.description)
        openings.insert(
          song.score.chords.prefix(4).map { RomanNumeral($0.chord, in: key).description }
            .joined(separator: " "))
      }
    }
    #expect(keys.count >= min(count / 3, 20))
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
