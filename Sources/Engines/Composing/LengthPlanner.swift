import Music
import Production

/// The tempo, bars and exact length of a piece.
struct FittedLength: Hashable, Sendable {
  /// Quarter notes a minute.
  var tempo: Double
  /// Bars, counting a cut bar as whole.
  var bars: Int
  /// Where the last note ends, in quarter notes.
  var length: Beat
  /// What the user should know.
  var notices: [String] = []
}

/// Fits tempo, bars and seconds to each other, keeping whatever was stated.
struct LengthPlanner {
  static let tempos = 20.0...400.0
  static let barCounts = 1...2000
  static let durations = 1.0...3600.0
  /// Steps in a quarter note on which a cut bar ends: at 20 BPM half a step is 1.6 ms.
  static let cutGrid = 960
  /// Seconds by which a length may miss what was asked.
  static let tolerance = 0.010

  /// What was stated, if anything.
  var tempo: Double?
  var bars: Int?
  var seconds: Double?
  var meter: Meter
  /// The tempos of the style, in quarter notes a minute.
  var range: Style.TempoRange
  /// The tempo that suits style, pace and mood when nothing else decides.
  var target: Double
  /// The bars that the form has by itself.
  var naturalBars: Int
  /// The bars in which music of this brief comes: 4, or the length of a given chord cycle.
  var unit = 4
  var isLoop = false
  /// The time of the event on which a downbeat should fall.
  var eventTime: Double?
  /// The time of the last event, after which there must be room.
  var lastEventTime: Double?

  private var bar: Double { meter.barLength.value }

  private func secondsOf(bars: Int, at tempo: Double) -> Double {
    Double(bars) * bar * 60 / tempo
  }

  func fit() throws(PlanningError) -> FittedLength {
    try checkRanges()
    switch (tempo, bars, seconds) {
    case (let tempo?, let bars?, let seconds?):
      guard abs(secondsOf(bars: bars, at: tempo) - seconds) <= Self.tolerance else {
        throw contradiction(tempo: tempo, bars: bars, seconds: seconds)
      }
      return whole(bars, tempo)
    case (let tempo?, let bars?, nil): return whole(bars, tempo)
    case (nil, let bars?, let seconds?): return try fittedTempo(bars: bars, seconds: seconds)
    case (let tempo?, nil, let seconds?): return try cut(tempo: tempo, seconds: seconds)
    case (nil, nil, let seconds?): return try searched(seconds: seconds)
    case (nil, let bars?, nil): return whole(bars, freeTempo(bars: bars))
    case (let tempo?, nil, nil): return whole(barsPastEvent(tempo), tempo)
    case (nil, nil, nil):
      let tempo = freeTempo(bars: Self.barCounts.upperBound)
      return whole(barsPastEvent(tempo), tempo)
    }
  }

  private func checkRanges() throws(PlanningError) {
    if let tempo, !Self.tempos.contains(tempo) {
      throw .tempoOutOfRange(tempo: tempo, allowed: Self.tempos)
    }
    if let bars, !Self.barCounts.contains(bars) {
      throw .barsOutOfRange(bars: bars, allowed: Self.barCounts)
    }
    if let seconds, !Self.durations.contains(seconds) {
      throw .durationOutOfRange(seconds: seconds, allowed: Self.durations)
    }
  }

  private func whole(_ bars: Int, _ tempo: Double, _ notices: [String] = []) -> FittedLength {
    FittedLength(tempo: tempo, bars: bars, length: meter.barLength * bars, notices: notices)
  }

  /// The form's own bars, more where an event needs room before and after.
  private func barsPastEvent(_ tempo: Double) -> Int {
    guard let last = [eventTime, lastEventTime].compactMap({ $0 }).max() else { return naturalBars }
    let before = (last * tempo / 60 / bar).rounded(.up)
    guard before < Double(Self.barCounts.upperBound - 16) else { return naturalBars }
    let needed = Int(before) + 2 * unit
    guard needed > naturalBars else { return naturalBars }
    return (needed + unit - 1) / unit * unit
  }

  // MARK: Tempo from bars and seconds

  private func fittedTempo(bars: Int, seconds: Double) throws(PlanningError) -> FittedLength {
    let fitted = Self.tempo(beats: Double(bars) * bar, seconds: seconds)
    guard Self.tempos.contains(fitted) else {
      throw contradiction(tempo: nil, bars: bars, seconds: seconds)
    }
    return whole(bars, fitted, rangeNotice(fitted))
  }

  private func rangeNotice(_ tempo: Double) -> [String] {
    guard tempo < range.low - 0.005 || tempo > range.high + 0.005 else { return [] }
    return [
      "The length needs \(Self.text(tempo)) BPM, outside the style's usual "
        + "\(Self.text(range.low)) to \(Self.text(range.high))."
    ]
  }

  /// The plainest tempo at which so many quarter notes last so many seconds to within 5 ms: in
  /// hundredths, else thousandths, else whole microseconds a quarter note, as MIDI files keep it.
  static func tempo(beats: Double, seconds: Double) -> Double {
    let raw = beats * 60 / seconds
    for step in [1.0, 100.0, 1000.0] {
      let rounded = (raw * step).rounded() / step
      if rounded > 0, abs(beats * 60 / rounded - seconds) <= 0.005 { return rounded }
    }
    let microseconds = (60_000_000 / raw).rounded()
    return microseconds >= 1 ? 60_000_000 / microseconds : raw
  }

  // MARK: Bars from tempo and seconds

  private func cut(tempo: Double, seconds: Double) throws(PlanningError) -> FittedLength {
    let beats = seconds * tempo / 60
    let wholeBars = Int((beats / bar).rounded(.down))
    let tolerance = Self.tolerance / 2
    if wholeBars >= 1, seconds - secondsOf(bars: wholeBars, at: tempo) <= tolerance {
      return whole(wholeBars, tempo)
    }
    let total = wholeBars + 1
    guard Self.barCounts.contains(total) else {
      throw .barsOutOfRange(bars: total, allowed: Self.barCounts)
    }
    if secondsOf(bars: total, at: tempo) - seconds <= tolerance { return whole(total, tempo) }
    guard !isLoop else { throw contradiction(tempo: tempo, bars: nil, seconds: seconds) }
    let notice =
      "\(Self.text(seconds)) s at \(Self.text(tempo)) BPM are \(Self.text(beats / bar)) bars of "
      + "\(meter): the last bar is held and cut so that the last note ends at "
      + "\(Self.text(seconds)) s."
    return FittedLength(
      tempo: tempo, bars: total, length: Beat(nearest: beats, denominator: Self.cutGrid),
      notices: [notice])
  }

  // MARK: Nothing but seconds, bars or an event

  /// How little a number of bars suits music in phrases, as a relative tempo change worth avoiding.
  private func phraseCost(_ bars: Int) -> Double {
    if unit != 4 { return bars % unit == 0 ? 0 : 0.06 }
    if bars < 4 { return 0.03 }
    return bars % 8 == 0 ? 0 : bars % 4 == 0 ? 0.006 : bars % 2 == 0 ? 0.04 : 0.08
  }

  private func cost(_ tempo: Double) -> Double { abs(tempo / target - 1) }

  private func searched(seconds: Double) throws(PlanningError) -> FittedLength {
    if let eventTime, eventTime < seconds {
      let tempo = eventTempo(eventTime, bars: Self.barCounts.upperBound) { candidate in
        let bars = seconds * candidate / 60 / bar
        return abs(bars - bars.rounded()) * 60 * bar / candidate <= Self.tolerance ? 0 : 0.015
      }
      if let tempo { return try cut(tempo: tempo, seconds: seconds) }
    }
    let most = Int((seconds * range.high / 60 / bar).rounded(.up)) + 1
    var best: (cost: Double, bars: Int, tempo: Double)?
    for bars in 1...max(1, min(most, Self.barCounts.upperBound)) {
      let tempo = Self.tempo(beats: Double(bars) * bar, seconds: seconds)
      guard tempo >= range.low, tempo <= range.high else { continue }
      let cost = cost(tempo) + phraseCost(bars)
      if cost < best?.cost ?? .infinity { best = (cost, bars, tempo) }
    }
    if let best { return whole(best.bars, best.tempo) }
    guard isLoop else { return try cut(tempo: plain(target), seconds: seconds) }
    let nearest = max(1, Int((seconds * target / 60 / bar).rounded()))
    let tempo = Self.tempo(beats: Double(nearest) * bar, seconds: seconds)
    guard Self.tempos.contains(tempo), Self.barCounts.contains(nearest) else {
      throw contradiction(tempo: nil, bars: nil, seconds: seconds)
    }
    return whole(nearest, tempo, rangeNotice(tempo))
  }

  private func freeTempo(bars: Int) -> Double {
    if let eventTime, let tempo = eventTempo(eventTime, bars: bars, extra: { _ in 0 }) {
      return tempo
    }
    return plain(target)
  }

  /// The tempo in the style's range nearest to the target that puts a downbeat on an event.
  private func eventTempo(
    _ time: Double, bars: Int, extra: (Double) -> Double
  ) -> Double? {
    let most = Int((time * range.high / 60 / bar).rounded(.up))
    guard most >= 1, bars > 1 else { return nil }
    var best: (cost: Double, tempo: Double)?
    for before in 1...min(most, bars - 1) {
      let tempo = Self.tempo(beats: Double(before) * bar, seconds: time)
      guard tempo >= range.low, tempo <= range.high else { continue }
      let cost = cost(tempo) + phraseCost(before) + extra(tempo)
      if cost < best?.cost ?? .infinity { best = (cost, tempo) }
    }
    return best?.tempo
  }

  /// A tempo as a person would set it: whole where the range allows.
  private func plain(_ tempo: Double) -> Double {
    let rounded = tempo.rounded()
    return min(max(rounded, range.low), range.high)
  }

  // MARK: Contradictions

  private func contradiction(tempo: Double?, bars: Int?, seconds: Double) -> PlanningError {
    let t = tempo ?? target
    let exactBars = seconds * t / 60 / bar
    let b = bars ?? max(1, Int(exactBars.rounded(.down)))
    var answers: [(change: Double, answer: LengthAnswer)] = []
    func offer(_ bars: Int, _ offeredTempo: Double, _ offeredSeconds: Double, _ change: Double) {
      guard Self.barCounts.contains(bars), Self.tempos.contains(offeredTempo),
        Self.durations.contains(offeredSeconds)
      else { return }
      let answer = LengthAnswer(bars: bars, tempo: offeredTempo, seconds: offeredSeconds)
      if !answers.contains(where: { $0.answer == answer }) { answers.append((change, answer)) }
    }
    for bars in bars == nil ? [b, b + 1] : [b] {
      let own = secondsOf(bars: bars, at: t)
      offer(bars, t, own, abs(own / seconds - 1))
      let fitted = Self.tempo(beats: Double(bars) * bar, seconds: seconds)
      offer(bars, fitted, seconds, abs(fitted / t - 1) + 1e-9)
    }
    if !isLoop {
      let begun = Int(exactBars.rounded(.up))
      offer(begun, t, seconds, abs(Double(begun) / Double(b) - 1))
    }
    let nearest = answers.sorted { $0.change < $1.change }.prefix(2).map(\.answer)
    return .contradictoryLength(
      bars: bars, tempo: tempo, seconds: seconds, nearest: Array(nearest))
  }

  /// A number with at most two decimals, without trailing zeros.
  static func text(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = (hundredths / 100, abs(hundredths % 100))
    if rest == 0 { return "\(whole)" }
    return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}
