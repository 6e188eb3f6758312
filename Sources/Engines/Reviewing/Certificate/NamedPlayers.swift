import Music

/// Who is meant by a name: an instrument, a family, a role or a part.
struct NamedPlayers {
  private let name: String
  private let role: Role?
  private let instrument: Instrument?
  private let families: [InstrumentFamily]

  /// `part:` before an id means that part alone, whatever role or instrument is called so too.
  init(_ name: String) {
    guard !name.hasPrefix("part:") else {
      (self.name, role, instrument, families) = (String(name.dropFirst(5)), nil, nil, [])
      return
    }
    let plain = Certifier.plain(name)
    self.name = plain
    role = Role(rawValue: plain)
    instrument =
      Instrument(id: plain) ?? Instrument.catalogue.first { Certifier.plain($0.name) == plain }
    let joined = plain.filter { $0 != "-" }
    let family = InstrumentFamily.allCases.first { $0.rawValue.lowercased() == joined }
    // General MIDI parts strings into players and ensembles; a wish for strings means both.
    families = family == .strings ? [.strings, .ensemble] : family.map { [$0] } ?? []
  }

  /// Whether the name says one instrument.
  var isInstrument: Bool { instrument != nil && families.isEmpty }

  /// Whether a part answers to the name.
  func include(_ part: Part) -> Bool {
    if part.id == name || role == part.role { return true }
    if let instrument, instrument.id == part.instrument.id { return true }
    return families.contains(part.instrument.family)
  }

  /// Whether refusing the name refuses a part: no drums means no drum kit at all.
  func exclude(_ part: Part, keepsPercussion: Bool) -> Bool {
    if include(part) {
      // The timpani and the harp that General MIDI counts among the strings are not meant.
      return !(families.contains(.strings) && ["timpani", "harp"].contains(part.instrument.id))
        || part.id == name || role == part.role
    }
    return role == .drums && part.instrument.isDrumKit && !keepsPercussion
  }
}
