import Music
import Production

/// What a player reads in the voices of a pattern; see `docs/patterns.md`.
struct PatternAlphabet {
  /// The characters of a voice of this name, nil when the player has no such voice.
  let characters: (String) -> String?
  /// The names of the voices, for hints.
  let voices: [String]
  /// Whether voices are drums.
  let isDrums: Bool

  private static let common = ".-?"
  private static let chord = common + "Xxog123456789t~"

  /// What a player of a part on these instruments reads.
  init(player: PlayerKind, playsKit: Bool) {
    switch player {
    case .drummer,
      .percussionist where playsKit:
      self.init(drums: Self.common + "Xxogfr")
    case .percussionist: self.init(voices: ["line": Self.common + "Rr854367aswkx~t"])
    case .bassist: self.init(voices: ["line": Self.common + "Rr854367aswkx~"])
    case .keyboardist:
      self.init(voices: [
        "hits": Self.chord, "right": Self.chord, "left": Self.chord + "RO",
      ])
    case .brass:
      self.init(voices: [
        "stabs": Self.chord, "hits": Self.chord, "hold": Self.common + "Xxo",
      ])
    case .guitarist:
      self.init(voices: [
        "strum": Self.common + "DdUuxp", "pick": Self.common + "bB123456", "hits": Self.chord,
      ])
    case .pad, .strings:
      self.init(voices: [
        "hold": Self.common + "Xxo", "swell": Self.common + "Xxo", "ostinato": Self.chord,
        "top": Self.common + "Xxo",
      ])
    case .arpeggiator:
      let steps = Self.common + "Xxo"
      self.init(voices: [
        "up": steps, "down": steps, "updown": steps, "random": steps,
        "arp": steps + "123456789",
      ])
    case .organist:
      self.init(voices: [
        "hold": Self.common + "Xxo", "hits": Self.chord, "pedal": Self.common + "Rr854367asw",
      ])
    case .woodwinds:
      self.init(voices: [
        "hold": Self.common + "Xxo", "swell": Self.common + "Xxo", "top": Self.common + "Xxo",
        "stabs": Self.chord, "ostinato": Self.chord,
      ])
    case .choir:
      self.init(voices: [
        "hold": Self.common + "Xxo", "swell": Self.common + "Xxo", "top": Self.common + "Xxo",
        "hits": Self.chord,
      ])
    case .innerVoice: self.init(voices: ["rhythm": Self.common + "Xxo"])
    case .melodist, .counterpoint:
      self.init(voices: ["rhythm": Self.common + "Xxo", "degrees": "1234567."])
    }
  }

  private init(drums characters: String) {
    self.characters = { DrumKey(name: $0) == nil ? nil : characters }
    voices = DrumKey.allCases.map(\.name)
    isDrums = true
  }

  private init(voices: [String: String]) {
    characters = { voices[$0] }
    self.voices = voices.keys.sorted()
    isDrums = false
  }

  /// What an onset of a Euclidean rhythm is written as in a voice of these characters.
  func hit(of characters: String) -> Character {
    // A bass strikes its root; its `x` is a dead note.
    if characters.contains("R"), characters.contains("r") { return "r" }
    return ["x", "d", "b"].first { characters.contains($0) } ?? "x"
  }

  /// Whether the characters of a voice stand for grid steps.
  func isOnGrid(_ voice: String) -> Bool { voice != "degrees" }
}
