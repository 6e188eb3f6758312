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
  let aim: CellAim
  var standing: [Standing]
  /// The later bars of the part that are asked for, and the places that are kept free in them.
  var limits: [Limit] = []
  var reserves: [Reserve] = []
  private(set) var last: (position: Int, pitch: Int)?
  private(set) var count = 0
  /// The sum of the MIDI keys of the notes that were drawn.
  private var sum = 0
  /// Where notes may begin as far as the wishes alone say, ascending.
  private let grid: [Int]

  init(
    wishes: CellWishes, isKit: Bool, start: Int, length: Int, runEnd: Int,
    harmony: [Stretch], strong: Set<Int>, aim: CellAim, standing: [Standing]
  ) {
    self.wishes = wishes
    self.isKit = isKit
    self.start = start
    self.length = length
    self.runEnd = runEnd
    self.harmony = harmony
    self.strong = strong
    self.aim = aim
    grid = (0..<length).filter { wishes.positions?.contains($0) ?? true }
    // What ended before the bar, or begins out of reach of its notes, does not matter.
    let reach = min(
      start + length + (wishes.lengths?.upperBound ?? Vocabulary.mostLength),
      wishes.joinsCleanly ? runEnd : Int.max)
    self.standing = standing.filter { $0.end > start && $0.onset < reach }
  }

  // MARK: What is left

  /// Whether another note may be drawn.
  var hasRoom: Bool {
    count < min(wishes.mostNotes, aim.notes.upperBound) && !positions.isEmpty
  }

  /// Whether the notes that were drawn are as many as were asked for.
  var isSatisfied: Bool { count >= aim.notes.lowerBound }

  /// The positions at which the next note may begin, ascending.
  var positions: [Int] {
    let first = last?.position ?? 0
    let open = grid.filter { $0 >= first && isOpen($0) }
    // The first chord is as full as was asked.
    if let last, let voices = aim.atOnce, count < voices, open.first == last.position {
      return [last.position]
    }
    // Whoever waits too long has no time left for all that was asked.
    let early = open.dropLast(max(0, aim.places(after: count) - 1))
    return early.isEmpty ? open : Array(early)
  }

  private func isOpen(_ position: Int) -> Bool {
    guard hasVoice(at: start + position), isWithinAim(position) else { return false }
    return candidates(at: position).contains { isFree($0, at: position) }
  }

  /// The pitch values that the next note may have at a position, ascending.
  func pitches(at position: Int) -> [Int] {
    let free = candidates(at: position).filter { isFree($0, at: position) }
    guard !isKit else { return free }
    let rising = count < aim.atOnce ?? 0 ? (aim.atOnce ?? 0) - count - 1 : 0
    let distances = free.map { aim.distance(sum: sum + $0 - 1, of: count + 1, rising: rising) }
    let least = distances.min()
    return zip(free, distances).filter { $0.1 == least }.map(\.0)
  }

  /// The lengths that a note may have, in grid steps; nil where it fits not at all.
  func lengths(of pitch: Int, at position: Int) -> ClosedRange<Int>? {
    let allowed = wishes.lengths ?? 1...Vocabulary.mostLength
    let most = min(allowed.upperBound, longest(pitch, at: position))
    guard allowed.lowerBound <= most else { return nil }
    return allowed.lowerBound...max(allowed.lowerBound, min(most, patience(at: position)))
  }

  /// How long a note may be so that those that are still asked for find a place after it.
  private func patience(at position: Int) -> Int {
    let needed = aim.places(after: count + 1)
    guard needed > 0, aim.atOnce != nil, needed <= grid.count else { return .max }
    let latest = grid[grid.count - needed]
    return latest > position ? latest - position : .max
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
    sum += pitch - 1
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

  /// Whether fewer notes of the bar sound at a position than are asked for at once.
  private func isWithinAim(_ position: Int) -> Bool {
    guard let most = aim.atOnce else { return true }
    let time = start + position
    return standing.count { $0.onset >= start && $0.onset <= time && time < $0.end } < most
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
