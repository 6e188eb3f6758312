import Music
import Weights

/// The room for notes in a hole: what may be chosen next, so that every wish is kept.
struct CellRoom: Sendable {
  /// A note of the part that stands already: given, or drawn before.
  struct Standing: Hashable, Sendable {
    var onset: Int
    var end: Int
    var pitch: Int
  }

  /// The place of a note that a later bar has to get: it is kept free.
  struct Reserve: Hashable, Sendable {
    var onset: Int
    var end: Int
    var pitches: Set<Int>
  }

  /// A later bar of the part that is asked for, and how many notes may sound at once in it.
  struct Limit: Hashable, Sendable {
    var start: Int
    var end: Int
    var voices: Int?
  }

  /// A stretch of the bar in which the harmony stays.
  struct Stretch: Hashable, Sendable {
    var position: Int
    var pitches: [Int]
    var tones: PitchClassSet
  }

  let wishes: CellWishes
  let isKit: Bool
  /// The bar in grid steps.
  let start: Int
  let length: Int
  /// Where the asked bars of the part end, in grid steps.
  let runEnd: Int
  /// The stretches of the bar, the first at position 0.
  let harmony: [Stretch]
  /// Positions on strong beats.
  let strong: Set<Int>
  var standing: [Standing]
  /// The later bars of the part that are asked for, and the places that are kept free in them.
  var limits: [Limit] = []
  var reserves: [Reserve] = []
  private(set) var last: (position: Int, pitch: Int)?
  private(set) var count = 0

  init(
    wishes: CellWishes, isKit: Bool, start: Int, length: Int, runEnd: Int,
    harmony: [Stretch], strong: Set<Int>, standing: [Standing]
  ) {
    self.wishes = wishes
    self.isKit = isKit
    self.start = start
    self.length = length
    self.runEnd = runEnd
    self.harmony = harmony
    self.strong = strong
    // What ended before the bar, or begins out of reach of its notes, does not matter.
    let reach = min(
      start + length + (wishes.lengths?.upperBound ?? Vocabulary.mostLength),
      wishes.joinsCleanly ? runEnd : Int.max)
    self.standing = standing.filter { $0.end > start && $0.onset < reach }
  }

  // MARK: What is left

  /// Whether another note may be drawn.
  var hasRoom: Bool { count < wishes.mostNotes && !positions.isEmpty }

  /// The positions at which the next note may begin, ascending.
  var positions: [Int] {
    ((last?.position ?? 0)..<length).filter { position in
      (wishes.positions?.contains(position) ?? true) && isOpen(position)
    }
  }

  private func isOpen(_ position: Int) -> Bool {
    guard hasVoice(at: start + position) else { return false }
    return candidates(at: position).contains { isFree($0, at: position) }
  }

  /// The pitch values that the next note may have at a position, ascending.
  func pitches(at position: Int) -> [Int] {
    candidates(at: position).filter { isFree($0, at: position) }
  }

  /// The lengths that a note may have, in grid steps; nil where it fits not at all.
  func lengths(of pitch: Int, at position: Int) -> ClosedRange<Int>? {
    let allowed = wishes.lengths ?? 1...Vocabulary.mostLength
    let most = min(allowed.upperBound, longest(pitch, at: position))
    return allowed.lowerBound <= most ? allowed.lowerBound...most : nil
  }

  /// How likely a pitch may be at a position, 0...1 of what it would be: less than 1 off the chord
  /// on strong beats.
  func factor(of pitch: Int, at position: Int) -> Double {
    guard wishes.chordStrength > 0, !isKit, strong.contains(position) else { return 1 }
    let tones = tones(at: position)
    return tones.isEmpty || tones.contains(pitch - 1) ? 1 : 1 - wishes.chordStrength
  }

  // MARK: Drawn notes

  /// Takes in a note that was drawn.
  mutating func add(_ pitch: Int, at position: Int, length: Int) {
    standing.append(
      Standing(onset: start + position, end: start + position + length, pitch: pitch))
    last = (position, pitch)
    count += 1
  }

  /// The last place at which a note fits, to be kept free for this bar; nil where none does.
  var reserve: Reserve? {
    guard let position = positions.last else { return nil }
    let shortest = wishes.lengths?.lowerBound ?? 1
    return Reserve(
      onset: start + position, end: start + position + shortest,
      pitches: Set(pitches(at: position)))
  }

  // MARK: Rules

  /// The stretch of the bar in which a position lies, as an index of `harmony`.
  private func stretch(at position: Int) -> Int {
    max(0, countBefore(harmony) { $0.position <= position } - 1)
  }

  private func tones(at position: Int) -> PitchClassSet { harmony[stretch(at: position)].tones }

  private func candidates(at position: Int) -> [Int] { harmony[stretch(at: position)].pitches }

  private func hasVoice(at time: Int) -> Bool {
    guard let voices = wishes.voices else { return true }
    return standing.count { $0.onset <= time && time < $0.end } < voices
  }

  private func isFree(_ pitch: Int, at position: Int) -> Bool {
    if wishes.joinsCleanly {
      if let last, last.position == position, pitch <= last.pitch { return false }
      let time = start + position
      // Ringing in from before, or struck at this very time.
      if standing.contains(where: { $0.pitch == pitch && $0.onset <= time && time < $0.end }) {
        return false
      }
    }
    return lengths(of: pitch, at: position) != nil
  }

  private func longest(_ pitch: Int, at position: Int) -> Int {
    let time = start + position
    var end = time + Vocabulary.mostLength
    if wishes.joinsCleanly {
      end = min(end, runEnd)
      for note in standing where note.pitch == pitch && note.onset > time {
        end = min(end, note.onset)
      }
    }
    if wishes.voices != nil || limits.contains(where: { $0.voices != nil }) {
      end = firstCrowded(after: time, before: end)
    }
    if wishes.joinsCleanly {
      for reserve in reserves where reserve.onset > time && reserve.onset < end {
        var ringing: Set<Int> = [pitch]
        for note in standing where note.onset <= reserve.onset && reserve.onset < note.end {
          ringing.insert(note.pitch)
        }
        if reserve.pitches.isSubset(of: ringing) { end = reserve.onset }
      }
    }
    return end - time
  }

  /// The most notes at once at a time: those of the bar where it is asked for, else of this one.
  private func voices(at time: Int) -> Int? {
    let limit = limits.first { $0.start <= time && time < $0.end }
    return limit.map(\.voices) ?? wishes.voices
  }

  /// The first moment at which as many notes sound beside a new one as may sound at all; `end` where
  /// none comes before it.
  private func firstCrowded(after time: Int, before end: Int) -> Int {
    var end = end
    // More notes may sound at an onset than before it; fewer may sound from a bar line on.
    for moment in standing.map(\.onset) + reserves.map(\.onset) + limits.map(\.start)
    where moment > time && moment < end {
      guard let voices = voices(at: moment) else { continue }
      let sounding =
        standing.count { $0.onset <= moment && moment < $0.end }
        + reserves.count { $0.onset <= moment && moment < $0.end }
      if sounding >= voices { end = moment }
    }
    return end
  }
}
