import Briefing
public import Production

extension Studio {
  /// What a prompt and options by name ask for; no option names a file.
  ///
  /// Throws as `brief(prompt:options:)` does, and `StudioError.unknownName`.
  public func brief(prompt: String, named options: [String: String]) throws -> Brief {
    try brief(prompt: prompt, options: try BriefOptions(options))
  }
}

extension BriefOptions {
  /// Takes options by the names that the command line calls them by.
  ///
  /// Throws `StudioError.unknownName` for a name that there is not. Chords are words here, never a file.
  init(_ named: [String: String]) throws(StudioError) {
    self.init()
    for (name, value) in named {
      guard let path = Self.paths[name] else {
        throw .unknownName(kind: "option", name: name, known: Self.paths.keys.sorted())
      }
      guard name != "chords" || !value.lowercased().contains(".mid") else {
        throw .unknownName(kind: "chord", name: value, known: [])
      }
      self[keyPath: path] = value.isEmpty ? nil : value
    }
  }

  private static var paths: [String: WritableKeyPath<BriefOptions, String?>] {
    [
      "style": \.style, "mood": \.mood, "key": \.key, "tempo": \.tempo, "meter": \.meter,
      "duration": \.duration, "bars": \.bars, "form": \.form, "chords": \.chords,
      "harmony": \.harmony, "instruments": \.instruments, "without": \.without, "range": \.range,
      "polyphony": \.polyphony, "roots-only": \.rootsOnly, "energy": \.energy,
      "loudness": \.loudness,
    ]
  }
}
