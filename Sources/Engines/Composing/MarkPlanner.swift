import Music
import Production

/// A downbeat on which something is to happen.
struct TimedMark: Hashable, Sendable {
  /// The bar, counted from 0.
  var bar: Int
  /// The kind of section that begins there, or `key-change`.
  var name: String
  /// What was asked for.
  var event: Brief.Event
}

/// Events with their bars, and the frame that puts downbeats on their times.
struct MarkedFrame: Sendable {
  /// The tempo and length, with the bars that the marks need.
  var length: FittedLength
  /// The metres: the piece's own, and one bar of another before a mark that needs it.
  var meters: MeterMap
  /// The marks, ascending by bar.
  var marks: [TimedMark] = []

  /// When a bar begins, in seconds.
  func seconds(ofBar bar: Int) -> Double {
    meters.start(ofBar: bar).value * 60 / length.tempo
  }
}

/// Puts events that were asked for at a time on downbeats.
///
/// Whole bars are counted first; where that misses the time by more than 20 ms, the bar before is
/// made longer or shorter, in the longest note value that meets the time. The tempo stays.
struct MarkPlanner {
  /// Seconds by which a downbeat may miss the time of an event.
  static let tolerance = 0.020

  var brief: Brief
  var style: Style
  var meter: Meter
  /// Where a stated form puts events, by their index among the brief's; others are free.
  var pinned: [Int: Int] = [:]

  private var bar: Double { meter.barLength.value }

  /// The frame of a fitted length with its marks.
  func frame(_ fitted: FittedLength) throws(PlanningError) -> MarkedFrame {
    let events = try timedEvents(fitted)
    var frame = MarkedFrame(length: fitted, meters: MeterMap(meter))
    if let first = events.first, events.count == 1, brief.bars != nil, brief.duration != nil,
      brief.tempo == nil, let solved = solved(first.event, index: first.index, fitted)
    {
      return solved
    }
    // Bars and seconds that fix the tempo leave no bar that could be longer or shorter.
    let isRigid = brief.bars != nil && brief.duration != nil
    var position = (bar: 0, beat: Beat.zero)
    for (index, event) in events {
      guard let at = event.at else { continue }
      let next = place(
        at: at * fitted.tempo / 60, after: position, tempo: fitted.tempo, pinned: pinned[index],
        isRigid: isRigid)
      guard let next else {
        throw .eventOffForm(
          what: event.what, at: at,
          nearest: Double(pinned[index] ?? 0) * bar * 60 / fitted.tempo)
      }
      if let odd = next.odd { set(odd, at: next.bar - 1, in: &frame) }
      position = (next.bar, frame.meters.start(ofBar: next.bar))
      if !frame.marks.contains(where: { $0.bar == next.bar && $0.event.what == event.what }) {
        frame.marks.append(
          TimedMark(bar: next.bar, name: SectionKind.canonical(event.what), event: event))
      }
    }
    relength(&frame, position: position)
    clampMarks(&frame)
    tellMisses(&frame)
    return frame
  }

  private func timedEvents(
    _ fitted: FittedLength
  ) throws(PlanningError) -> [(index: Int, event: Brief.Event)] {
    let seconds = fitted.length.value * 60 / fitted.tempo
    var found: [(index: Int, event: Brief.Event)] = []
    for (index, event) in brief.events.enumerated() {
      guard let at = event.at, !FormPlanner.isEnd(event.what) else { continue }
      if at < 0 || at >= seconds + 0.5 {
        throw .eventBeyondEnd(what: event.what, at: at, seconds: seconds)
      }
      let name = SectionKind.canonical(event.what)
      if FormPlanner.isKeyChange(name) || FormPlanner.isSection(name, style) {
        found.append((index, event))
      }
    }
    return found.sorted { ($0.event.at ?? 0, $0.index) < ($1.event.at ?? 0, $1.index) }
  }

  /// The downbeat of a time in quarter notes, and the metre of the bar before it where that needs
  /// another; nil where a stated form leaves no way.
  private func place(
    at beats: Double, after position: (bar: Int, beat: Beat), tempo: Double, pinned: Int?,
    isRigid: Bool
  ) -> (bar: Int, odd: Meter?)? {
    // Files round tempos to microseconds, so that the whole tolerance must not be used up.
    let slack = Self.tolerance * 0.9 * tempo / 60
    let distance = beats - position.beat.value
    var whole = Int((distance / bar).rounded())
    if let pinned { whole = pinned - position.bar }
    if abs(Double(whole) * bar - distance) <= slack || (isRigid && pinned == nil) {
      return (position.bar + max(0, whole), nil)
    }
    if distance <= slack { return pinned == nil ? (position.bar, nil) : nil }
    if isRigid { return nil }
    var count = Int((distance / bar).rounded(.down))
    var rest = distance - Double(count) * bar
    // A very short bar is a stumble; a longer bar in its place is a breath.
    if rest < 0.4 * bar, count > 0 { (count, rest) = (count - 1, rest + bar) }
    if let pinned {
      count = pinned - position.bar - 1
      rest = distance - Double(count) * bar
    }
    guard count >= 0, rest > 0.25, rest < 1.5 * bar,
      let odd = Self.meter(near: rest, within: slack)
    else { return pinned == nil ? (position.bar + max(0, whole), nil) : nil }
    return (position.bar + count + 1, odd)
  }

  /// The plainest metre whose bar is that long, in quarter notes.
  static func meter(near length: Double, within slack: Double) -> Meter? {
    for steps in [1, 2, 4, 8, 16, 32] {
      let rounded = Beat(nearest: length, denominator: steps)
      if rounded > .zero, abs(rounded.value - length) <= slack { return Meter(barLength: rounded) }
    }
    return nil
  }

  private func set(_ odd: Meter, at bar: Int, in frame: inout MarkedFrame) {
    frame.meters.set(odd, from: bar)
    frame.meters.set(meter, from: bar + 1)
  }

  /// The number of bars and the length after bars of other metres came in.
  private func relength(_ frame: inout MarkedFrame, position: (bar: Int, beat: Beat)) {
    guard frame.meters.changes.count > 1 else { return }
    let old = frame.length
    if brief.duration == nil {
      frame.length.bars = max(old.bars, position.bar + 1)
      frame.length.length = frame.meters.start(ofBar: frame.length.bars)
    } else {
      let rest = old.length - position.beat
      let bars = rest / meter.barLength
      let isWhole = bars.value - Double(bars.floor) <= 0.005 * old.tempo / 60 / bar
      frame.length.bars = position.bar + max(1, isWhole ? bars.floor : bars.floor + 1)
      if isWhole { frame.length.length = frame.meters.start(ofBar: frame.length.bars) }
    }
    for (change, next) in zip(frame.meters.changes, frame.meters.changes.dropFirst())
    where change.meter != meter && next.bar == change.bar + 1 {
      frame.length.notices.append(
        "Bar \(change.bar + 1) is in \(change.meter), so that the next downbeat comes in time.")
    }
  }

  /// No mark lies behind the last bar.
  private func clampMarks(_ frame: inout MarkedFrame) {
    for index in frame.marks.indices {
      frame.marks[index].bar = min(frame.marks[index].bar, max(0, frame.length.bars - 1))
    }
  }

  private func tellMisses(_ frame: inout MarkedFrame) {
    for mark in frame.marks {
      guard let at = mark.event.at else { continue }
      let actual = frame.seconds(ofBar: mark.bar)
      guard abs(actual - at) > Self.tolerance else { continue }
      frame.length.notices.append(
        "The \(mark.event.what) comes at \(LengthPlanner.text(actual)) s (bar \(mark.bar + 1)), "
          + "the downbeat nearest \(LengthPlanner.text(at)) s.")
    }
  }

  // MARK: Bars and seconds with a free tempo

  /// Bars and seconds hold and the event too, with one bar of another metre and the tempo that
  /// follows from it; nil where whole bars meet the time or nothing does.
  ///
  /// The bar is the one before the event, at least a quarter note long, or else the last, whose
  /// chord is held anyway; either up to twice as long as usual.
  private func solved(
    _ event: Brief.Event, index: Int, _ fitted: FittedLength
  ) -> MarkedFrame? {
    guard let at = event.at, let seconds = brief.duration, fitted.bars > 2, pinned[index] == nil
    else { return nil }
    let nearest = (at * fitted.tempo / 60 / bar).rounded() * bar * 60 / fitted.tempo
    guard abs(nearest - at) > Self.tolerance else { return nil }
    let share = at / seconds
    return search(event, at: at, seconds: seconds, fitted, least: { min($0, $1) }) {
      length, total in
      let before = ((share * total - length) / bar).rounded()
      return (before, before + 1)
    }
      ?? search(event, at: at, seconds: seconds, fitted, least: { $1 / 2 }) { _, total in
        (Double(fitted.bars - 1), (share * total / bar).rounded())
      }
  }

  /// The plainest bar of another length with which a bar begins in time.
  ///
  /// `least` gives the fewest steps that the bar may have, from the steps in a quarter note and
  /// those of the usual bar; `places`, for its length and that of the piece in quarter notes, its
  /// number and that of the event's bar.
  private func search(
    _ event: Brief.Event, at: Double, seconds: Double, _ fitted: FittedLength,
    least: (Int, Int) -> Int, places: (Double, Double) -> (odd: Double, event: Double)
  ) -> MarkedFrame? {
    for steps in [1, 2, 4, 8, 16, 32] {
      let usual = Int(bar * Double(steps))
      // Shorter bars than a quarter note are counted in finer steps.
      guard usual > 0 else { continue }
      let counts = (least(steps, usual)...usual * 2).sorted {
        (abs($0 - usual), $0) < (abs($1 - usual), $1)
      }
      for count in counts {
        let length = Beat(count, steps)
        guard length != meter.barLength, let odd = Meter(barLength: length) else { continue }
        let total = meter.barLength * (fitted.bars - 1) + length
        let place = places(length.value, total.value)
        let start = place.event * bar + (place.odd < place.event ? length.value - bar : 0)
        guard place.odd >= 0, place.odd != place.event, place.event >= 1,
          place.event < Double(fitted.bars),
          abs(start / total.value * seconds - at) <= Self.tolerance * 0.9,
          LengthPlanner.tempos.contains(total.value * 60 / seconds)
        else { continue }
        return frame(
          fitted, with: odd, at: Int(place.odd), total: total, seconds: seconds,
          mark: TimedMark(
            bar: Int(place.event), name: SectionKind.canonical(event.what), event: event))
      }
    }
    return nil
  }

  private func frame(
    _ fitted: FittedLength, with odd: Meter, at bar: Int, total: Beat, seconds: Double,
    mark: TimedMark
  ) -> MarkedFrame {
    var frame = MarkedFrame(length: fitted, meters: MeterMap(meter), marks: [mark])
    if bar == fitted.bars - 1 {
      frame.meters.set(odd, from: bar)
    } else {
      set(odd, at: bar, in: &frame)
    }
    frame.length.tempo = LengthPlanner.tempo(beats: total.value, seconds: seconds)
    frame.length.length = total
    frame.length.notices = [
      bar == fitted.bars - 1
        ? "The last bar is in \(odd), so that the \(mark.event.what) comes in time."
        : "Bar \(bar + 1) is in \(odd), so that the next downbeat comes in time."
    ]
    return frame
  }
}
