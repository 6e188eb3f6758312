import Music
import Players
public import Production

/// Edits of what players do.
extension Arranger {
  /// Turns controls of a part and has it play its unlocked bars anew; swing, humanising and the drummer alone
  /// change how the notes are played and not the notes.
  func turn(
    _ controls: PlayerControls, resets: Bool, part id: String, in song: Arrangement
  ) throws(ArrangingError) -> Arrangement {
    var song = song
    _ = try partIndex(id, in: song)
    guard let index = song.plan.parts.firstIndex(where: { $0.id == id }) else {
      throw .unknownPart(id)
    }
    try ControlCheck(part: song.plan.parts[index], plan: song.plan, style: style).check(controls)
    let old = song.plan.parts[index].controls
    let base = resets ? style.parts.first { $0.id == id }?.controls ?? PlayerControls() : old
    let new = base.turned(by: controls)
    song.plan.parts[index].controls = new
    song.parts = [id]
    song.bars = 0..<song.plan.bars
    var played = old
    (played.swing, played.humanise, played.drummer) = (new.swing, new.humanise, new.drummer)
    guard played != new else { return song }
    let isOpen = song.bars.contains { bar in !song.locks.contains { $0.covers(part: id, bar: bar) }
    }
    guard isOpen else { throw .locked(part: id, bar: 0) }
    var untouched = song.plan
    untouched.parts[index].controls = base
    let idle = composer.idleControls(
      controls, of: id, score: song.score, plan: untouched, style: style, bars: song.bars, take: 0,
      locks: song.locks)
    song.notices += idle.map {
      "\($0.rawValue) has no effect on \(id), which plays the same without."
    }
    song.score = composer.regenerate(
      score: song.score, plan: song.plan, style: style, parts: [id], bars: song.bars, take: 0,
      locks: song.locks)
    return song
  }

  /// Writes a grid over bars of a part.
  func set(
    _ grid: PatternGrid, bars: Range<Int>, part id: String, in song: Arrangement
  ) throws(ArrangingError) -> Arrangement {
    var song = song
    let index = try partIndex(id, in: song)
    try check(bars, in: song)
    let instrument = song.score.parts[index].instrument
    for row in grid.rows {
      guard let key = row.key, instrument.range.contains(key),
        (DrumKey(name: row.name) != nil) == instrument.isDrumKit
      else { throw .gridRow(part: id, row: row.name) }
    }
    let keys = Set(grid.rows.compactMap(\.key))
    var touched = bars
    var notes = song.score.parts[index].notes
    for bar in bars {
      let length = song.score.meters.meter(ofBar: bar).barLength
      guard grid.length == length else {
        throw .gridLength(bar: bar, length: grid.length, expected: length)
      }
    }
    let span = song.score.span(ofBars: bars)
    for note in notes where span.contains(note.onset) && keys.contains(note.pitch.number) {
      touched =
        touched.lowerBound..<max(touched.upperBound, self.bars(of: note, in: song).upperBound)
    }
    try checkUnlocked(touched, parts: [id], in: song)
    notes.removeAll { span.contains($0.onset) && keys.contains($0.pitch.number) }
    let written = bars.flatMap { grid.notes(from: song.score.meters.start(ofBar: $0)) }
      .filter { $0.onset < song.score.length }
    // A note from before that still sounds ends where the grid strikes its key.
    for place in notes.indices where notes[place].end > span.lowerBound {
      let next = written.first {
        $0.pitch.number == notes[place].pitch.number && $0.onset > notes[place].onset
          && $0.onset < notes[place].end
      }
      if let next { notes[place].duration = next.onset - notes[place].onset }
    }
    let joined =
      (notes
      + written.map { note in
        var note = note
        note.duration = min(note.duration, song.score.length - note.onset)
        return note
      }).sorted()
    try checkVoices(joined, bars: touched, part: id, in: song)
    song.score.parts[index].notes = joined
    song.parts = [id]
    song.bars = touched
    return song
  }
}

/// Whether controls can be turned on a part.
public struct ControlCheck: Sendable {
  private let part: Plan.PlannedPart
  private let plan: Plan
  private let player: PlayerKind

  /// Where the second of a pair may fall.
  static let swings = 0.5...0.75

  /// The controls that are shares of 0...1, by the names of their keys.
  static func shares(of controls: PlayerControls) -> [(String, Double?)] {
    [
      ("complexity", controls.complexity), ("intensity", controls.intensity),
      ("fills", controls.fills), ("fillComplexity", controls.fillComplexity),
      ("humanise", controls.humanise), ("phraseVariation", controls.phraseVariation),
    ]
  }

  /// The name of a key in words: `fill complexity`.
  private static func words(_ key: String) -> String {
    key.reduce("") { $0 + ($1.isUppercase ? " " + $1.lowercased() : String($1)) }
  }

  /// Makes a check of a part of a plan.
  public init(part: Plan.PlannedPart, plan: Plan, style: Style) {
    self.part = part
    self.plan = plan
    player = StylePart(for: part, in: style).player
  }

  /// Throws the first control that is out of range or that the part's player does not have.
  public func check(_ controls: PlayerControls) throws(ArrangingError) {
    for (name, value) in Self.shares(of: controls) {
      if let value, !(0...1).contains(value) {
        let words = Self.words(name)
        throw .controlOutOfRange(control: words, got: value, allowed: 0...1)
      }
    }
    if let swing = controls.swing, !Self.swings.contains(swing) {
      throw .controlOutOfRange(control: "swing", got: swing, allowed: Self.swings)
    }
    func refuse(_ control: String, _ reason: String) throws(ArrangingError) {
      throw .controlDoesNotApply(part: part.id, control: control, reason: reason)
    }
    if controls.pieces != nil, !part.instrument.isDrumKit {
      try refuse("pieces", "\(part.instrument.name) is not a drum kit")
    }
    if controls.drummer != nil, !part.instrument.isDrumKit {
      try refuse("drummer", "\(part.instrument.name) is not a drum kit")
    }
    if let register = controls.register, part.instrument.isDrumKit {
      try refuse("register", "a kit has pieces (\(register.lowerBound) is a drum)")
    }
    let hands = [
      ("register", controls.register), ("left hand", controls.leftHand),
      ("right hand", controls.rightHand),
    ]
    for (name, register) in hands {
      guard let register else { continue }
      if name != "register", player != .keyboardist {
        try refuse(name, "only keyboard players have hand positions")
      }
      let low = max(register.lowerBound, part.instrument.range.lowerBound)
      let high = min(register.upperBound, part.instrument.range.upperBound)
      if high - low < 4 { try refuse(name, "\(part.instrument.name) has no notes there") }
    }
    let both = part.controls.turned(by: controls)
    if controls.leftHand != nil || controls.rightHand != nil,
      let fault = both.crossedHands
    {
      try refuse("hands", fault)
    }
    guard let follow = controls.follow, follow != "kick" else { return }
    if follow == part.id { try refuse("follow", "a part cannot follow itself") }
    if !plan.parts.contains(where: { $0.id == follow }) {
      try refuse("follow", "there is no part '\(follow)'")
    }
  }
}
