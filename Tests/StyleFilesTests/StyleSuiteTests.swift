import Foundation
import Music
import Production
import Signal
import StyleFiles
import Testing

/// The program's own style files, found beside the tests' source.
enum OwnStyles {
  static let folder: String = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources/Formats/StyleFiles/Resources").path

  /// The names of all files in the folder, sorted.
  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }()

  static func style(_ name: String) throws -> Style {
    try StyleLibrary.read("\(folder)/\(name).yaml")
  }
}

/// What every member of the library must hold, whatever its genre.
@Suite("Every style")
struct StyleSuiteTests {
  @Test("is in the library under the name of its file")
  func library() throws {
    #expect(OwnStyles.names.count == 40)
    #expect(try StyleLibrary.load(folders: [OwnStyles.folder]).names == OwnStyles.names)
  }

  @Test("has a loudness, a tempo and forms of its genre", arguments: OwnStyles.names)
  func frame(name: String) throws {
    let style = try OwnStyles.style(name)
    #expect(style.name == name)
    #expect((-20 ... -8).contains(style.loudness.value))
    #expect(style.tempo.low < style.tempo.typical && style.tempo.typical < style.tempo.high)
    #expect(style.forms.count >= 3)
    #expect(style.parts.count >= 2)
    #expect(style.description.hasSuffix("."))
  }

  @Test("has forms with an arc and one climax late in the song", arguments: OwnStyles.names)
  func arcs(name: String) throws {
    for form in try OwnStyles.style(name).forms {
      let total = form.sections.reduce(0) { $0 + $1.bars }
      let energies = form.sections.map(\.energy)
      let peak = try #require(energies.max())
      let low = try #require(energies.min())
      #expect(peak - low >= 0.3, "\(form.name) has no arc")
      #expect(energies.filter { $0 == peak }.count == 1, "\(form.name) has two climaxes")
      let index = try #require(energies.firstIndex(of: peak))
      let start = form.sections[..<index].reduce(0) { $0 + $1.bars }
      let end = start + form.sections[index].bars
      #expect(Double(end) / Double(total) >= 0.6, "\(form.name) peaks early")
      #expect(Double(start) / Double(total) <= 0.8, "\(form.name) peaks late")
      #expect(zip(energies, energies.dropFirst()).allSatisfy { $0 != $1 }, "\(form.name) is flat")
    }
  }

  @Test("has a harmonic vocabulary for each tonality", arguments: OwnStyles.names)
  func harmony(name: String) throws {
    let style = try OwnStyles.style(name)
    for isMinor in Set(style.scales.map(\.value.isMinor)) {
      let progressions = style.harmony.progressions.filter { $0.isMinor == isMinor }
      #expect(progressions.count >= 6)
      #expect(Set(progressions.map(\.bars)).count == progressions.count)
      #expect(Set(progressions.flatMap(\.sections)).count >= 3)
      let cadences = style.harmony.cadences.filter { $0.isMinor == isMinor }
      #expect(cadences.count >= 2)
      for cadence in cadences {
        let last = try #require(cadence.bars.last?.split(separator: " ").last)
        #expect(try RomanNumeral(String(last)).degree == 1, "\(cadence.bars) does not close")
      }
    }
  }

  @Test("writes numerals that mean chords in every scale it uses", arguments: OwnStyles.names)
  func numerals(name: String) throws {
    let style = try OwnStyles.style(name)
    for scale in style.scales.map(\.value) {
      for tonic in ["C", "F#", "Eb"] {
        let key = Key(try #require(PitchName(tonic)), scale)
        let all = style.harmony.progressions + style.harmony.cadences
        for progression in all where progression.isMinor == scale.isMinor {
          for text in progression.bars.flatMap({ $0.split(separator: " ") }) {
            let chord = try RomanNumeral(String(text)).chord(in: key)
            #expect(abs(chord.root.alteration) <= 2)
            #expect(chord.pitchClasses.count >= 2)
          }
        }
      }
    }
  }

  @Test("gives each role enough to play", arguments: OwnStyles.names)
  func patterns(name: String) throws {
    let style = try OwnStyles.style(name)
    for part in style.parts {
      let mains = part.patterns.filter { !$0.isFill }
      let fills = part.patterns.filter(\.isFill)
      switch part.role {
      case .drums:
        #expect(mains.count >= 4, "\(part.id)")
        #expect(fills.count >= 4, "\(part.id)")
      case .bass: #expect(mains.count >= 3, "\(part.id)")
      case .lead:
        #expect(mains.count >= 2 && part.melody != nil, "\(part.id)")
        #expect(part.register.count >= 13 && part.register.count <= 29, "\(part.id)")
      default: #expect(!mains.isEmpty, "\(part.id)")
      }
    }
    let chords = style.parts.filter { $0.role == .chords }
    let comping = chords.flatMap(\.patterns).filter { !$0.isFill }
    #expect(comping.count >= 3 || chords.allSatisfy { $0.presence < 1 })
  }

  @Test("has a pattern for every energy of its forms", arguments: OwnStyles.names)
  func coverage(name: String) throws {
    let style = try OwnStyles.style(name)
    for part in style.parts {
      for section in style.forms.flatMap(\.sections) where section.energy >= part.enters {
        guard !part.silentIn.contains(section.name) else { continue }
        let fitting = part.patterns.filter {
          !$0.isFill && $0.energy.contains(section.energy)
            && ($0.sections.isEmpty || $0.sections.contains(section.name))
        }
        #expect(!fitting.isEmpty, "\(part.id) in \(section.name) at \(section.energy)")
      }
    }
  }

  @Test("asks no drummer for three hands", arguments: OwnStyles.names)
  func hands(name: String) throws {
    for part in try OwnStyles.style(name).parts where part.player == .drummer {
      for pattern in part.patterns {
        let hands = pattern.voices.keys.filter { DrumKey(name: $0)?.isFoot == false }
        let length = hands.map { pattern.steps(of: $0).count }.max() ?? 0
        for step in 0..<length {
          let hits = hands.filter { voice in
            let steps = pattern.steps(of: voice)
            guard pattern.isFill || !steps.isEmpty else { return false }
            let index = pattern.isFill ? step : step % steps.count
            return steps.indices.contains(index) && !".-?".contains(steps[index])
          }
          #expect(hits.count <= 2, "\(pattern.name), step \(step): \(hits)")
        }
      }
    }
  }

  @Test("places every part in the mix, one of them loudest", arguments: OwnStyles.names)
  func balance(name: String) throws {
    let style = try OwnStyles.style(name)
    let channels = style.parts.map {
      style.mix.channels[$0.id] ?? style.mix.channels[$0.role.rawValue]
    }
    #expect(channels.allSatisfy { $0 != nil })
    #expect(channels.compactMap { $0?.level.value }.max() == 0)
    let hasKit = style.parts.contains { $0.role == .drums }
    for (part, channel) in zip(style.parts, channels) where part.role == .bass {
      #expect(channel?.pan == 0, "low frequencies are mono")
      // Players in one room share its sound; beside a kit the lows stay dry.
      #expect(channel?.reverb == nil || !hasKit, "no reverb on lows")
    }
    #expect(channels.contains { ($0?.pan ?? 0) > 0.15 })
    #expect(channels.contains { ($0?.pan ?? 0) < -0.15 })
  }

  @Test("does not play every part from first bar to last", arguments: OwnStyles.names)
  func rests(name: String) throws {
    let style = try OwnStyles.style(name)
    guard !style.exceptions.contains(Critique.Rule.noRest.rawValue) else { return }
    let resting = style.parts.filter { $0.enters > 0 || !$0.silentIn.isEmpty }
    #expect(resting.count * 3 >= style.parts.count * 2)
  }

  @Test("is the same after a journey through JSON", arguments: OwnStyles.names)
  func json(name: String) throws {
    let style = try OwnStyles.style(name)
    let data = try JSONEncoder().encode(style)
    #expect(try JSONDecoder().decode(Style.self, from: data) == style)
  }

  @Test("has progressions that no other style has")
  func ownHarmony() throws {
    let styles = try OwnStyles.names.map(OwnStyles.style)
    for style in styles {
      let others = styles.filter { $0.name != style.name }.flatMap(\.harmony.progressions).map(
        \.bars)
      let shared = style.harmony.progressions.filter { others.contains($0.bars) }
      #expect(shared.count * 4 <= style.harmony.progressions.count, "\(style.name)")
    }
  }
}
