import Grooves
import Music
import Production
import StyleFiles

/// A drummer at work: whose touch, how fast, in which metre.
struct Drummer {
  let genre: String?
  let tempo: Double
  let meter: Meter
  let setting: DrumSetting
  let seed: UInt64
  let notices: [String]
  /// Whether the style swings its eighths: a beat is then a shuffle.
  let shuffles: Bool
  private let model: DrumModel

  /// Tempi that are taken, in quarter notes a minute.
  static let tempi = 20.0...400

  /// Takes what was wished, else what a file says, else what is usual in the style.
  init(_ wish: DrummerWish, _ studio: Studio, _ model: DrumModel, file: Score?) throws {
    if let genre = wish.genre, !model.genres.contains(genre) {
      throw StudioError.unknownName(kind: "genre of drummers", name: genre, known: model.genres)
    }
    let style = try wish.style.map { try studio.style(worded: $0) }
    var notices: [String] = []
    let names = try wish.style.map { try studio.styleNames(worded: $0) } ?? []
    genre = wish.genre ?? names.lazy.compactMap { model.genre(ofStyle: $0) }.first
    shuffles = style.map { $0.groove.swing >= 0.6 && $0.groove.swingUnit == Beat(1) } ?? false
    if let style, genre == nil {
      notices.append("No drummer was heard in \(style.name); drummers of all genres play.")
    }
    let usual = style?.meters.max {
      ($0.weight, $1.value.description) < ($1.weight, $0.value.description)
    }
    tempo = wish.tempo ?? file?.tempo.beatsPerMinute(at: .zero) ?? style?.tempo.typical ?? 100
    meter = wish.meter ?? file?.meters.meter(ofBar: 0) ?? usual?.value ?? .common
    guard Self.tempi.contains(tempo) else {
      throw StudioError.outOfRange(name: "tempo", got: tempo, allowed: Self.tempi)
    }
    let grid = SlotGrid(meter)
    if ![2, 3, 4].contains(grid.pulses) || grid.isCompound {
      notices.append(
        "The drummers played bars of two to four plain beats; \(meter) is foreign to them.")
    }
    setting = model.setting(genre: genre, beatsPerMinute: tempo, meter: meter)
    seed = wish.seed
    self.notices = notices
    self.model = model
  }

  /// Notes as a score of one kit.
  func score(_ notes: [Note], length: Beat, title: String) -> Score {
    let bars = max(1, -((.zero - length) / meter.barLength).floor)
    return Score(
      title: title, meters: MeterMap(meter), tempo: TempoMap(beatsPerMinute: tempo),
      keys: [], sections: [], chords: [],
      parts: [
        Part(id: "drums", name: "Drums", role: .drums, instrument: .standardKit, notes: notes)
      ],
      length: meter.barLength * bars)
  }

  /// Plays strokes bar by bar; those on slots that were tapped are as late as the taps.
  func report(
    _ strokes: [PatternStroke], bars: Int, fills: Set<Int>, lateness: [Int: Double], title: String,
    notices: [String]
  ) -> DrumReport {
    // Who keeps time between taps drags or rushes with them.
    let sorted = lateness.values.sorted()
    let drag = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    let feel = DrumFeel(model, setting)
    let grid = setting.grid
    let step = Beat(1, 8)
    var notes: [Note] = []
    var lags: [Double] = []
    for bar in 0..<bars {
      let own = strokes.filter { $0.slot / grid.count == bar }
      var random = RandomStream(seed: seed, purpose: "feel", bar: bar)
      let inBar = own.map {
        PatternStroke(slot: $0.slot % grid.count, piece: $0.piece, weight: $0.weight)
      }
      let played = feel.played(inBar, isFill: fills.contains(bar), random: &random)
      for (stroke, played) in zip(own, played) {
        notes.append(
          Note(
            onset: meter.barLength * bar + grid.place(of: stroke.slot % grid.count), duration: step,
            pitch: Pitch(number: stroke.piece.drum.rawValue), velocity: played.velocity))
        lags.append(lateness[stroke.slot] ?? played.lateness + drag)
      }
    }
    let score = score(notes, length: meter.barLength * bars, title: title)
    let played = zip(notes, lags).map { note, lag in
      // A file begins at its first tick: nothing is played before.
      let time = max(0, score.tempo.seconds(at: note.onset) + lag / 1000)
      return PerformedNote(
        written: note.onset, time: time, duration: score.tempo.seconds(at: step),
        key: note.pitch.number, velocity: note.velocity)
    }.sorted { ($0.time, $0.key) < ($1.time, $1.key) }
    return DrumReport(
      genre: genre, kit: score.parts[0], score: score,
      performance: Performance(
        amount: 1, parts: [PerformedPart(id: "drums", notes: played)], seconds: score.seconds),
      notices: self.notices + notices)
  }
}
