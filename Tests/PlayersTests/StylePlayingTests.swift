import Foundation
import Music
import Players
import Production
import StyleFiles
import Testing

/// The house's styles, played by the session players.
@Suite("Players in every style")
struct StylePlayingTests {
  /// The style files that can be read; whether all can is the style files' own suite.
  static let styles: [Style] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/Formats/StyleFiles/Resources")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.sorted().filter { $0.hasSuffix(".yaml") }.compactMap {
      try? StyleLibrary.read(folder.appendingPathComponent($0).path)
    }
  }()

  /// A song of a style: a form, a progression and all its parts.
  static func stage(_ style: Style, seed: UInt64) -> Stage {
    var stream = RandomStream(seed: seed, purpose: "stage")
    let form = style.forms[stream.index(style.forms.count)]
    let scale = style.scales[stream.index(style.scales.count)].value
    let own = style.harmony.progressions.filter { $0.isMinor == scale.isMinor }
    let progression = stream.element(of: own) ?? style.harmony.progressions[0]
    let tonic = ["C", "F", "G", "A", "Eb"][stream.index(5)]
    let song = form.sections.enumerated().map { index, section in
      Stage.Verse(
        section.name, section.bars, section.energy,
        index == form.sections.count - 1 ? .ending : [.fill, .none, .build, .dropOut][index % 4])
    }
    return Stage(
      seed: seed, meter: style.meters[stream.index(style.meters.count)].value,
      key: "\(tonic) \(scale.rawValue)", bars: progression.bars, song: song, parts: style.parts,
      ending: style.ending)
  }

  @Test("every part is in range, in time, playable and heard", arguments: styles.map(\.name))
  func playable(_ name: String) throws {
    let style = try #require(StylePlayingTests.styles.first { $0.name == name })
    for seed in UInt64(1)...4 {
      let stage = StylePlayingTests.stage(style, seed: seed)
      let all = stage.play()
      for (part, own) in zip(stage.plan.parts, stage.parts) {
        let notes = all[part.id] ?? []
        #expect(!notes.isEmpty, "\(name) \(part.id) seed \(seed)")
        #expect(notes == notes.sorted())
        for note in notes {
          #expect(part.register.contains(note.pitch.number), "\(name) \(part.id) \(note)")
          #expect(part.instrument.range.contains(note.pitch.number), "\(name) \(part.id) \(note)")
          #expect(note.duration > .zero && note.end <= stage.plan.length)
        }
        let groups = Dictionary(grouping: notes, by: \.onset).values
        let most = own.player == .guitarist ? 6 : part.instrument.polyphony
        #expect(groups.allSatisfy { $0.count <= most })
        if own.player == .drummer {
          for group in groups {
            let hands = group.compactMap { DrumKey(rawValue: $0.pitch.number) }
            #expect(hands.filter { !$0.isFoot }.count <= 2, "\(name) seed \(seed)")
          }
        }
        if own.player == .guitarist {
          for group in groups {
            let numbers = group.map(\.pitch.number).sorted()
            #expect(HarmonyPlayerTests.isPlayable(numbers), "\(name) \(part.id) \(numbers)")
          }
        }
        #expect(Set(notes.map(\.velocity)).count > min(3, notes.count / 4), "\(name) \(part.id)")
      }
    }
  }

  @Test("melodies move by step and breathe", arguments: styles.map(\.name))
  func melodies(_ name: String) throws {
    let style = try #require(StylePlayingTests.styles.first { $0.name == name })
    var (steps, moves, sounding, total) = (0, 0, 0.0, 0.0)
    for seed in UInt64(1)...4 {
      let stage = StylePlayingTests.stage(style, seed: seed)
      let all = stage.play()
      for part in style.parts where part.player == .melodist && part.role == .lead {
        // A second voice may go along below.
        let notes = Dictionary(grouping: all[part.id] ?? [], by: \.onset).values
          .compactMap { $0.max { $0.pitch < $1.pitch } }.sorted()
        for (note, next) in zip(notes, notes.dropFirst()) where note.pitch != next.pitch {
          moves += 1
          if abs(note.pitch.number - next.pitch.number) <= 2 { steps += 1 }
        }
        sounding += notes.reduce(0) { $0 + $1.duration.value }
        total += stage.plan.length.value
      }
    }
    guard moves > 0 else { return }
    let share = Double(steps) / Double(moves)
    let usesPentatonic = style.parts.contains {
      $0.melody?.scale.map { $0.semitones.count < 7 } ?? false
    }
    #expect(share >= (usesPentatonic ? 0.35 : 0.5), "\(name): \(share)")
    #expect(share <= 0.85, "\(name): \(share)")
    #expect(sounding / total < 0.9, "\(name): \(sounding / total)")
  }
}
