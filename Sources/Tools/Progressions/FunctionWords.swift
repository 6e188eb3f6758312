import Music

/// What functions are called, and how one follows another.
enum FunctionWords {
  /// "dominant, pulls home; falls a fifth".
  static func reason(
    _ function: HarmonicFunction, chord: Chord, after memory: ProgressionMemory
  ) -> String {
    let isMinor = memory.setting.isMinor
    let name = name(of: function, chord: chord, isMinor: isMinor)
    guard memory.last > 0 else { return name }
    if memory.expected == function.index + 1 { return "\(name); as it went on before" }
    return "\(name); \(motion(from: HarmonicFunction(index: memory.last - 1), to: function))"
  }

  /// What a function is to its key.
  static func name(of function: HarmonicFunction, chord: Chord, isMinor: Bool) -> String {
    let isDominantSeventh = chord.third == 4 && chord.seventh == .minor
    switch (function.root, function.family) {
    case (0, .major) where isMinor: return "tonic, brightened"
    case (0, .major) where isDominantSeventh && !isMinor: return "tonic with a blue seventh"
    case (0, .minor) where !isMinor: return "tonic, darkened"
    case (0, .major), (0, .minor): return "tonic, home"
    case (7, .major): return "dominant, pulls home"
    case (7, .minor):
      return isMinor ? "minor dominant, hardly pulls" : "minor dominant, borrowed from minor"
    case (5, .major): return isMinor ? "major subdominant, Dorian" : "subdominant"
    case (5, .minor): return isMinor ? "subdominant" : "minor subdominant, borrowed from minor"
    case (11, .diminished): return "leading-note chord, pulls home"
    case (1, .major): return "lowered second, leans on the tonic"
    default: return isMinor ? minorName(of: function) : majorName(of: function)
    }
  }

  private static func majorName(of function: HarmonicFunction) -> String {
    switch (function.root, function.family) {
    case (2, .minor): "supertonic, prepares the dominant"
    case (2, .major): "dominant of the dominant"
    case (2, .diminished): "half-diminished second, borrowed from minor"
    case (4, .minor): "mediant, shares two notes with the tonic"
    case (4, .major): "dominant of the relative minor"
    case (9, .minor): "relative minor, stands for the tonic"
    case (9, .major): "dominant of the second degree"
    case (11, .major): "dominant of the third degree"
    case (3, .major): "lowered third, borrowed from minor"
    case (8, .major): "lowered sixth, borrowed from minor"
    case (10, .major): "lowered seventh, Mixolydian"
    case (_, .diminished): "diminished, leads a semitone on"
    default: "from outside the key"
    }
  }

  private static func minorName(of function: HarmonicFunction) -> String {
    switch (function.root, function.family) {
    case (2, .diminished): "second degree, prepares the dominant"
    case (2, .minor): "second degree, Dorian"
    case (2, .major): "dominant of the dominant"
    case (3, .major): "relative major"
    case (8, .major): "submediant, a soft landing"
    case (10, .major): "subtonic, leads home or to the relative major"
    case (_, .diminished): "diminished, leads a semitone on"
    default: "from outside the key"
    }
  }

  /// How the root moves.
  static func motion(from first: HarmonicFunction, to second: HarmonicFunction) -> String {
    switch (second.root - first.root + 12) % 12 {
    case 0: "stays on the root"
    case 5: "falls a fifth"
    case 7: "rises a fifth"
    case 1, 2: "steps up"
    case 10, 11: "steps down"
    case 3, 4: "moves up a third"
    case 8, 9: "moves down a third"
    default: "leaps a tritone"
    }
  }
}
