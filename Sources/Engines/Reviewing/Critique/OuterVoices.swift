import Music

/// The lowest and the highest note that sound at a moment, whether struck then or held.
struct OuterVoices {
  private struct Sounding {
    var part: Int
    var number: Int
    var onset: Beat
    var end: Beat
  }

  private var onset: Beat
  private var low: Sounding
  private var high: Sounding
  /// How many notes sound.
  private var count: Int
  /// The bar of the moment.
  var bar: Int

  /// Whether both voices are struck anew on another note, each by who had it before.
  func isMove(from before: OuterVoices) -> Bool {
    low.onset == onset && high.onset == onset
      && low.part == before.low.part && high.part == before.high.part
      && low.number != before.low.number && high.number != before.high.number
  }

  /// Whether both go the same way by the same step, a fifth or octave apart; two notes of one part
  /// alone are one line that is doubled, and the leap of an octave stays on its note.
  func isParallel(to before: OuterVoices) -> Bool {
    let interval = high.number - low.number
    let step = low.number - before.low.number
    return step == high.number - before.high.number && step % 12 != 0
      && interval > 0 && (interval % 12 == 0 || interval % 12 == 7)
      && (low.part != high.part || count > 2)
  }

  /// The outer voices wherever a pitched part strikes while two notes or more sound.
  static func moments(of piece: Piece) -> [OuterVoices] {
    var strikes: [(part: Int, strike: Voice.Strike)] = []
    for (index, voice) in piece.pitched.enumerated() {
      strikes += voice.strikes.map { (index, $0) }
    }
    strikes.sort { ($0.strike.onset, $0.part) < ($1.strike.onset, $1.part) }
    var sounding: [Sounding] = []
    var found: [OuterVoices] = []
    for (index, (part, strike)) in strikes.enumerated() {
      let now = strike.onset
      sounding.removeAll { $0.end <= now }
      sounding += strike.notes.map {
        Sounding(part: part, number: $0.pitch.number, onset: $0.onset, end: $0.end)
      }
      let isLast = index + 1 == strikes.count || strikes[index + 1].strike.onset > now
      guard isLast, sounding.count > 1,
        let low = sounding.min(by: { $0.number < $1.number }),
        let high = sounding.max(by: { $0.number < $1.number })
      else { continue }
      found.append(
        OuterVoices(onset: now, low: low, high: high, count: sounding.count, bar: strike.bar))
    }
    return found
  }
}
