public import Grooves
public import Music
public import Production

/// Plays a score as musicians of a style would: time, dynamics, articulation, pedal, expression.
///
/// A pure function of its arguments: the same score, style, plan and amount give the same
/// performance on every processor; no library function is called. Each part is played by itself
/// from its own notes and from what all parts share (metre, tempo, form, chords, length). What is
/// drawn at random is keyed by part and bar, so that a change of notes in some bars leaves the
/// events written in the other bars as they were, except where the notes meet at the joins.
public enum Performer {
  /// The score as played.
  ///
  /// At amount 0 every note stands on the grid with its written velocity and length, and no
  /// controller moves but the place between left and right where notes have one of their own; at 1
  /// it is fully played; between, every time and velocity lies in proportion between those two
  /// (amounts outside 0...1 count as the nearer end). Of notes of
  /// one part that begin together on one key one sounds, and notes that begin at or after the
  /// score's length do not. A note that is written to end at the score's length, or later, is
  /// released exactly then; no note overlaps the next on its key.
  ///
  /// Kits whose controls name a drummer are played with the touch of that genre's drummers, where the drum
  /// model is there. `only` names the parts that are played, all where nil: the others stay without events.
  public static func perform(
    score: Score, style: Style, plan: Plan, amount: Double, drummer: DrumModel? = nil,
    only: Set<String>? = nil
  ) -> Performance {
    let share = min(max(amount, 0), 1)
    let frame = Frame(score: score, groove: style.groove, plan: plan, seed: plan.seed)
    let parts = score.parts.map { part in
      guard only?.contains(part.id) ?? true else { return PerformedPart(id: part.id, notes: []) }
      var own = frame
      if let planned = plan.parts.first(where: { $0.id == part.id }) {
        own.groove = own.groove.turned(by: planned.controls)
      }
      if let settings = arpeggiator(of: part, style: style, plan: plan) {
        own.groove = own.groove.swung(by: settings)
      }
      var performer = PartPerformer(part: part, frame: own, amount: share)
      let controls = plan.parts.first { $0.id == part.id }?.controls
      if part.instrument.isDrumKit, let genre = controls?.drummer, let drummer {
        performer.feel = Feel(
          part: part, frame: own, model: drummer, genre: genre,
          looseness: 2 * min(max(controls?.humanise ?? 0.5, 0), 1))
      }
      return performer.perform()
    }
    return Performance(amount: share, parts: parts, seconds: score.seconds)
  }

  /// A kit's part as a genre's drummers would play it, from the notes alone: no swing, no phrases, the
  /// loudness of each bar as written.
  ///
  /// The amount lies between the score (0) and the drummer (1).
  public static func felt(
    _ part: Part, in score: Score, by drummer: DrumModel, genre: String?, amount: Double,
    seed: UInt64
  ) -> PerformedPart {
    let frame = Frame(
      score: score, groove: Groove(looseness: 0, dynamics: 0), plan: nil, seed: seed)
    var performer = PartPerformer(part: part, frame: frame, amount: min(max(amount, 0), 1))
    performer.feel = Feel(
      part: part, frame: frame, model: drummer, genre: genre, looseness: 1, isAlone: true)
    return performer.perform()
  }

  /// How a part breaks chords, by its plan and its style.
  private static func arpeggiator(
    of part: Part, style: Style, plan: Plan
  ) -> ArpeggiatorSettings? {
    let styled = style.parts.first { $0.id == part.id && $0.role == part.role }?.arpeggiator
    let planned = plan.parts.first { $0.id == part.id }?.arpeggiator
    return planned?.over(styled) ?? styled
  }
}

extension Groove {
  /// The groove with the swing of an arpeggiator, over pairs of its steps, where it has one.
  func swung(by settings: ArpeggiatorSettings) -> Groove {
    guard let swing = settings.swing else { return self }
    var groove = self
    groove.swing = swing
    if let rate = settings.rate { groove.swingUnit = rate * (settings.times ?? 1) * 2 }
    return groove
  }
}

/// Plays one part.
struct PartPerformer {
  let part: Part
  let frame: Frame
  let amount: Double
  /// The touch of drummers, for kits that are played with it.
  var feel: Feel?

  func perform() -> PerformedPart {
    guard !frame.bars.isEmpty else { return PerformedPart(id: part.id, notes: []) }
    var strokes = Stroke.strokes(of: part, in: frame)
    Timing(part: part, frame: frame).place(&strokes)
    if feel?.isAlone != true { Dynamics(part: part, frame: frame).shape(&strokes) }
    feel?.play(&strokes)
    Touch(part: part, frame: frame).release(&strokes)
    return PerformedPart(
      id: part.id, notes: notes(strokes), controls: controls(strokes))
  }

  /// The strokes at the amount between grid and playing.
  private func notes(_ strokes: [Stroke]) -> [PerformedNote] {
    var played: [PerformedNote] = strokes.map { stroke in
      let change = Double(stroke.velocity - stroke.note.velocity) * amount
      let velocity = stroke.note.velocity + Int(change.rounded(.toNearestOrAwayFromZero))
      var time = between(stroke.gridTime, stroke.time)
      let end = between(stroke.gridEnd, stroke.end)
      var length = duration(from: time, to: end)
      if stroke.isLast, time + length != end {
        // Both neighbouring lengths round away from the end; the least step in time decides.
        time = time.nextUp
        length = duration(from: time, to: end)
      }
      return PerformedNote(
        written: stroke.note.onset, time: time, duration: length, key: stroke.key,
        velocity: min(max(velocity, 1), 127))
    }
    for index in played.indices {
      guard let next = strokes[index].nextOnKey else { continue }
      // Proportion keeps the order of release and restrike; this removes its rounding.
      while played[index].end > played[next].time, played[index].duration > 0 {
        played[index].duration = played[index].duration.nextDown
      }
    }
    return played.sorted { ($0.time, $0.key) < ($1.time, $1.key) }
  }

  private func between(_ grid: Double, _ played: Double) -> Double {
    grid == played ? grid : grid + amount * (played - grid)
  }

  /// The length that added to the time gives the end exactly, or within the last binary digit.
  private func duration(from time: Double, to end: Double) -> Double {
    var duration = end - time
    for _ in 0..<2 where time + duration != end {
      duration = time + duration < end ? duration.nextUp : duration.nextDown
    }
    return duration
  }

  private func controls(_ strokes: [Stroke]) -> [PerformedControl] {
    var controls = Place().controls(strokes, amount: amount)
    if amount > 0 {
      controls += Pedal(part: part, frame: frame).controls(strokes)
      controls += Expression(part: part, frame: frame).controls(strokes, amount: amount)
      controls += Glide(part: part, frame: frame).controls(strokes, amount: amount)
    }
    // A stable order: by time, then as written, so that equal input gives equal bytes.
    return controls.enumerated().sorted {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }.map(\.element)
  }
}
