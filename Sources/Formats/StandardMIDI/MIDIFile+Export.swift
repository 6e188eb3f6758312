import Music

extension MIDIFile {
  /// Whether the file has the form that ``ScoreEncoder`` alone gives to files: every track with notes
  /// names its part and a known role in text events (`part:bass`, `role:bass`).
  ///
  /// Who edits such a file elsewhere may keep these texts; who takes them out leaves no trace. Linear in
  /// the events.
  public var isExport: Bool {
    let tracks = tracks.filter(\.hasNotes)
    return !tracks.isEmpty && tracks.allSatisfy(\.namesPartAndRole)
  }
}

extension MIDITrack {
  fileprivate var hasNotes: Bool {
    events.contains { event in
      if case .noteOn(_, _, let velocity) = event.message { velocity > 0 } else { false }
    }
  }

  fileprivate var namesPartAndRole: Bool {
    var (hasPart, hasRole) = (false, false)
    for case .meta(.text(.text, let bytes)) in events.lazy.map(\.message) {
      let text = MIDIText.string(bytes)
      if text.hasPrefix(ScoreEncoder.partPrefix) { hasPart = true }
      if text.hasPrefix(ScoreEncoder.rolePrefix) {
        let role = Role(rawValue: String(text.dropFirst(ScoreEncoder.rolePrefix.count)))
        hasRole = hasRole || role != nil
      }
    }
    return hasPart && hasRole
  }
}
