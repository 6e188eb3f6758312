import Music
import Production

/// What a word for an instrument, a family, a role or a part of the style means.
struct InstrumentWish: Hashable, Sendable {
  /// The word as given.
  var text: String
  /// The one instrument that is meant, if it is one.
  var instrument: Instrument?
  /// The instruments that answer the wish, best first; empty when a role or part is meant.
  var instruments: [Instrument] = []
  /// The role that is meant, if any.
  var role: Role?
  /// The part of the style that is meant, if any.
  var part: String?

  /// Whether a part with an instrument answers the wish.
  func matches(part: String, role: Role, instrument: Instrument) -> Bool {
    if self.part == part || self.role == role { return true }
    return instruments.contains { $0.id == instrument.id }
  }

  /// Whether other wishes refuse all that could answer this one.
  ///
  /// An instrument that is wanted by name is exempt from a refused family ("no guitars but a nylon
  /// guitar"), not from a refused role: a kit plays drums or nothing.
  func isRefused(
    by others: [InstrumentWish], keepsPercussion: Bool, style: Style
  ) -> Bool {
    if let part, others.contains(where: { $0.part == part }) { return true }
    if let part, let own = style.parts.first(where: { $0.id == part })?.role,
      others.contains(where: { $0.role == own })
    {
      return true
    }
    if let role { return others.contains { $0.role == role } }
    guard !instruments.isEmpty else { return false }
    let isKit = instruments.allSatisfy(\.isDrumKit)
    if isKit, !keepsPercussion, others.contains(where: { $0.role == .drums }) { return true }
    let refused = others.filter { instrument == nil || $0.instrument != nil }
      .flatMap(\.instruments)
    return instruments.allSatisfy { own in
      refused.contains { $0.id == own.id }
        || BandPlanner.roles(of: own).allSatisfy { role in others.contains { $0.role == role } }
    }
  }

  /// Words for groups that General MIDI has no family for.
  private static let groups: [String: [InstrumentFamily]] = [
    "keys": [.piano, .organ], "keyboard": [.piano, .organ], "winds": [.pipe, .reed],
    "woodwind": [.pipe, .reed], "woodwinds": [.pipe, .reed], "horns": [.brass],
    "mallets": [.chromaticPercussion], "synth": [.synthLead, .synthPad, .synthEffects],
    "synthesizer": [.synthLead, .synthPad, .synthEffects], "strings": [.ensemble, .strings],
    "lead synth": [.synthLead], "synth lead": [.synthLead], "synth pad": [.synthPad],
    "voice": [], "guitars": [.guitar],
  ]

  private static let nicknames: [String: String] = [
    "rhodes": "electric-piano", "wurlitzer": "electric-piano", "epiano": "electric-piano",
    "acoustic guitar": "steel-guitar", "classical guitar": "nylon-guitar",
    "double bass": "double-bass", "contrabass": "double-bass", "808": "808-bass",
    "sax": "tenor-sax", "saxophone": "tenor-sax",
    "horn": "french-horn", "cor anglais": "english-horn", "hammond": "drawbar-organ",
    "vibes": "vibraphone", "bells": "tubular-bells", "808 kit": "tr-808-kit",
    "tr-808": "tr-808-kit",
  ]

  /// Reads a wish.
  init(_ text: String, style: Style) throws(PlanningError) {
    self.text = text
    let words = text.lowercased().split { " _".contains($0) }.joined(separator: " ")
    var forms = [words]
    if words.hasSuffix("es") { forms.append(String(words.dropLast(2))) }
    if words.hasSuffix("s") { forms.append(String(words.dropLast())) }
    for form in forms {
      if read(form, style: style) { return }
    }
    throw .unknownInstrument(
      name: text, nearest: nearestNames(to: words, among: Self.names(style: style)))
  }

  private mutating func read(_ word: String, style: Style) -> Bool {
    let hyphenated = word.split(separator: " ").joined(separator: "-")
    let joined = word.filter { $0 != " " && $0 != "-" }
    role = Role.allCases.first { $0.rawValue == word }
    if word == "drum" || word == "drum kit" || word == "kit" { role = .drums }
    if word == "melody" { role = .lead }
    if word == "pads" { role = .pad }
    let nickname = Self.nicknames[word]
    let found =
      Instrument(id: nickname ?? hyphenated)
      ?? Instrument.catalogue.first { $0.name.lowercased() == word }
    var families = Self.groups[word] ?? []
    if let family = InstrumentFamily.allCases.first(where: { $0.rawValue.lowercased() == joined }) {
      families.append(family)
    }
    if let found { instruments = [found] }
    if families.isEmpty { instrument = found }
    for family in families {
      for member in Instrument.catalogue where member.family == family {
        if !instruments.contains(where: { $0.id == member.id }) { instruments.append(member) }
      }
    }
    // In solo strings the timpani and the harp of General MIDI are not meant.
    if word.hasPrefix("string") { instruments.removeAll { ["timpani", "harp"].contains($0.id) } }
    if role == nil, instruments.isEmpty, style.parts.contains(where: { $0.id == hyphenated }) {
      part = hyphenated
    }
    return role != nil || part != nil || !instruments.isEmpty
  }

  private static func names(style: Style) -> [String] {
    Role.allCases.map(\.rawValue) + InstrumentFamily.allCases.map(\.rawValue)
      + style.parts.map(\.id) + Instrument.catalogue.map(\.id) + nicknames.keys.sorted()
  }
}
