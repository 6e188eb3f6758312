import Music
import Production

/// Chooses who plays what.
struct BandPlanner {
  /// A part of the style and what has been decided of it.
  private struct Candidate {
    var part: StylePart
    /// The instruments that may play it, with their frequencies.
    var instruments: [Style.Weighted<Instrument>]
    /// What plays it, once decided.
    var instrument: Instrument?
    var isIn: Bool
    var isWished = false
    /// Whether it was made because the style has none.
    var isAdded = false
  }

  /// The most parts that a song has by itself.
  static let mostParts = 10

  var brief: Brief
  var style: Style
  var seed: UInt64

  /// The band in the order of the score.
  func parts() throws(PlanningError) -> [Plan.PlannedPart] {
    guard !style.parts.isEmpty else { throw .styleLacks(style: style.name, what: "parts") }
    var with: [InstrumentWish] = []
    var without: [InstrumentWish] = []
    for text in brief.instruments.with { with.append(try InstrumentWish(text, style: style)) }
    for text in brief.instruments.without { without.append(try InstrumentWish(text, style: style)) }
    let limits = try LimitPlanner(brief, style: style)
    let keepsPercussion = with.contains { $0.role == .percussion }
    for wish in with + limits.rooted
    where wish.isRefused(by: without, keepsPercussion: keepsPercussion, style: style) {
      throw .contradictoryInstrument(name: wish.text)
    }
    var band = candidates(with: with, without: without, limits: limits)
    try checkRange(band, with: with, without: without, limits: limits)
    for wish in with { try answer(wish, in: &band, without: without) }
    if brief.instruments.only, !with.isEmpty { restrict(&band, to: with, without: without) }
    if !band.contains(where: \.isIn) {
      let best = band.indices.max { band[$0].part.presence < band[$1].part.presence }
      guard let best, !brief.instruments.only else { throw .noPartsLeft }
      band[best].isIn = true
    }
    trim(&band)
    return try planned(band.filter(\.isIn), limits: limits)
  }

  // MARK: Who may play

  private func isUnwanted(
    _ part: StylePart, _ instrument: Instrument, without: [InstrumentWish], with: [InstrumentWish]
  ) -> Bool {
    // An instrument wanted by name is exempt from an unwanted family.
    if with.contains(where: { $0.instrument?.id == instrument.id }) {
      return without.contains { $0.role == part.role || $0.part == part.id }
    }
    return without.contains { wish in
      if wish.matches(part: part.id, role: part.role, instrument: instrument) { return true }
      return wish.role == .drums && instrument.isDrumKit
        && !with.contains { $0.role == .percussion }
    }
  }

  private func candidates(
    with: [InstrumentWish], without: [InstrumentWish], limits: LimitPlanner
  ) -> [Candidate] {
    var found: [Candidate] = []
    for part in style.parts {
      let offered = part.instruments.filter {
        !isUnwanted(part, $0.value, without: without, with: with)
          && isAble($0.value, within: limits.general(of: part, on: $0.value))
      }
      // Who was named with a limit plays within it, or is refused later; nobody leaves for it.
      let able = offered.filter {
        isAble($0.value, within: limits.limits(of: part.id, role: part.role, on: $0.value))
      }
      let instruments = able.isEmpty ? offered : able
      guard !instruments.isEmpty else { continue }
      var stream = RandomStream(seed: seed, purpose: "presence", part: part.id)
      found.append(
        Candidate(part: part, instruments: instruments, isIn: stream.chance(part.presence)))
    }
    return found
  }

  /// Refuses a range for all parts in which no pitched part of the style has room.
  private func checkRange(
    _ band: [Candidate], with: [InstrumentWish], without: [InstrumentWish], limits: LimitPlanner
  ) throws(PlanningError) {
    func pitched(_ band: [Candidate]) -> Candidate? {
      band.first { $0.instruments.contains { !$0.value.isDrumKit } }
    }
    guard pitched(band) == nil, with.isEmpty, brief.limits.contains(where: { $0.of == nil }) else {
      return
    }
    var free = brief
    free.limits = []
    let all = candidates(
      with: with, without: without, limits: try LimitPlanner(free, style: style))
    guard let lost = pitched(all),
      let instrument = lost.instruments.first(where: { !$0.value.isDrumKit })?.value
    else { return }
    throw .rangeOutsideInstrument(
      part: lost.part.id, instrument: instrument,
      limits: limits.general(of: lost.part, on: instrument))
  }

  /// Whether an instrument has room within limits: an octave for roots, five notes for others, so
  /// that every chord has a tone among them.
  private func isAble(_ instrument: Instrument, within limits: NoteLimits) -> Bool {
    guard !limits.isEmpty, !instrument.isDrumKit else { return true }
    let least = limits.rootsOnly ? 12 : 5
    return limits.allowed(in: instrument.range).map { $0.count >= least } ?? false
  }

  // MARK: Wishes

  private func answer(
    _ wish: InstrumentWish, in band: inout [Candidate], without: [InstrumentWish]
  ) throws(PlanningError) {
    if wish.role != nil || wish.part != nil {
      let fitting = band.indices.filter {
        band[$0].part.role == wish.role || band[$0].part.id == wish.part
      }
      if let index = fitting.first(where: { band[$0].isIn }) ?? fitting.first {
        band[index].isIn = true
        band[index].isWished = true
        return
      }
      guard wish.instruments.isEmpty, let role = wish.role else {
        if !wish.instruments.isEmpty { try seat(wish, in: &band, without: without) }
        return
      }
      add(role: role, on: Self.usual(role), to: &band)
      return
    }
    try seat(wish, in: &band, without: without)
  }

  /// Gives a wanted instrument to the part that suits it best, or a part of its own.
  private func seat(
    _ wish: InstrumentWish, in band: inout [Candidate], without: [InstrumentWish]
  ) throws(PlanningError) {
    func choice(_ candidate: Candidate) -> Instrument? {
      let own = candidate.instruments.filter { offered in
        wish.instruments.contains { $0.id == offered.value.id }
      }
      var stream = RandomStream(seed: seed, purpose: "wish", part: candidate.part.id)
      return stream.weightedIndex(own.map(\.weight)).map { own[$0].value }
    }
    let free = band.indices.filter { !band[$0].isWished }
    let having = free.filter { choice(band[$0]) != nil }
    if let index = having.first(where: { band[$0].isIn }) ?? having.first {
      band[index].instrument = choice(band[index])
      band[index].isIn = true
      band[index].isWished = true
      return
    }
    guard
      let instrument = wish.instruments.first(where: { offered in
        wish.instrument != nil || !without.contains { $0.instruments.contains(offered) }
      })
    else { return }
    // "A guitar, but no chords" is a guitar that plays something else.
    let roles = Self.roles(of: instrument).filter { role in
      !without.contains { $0.role == role }
    }
    guard let first = roles.first else { throw .contradictoryInstrument(name: wish.text) }
    for role in roles {
      let fitting = free.filter { index in
        band[index].part.role == role && !(role == .percussion && !instrument.isDrumKit)
      }
      if let index = fitting.first(where: { band[$0].isIn }) ?? fitting.first {
        band[index].instrument = instrument
        band[index].isIn = true
        band[index].isWished = true
        return
      }
    }
    add(role: first, on: instrument, to: &band)
  }

  private func add(role: Role, on instrument: Instrument, to band: inout [Candidate]) {
    let id = role.rawValue.numbered { id in
      band.contains { $0.part.id == id } || style.parts.contains { $0.id == id }
    }
    let part = StylePart.standard(id: id, role: role, on: instrument)
    band.append(
      Candidate(
        part: part, instruments: part.instruments, instrument: instrument, isIn: true,
        isWished: true, isAdded: true))
  }

  /// Leaves only what was asked for; where that lacks melody, harmony or bass, asked instruments
  /// that can take these on do so.
  private func restrict(
    _ band: inout [Candidate], to wishes: [InstrumentWish], without: [InstrumentWish]
  ) {
    func allowed(_ candidate: Candidate) -> [Style.Weighted<Instrument>] {
      candidate.instruments.filter { offered in
        wishes.contains {
          $0.matches(part: candidate.part.id, role: candidate.part.role, instrument: offered.value)
        }
      }
    }
    let isByRole = wishes.contains { $0.role != nil && $0.instruments.isEmpty }
    for index in band.indices where !band[index].isWished {
      let left = allowed(band[index])
      if left.isEmpty {
        band[index].isIn = false
      } else {
        band[index].instruments = left
      }
    }
    let playing = Set(band.filter(\.isIn).map(\.part.role))
    let pool = wishes.flatMap { wish in
      wish.instrument.map { [$0] } ?? Array(wish.instruments.prefix(24))
    }
    guard !isByRole, !pool.isEmpty else { return }
    let needs: [(roles: [Role], suits: (Instrument) -> Bool)] = [
      ([.chords, .pad, .arpeggio], { $0.polyphony >= 4 && !$0.isDrumKit }),
      ([.lead], { !$0.isDrumKit && $0.family != .bass && $0.comfort.upperBound >= 72 }),
      ([.bass], { !$0.isDrumKit && $0.comfort.lowerBound <= 40 }),
    ]
    for need in needs where !need.roles.contains(where: playing.contains) {
      guard let instrument = pool.first(where: need.suits) else { continue }
      let seat = band.indices.first { need.roles[0] == band[$0].part.role && !band[$0].isIn }
      if let seat {
        band[seat].isIn = true
        band[seat].instrument = instrument
      } else {
        add(role: need.roles[0], on: instrument, to: &band)
      }
    }
  }

  // MARK: The band

  private func trim(_ band: inout [Candidate]) {
    while band.filter(\.isIn).count > Self.mostParts {
      let least = band.indices.filter { band[$0].isIn && !band[$0].isWished }
        .min { band[$0].part.presence < band[$1].part.presence }
      guard let least else { return }
      band[least].isIn = false
    }
  }

  private func planned(
    _ band: [Candidate], limits: LimitPlanner
  ) throws(PlanningError) -> [Plan.PlannedPart] {
    var parts: [Plan.PlannedPart] = []
    for candidate in band {
      let part = candidate.part
      let instrument: Instrument
      if let decided = candidate.instrument {
        instrument = decided
      } else {
        var stream = RandomStream(seed: seed, purpose: "instrument", part: part.id)
        let weights = candidate.instruments.map(\.weight)
        guard let index = stream.weightedIndex(weights) else { continue }
        instrument = candidate.instruments[index].value
        if !instrument.isDrumKit, !part.register.overlaps(instrument.range) {
          throw .registerOutsideInstrument(
            part: part.id, register: part.register, instrument: instrument)
        }
      }
      let isTaken = parts.contains { $0.name == instrument.name }
      let own = limits.limits(of: part.id, role: part.role, on: instrument)
      let allowed = try limits.allowed(part: part.id, role: part.role, on: instrument)
      parts.append(
        Plan.PlannedPart(
          id: part.id,
          name: isTaken ? "\(instrument.name) (\(part.id))" : instrument.name, role: part.role,
          instrument: instrument,
          register: Self.register(of: part, on: instrument, limits: own, allowed: allowed),
          complexity: part.complexity, limits: own, controls: part.controls))
    }
    return parts
  }

  /// The register of a part within its limits; an octave at least for roots, where there is one.
  private static func register(
    of part: StylePart, on instrument: Instrument, limits: NoteLimits, allowed: ClosedRange<Int>
  ) -> ClosedRange<Int> {
    guard !limits.isEmpty, !instrument.isDrumKit else {
      return StylePart.register(part.register, on: instrument)
    }
    let able = instrument.limited(to: allowed, voices: limits.voices ?? instrument.polyphony)
    let register = StylePart.register(part.register, on: able)
    let low = max(allowed.lowerBound, register.lowerBound)
    let high = min(allowed.upperBound, register.upperBound)
    let isLow = part.role == .bass || limits.rootsOnly
    guard low <= high, !isLow || high - low >= 11 else {
      return low <= high && allowed.count >= 12
        ? max(
          allowed.lowerBound, min(low, allowed.upperBound - 11))...min(
            allowed.upperBound, max(low, allowed.lowerBound) + 11)
        : allowed
    }
    return low...high
  }

  /// What a role is played on when nothing says otherwise.
  private static func usual(_ role: Role) -> Instrument {
    let id: String
    switch role {
    case .drums, .percussion: id = "standard-kit"
    case .bass: id = "electric-bass"
    case .chords: id = "grand-piano"
    case .pad: id = "warm-pad"
    case .arpeggio: id = "polysynth"
    case .lead: id = "vibraphone"
    case .counter: id = "clarinet"
    case .effects: id = "atmosphere"
    }
    return Instrument(id: id) ?? .standardKit
  }

  /// The roles that suit an instrument, best first; never empty.
  static func roles(of instrument: Instrument) -> [Role] {
    switch instrument.id {
    case "double-bass", "tuba": return [.bass, .counter]
    case "bassoon", "baritone-sax", "cello": return [.counter, .lead, .bass]
    case "tremolo-strings": return [.pad]
    case "pizzicato-strings", "harp": return [.arpeggio, .chords, .counter]
    case "timpani": return [.percussion]
    case "steel-drums", "tinkle-bell": return [.lead, .arpeggio, .counter]
    case "orchestra-hit": return [.chords, .effects]
    default: break
    }
    switch instrument.family {
    case .piano: return [.chords, .arpeggio, .lead, .pad]
    case .chromaticPercussion: return [.arpeggio, .lead, .counter]
    case .organ: return instrument.polyphony > 4 ? [.chords, .pad, .lead] : [.lead, .counter]
    case .guitar: return [.chords, .arpeggio, .lead]
    case .bass: return [.bass]
    case .strings, .reed, .pipe: return [.lead, .counter]
    case .ensemble: return [.pad, .chords, .counter]
    case .brass: return instrument.polyphony > 4 ? [.chords, .counter, .lead] : [.lead, .counter]
    case .synthLead: return [.lead, .arpeggio, .counter]
    case .synthPad: return [.pad, .chords]
    case .synthEffects: return [.pad, .effects]
    case .ethnic:
      return instrument.polyphony > 4 ? [.arpeggio, .chords, .lead] : [.lead, .counter]
    case .percussive: return [.percussion]
    case .soundEffects: return [.effects]
    case .drumKit: return [.drums, .percussion]
    }
  }
}
