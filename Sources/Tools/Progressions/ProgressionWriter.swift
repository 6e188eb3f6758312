public import Music
import Weights

/// Writes whole progressions with the chord model.
///
/// First it draws how chords change from bar to bar, then a chord for every change. What was asked
/// of the end holds by construction: each draw is weighed by the chance that a walk from function to
/// function still comes there (the backward pass of a hidden Markov model, Rabiner 1989, eq. 25). The
/// rare ends of all distributions are cut off (Holtzman et al., "The curious case of neural text
/// degeneration", 2020). Cost: the changes, times the square of the number of functions.
public struct ProgressionWriter: Sendable {
  /// The share of the likeliest values that are drawn from.
  static let nucleus = 0.9

  let model: ChordModel
  let setting: ChordSetting

  /// Makes a writer for a setting.
  public init(_ model: ChordModel, _ setting: ChordSetting) {
    self.model = model
    self.setting = setting
  }

  /// A change of chord: where it stands, and the chord that is given there.
  private struct Slot {
    var bar: Int
    var isLate: Bool
    var given: Chord?
  }

  /// A progression, bar by bar.
  ///
  /// A bar has the chords that begin in it, and before them, where none begins with the bar, the one
  /// that still sounds; so every bar has a chord. The wish has 1...64 bars and no more opening than these. The same seed, purpose and take give
  /// the same progression.
  public func progression(
    _ wish: ProgressionWish, seed: UInt64, purpose: String = "", take: Int = 0
  ) -> [[Chord]] {
    precondition(ProgressionWish.lengths.contains(wish.bars), "1 to 64 bars")
    var stream = RandomStream(
      seed: seed, purpose: "learned progression", section: purpose, take: take)
    let slots = slots(wish, &stream)
    let chords = chords(slots, wish, &stream)
    var bars = [[Chord]](repeating: [], count: wish.bars)
    var sounding: Chord?
    var next = 0
    for bar in bars.indices {
      while next < slots.count, slots[next].bar == bar {
        if bars[bar].isEmpty, slots[next].isLate, let sounding { bars[bar].append(sounding) }
        bars[bar].append(chords[next])
        sounding = chords[next]
        next += 1
      }
      if bars[bar].isEmpty, let sounding { bars[bar] = [sounding] }
    }
    return bars
  }

  // MARK: Where chords change

  private func slots(_ wish: ProgressionWish, _ stream: inout RandomStream) -> [Slot] {
    var slots: [Slot] = []
    var paces: [ChordFile.Pace] = []
    let opening = wish.opening.prefix(wish.bars)
    for (bar, chords) in opening.enumerated() {
      let before = slots.count
      for (index, chord) in chords.enumerated() where slots.last?.given != chord {
        slots.append(Slot(bar: bar, isLate: index * 2 >= chords.count, given: chord))
      }
      let begun = slots[before...]
      switch begun.count {
      case 0: paces.append(.hold)
      case 1: paces.append(begun.first?.isLate == true ? .late : .one)
      case 2: paces.append(.two)
      default: paces.append(.more)
      }
    }
    for bar in opening.count..<wish.bars {
      let pace = pace(ofBar: bar, after: paces, wish, changes: slots.count, &stream)
      paces.append(pace)
      if pace == .one || pace == .two { slots.append(Slot(bar: bar, isLate: false)) }
      if pace == .late || pace == .two { slots.append(Slot(bar: bar, isLate: true)) }
    }
    if let last = wish.last, !slots.isEmpty, wish.opening.count < wish.bars {
      slots[slots.count - 1].given = last
    }
    return slots
  }

  private func pace(
    ofBar bar: Int, after paces: [ChordFile.Pace], _ wish: ProgressionWish, changes: Int,
    _ stream: inout RandomStream
  ) -> ChordFile.Pace {
    let isLast = bar == wish.bars - 1
    // A close stands alone in the last bar; what leads to it needs a chord of its own before.
    let closes = wish.ending.functions(isMinor: setting.isMinor).contains { $0 != nil }
    if isLast, closes || wish.last != nil, bar > 0 { return .one }
    var place: CountChain.Place = [
      .genre: setting.genre, .section: setting.section, .bar: bar % 4,
    ]
    for (field, distance) in [(CountChain.Field.last, 1), (.before, 2), (.phrase, 4)]
    where bar >= distance {
      place[field] = paces[bar - distance].rawValue + 1
    }
    var chances = model.file.paces.chances(at: place)
    setting.habits?.raisePaces(&chances, bar: bar)
    chances[ChordFile.Pace.more.rawValue] = 0
    let needsChange = changes == 0 || (changes == 1 && bar >= wish.bars - 2)
    // Three bars on one chord are as many as a listener waits.
    let hasWaited = paces.count > 1 && paces.suffix(2).allSatisfy { $0 == .hold }
    if needsChange || hasWaited { chances[ChordFile.Pace.hold.rawValue] = 0 }
    if changes == 0 { chances[ChordFile.Pace.late.rawValue] = 0 }
    return draw(chances, &stream).flatMap(ChordFile.Pace.init(rawValue:)) ?? .one
  }

  // MARK: Which chords

  private func chords(
    _ slots: [Slot], _ wish: ProgressionWish, _ stream: inout RandomStream
  ) -> [Chord] {
    var memory = ProgressionMemory(model.vocabulary, setting)
    let walk = Walk(model, setting)
    let allowed = allowed(slots, wish)
    // Only once the first function is known is it known where a loop leads back to.
    var guide = walk.guide(allowed, closing: nil)
    var chords: [Chord] = []
    for (index, slot) in slots.enumerated() {
      if let given = slot.given {
        chords.append(given)
        memory.remember(model.vocabulary.number(of: given, in: setting.key))
      } else {
        let word = word(
          after: memory, atHalf: slot.bar * 2 + (slot.isLate ? 1 : 0), guide: guide[index],
          &stream)
        chords.append(model.vocabulary.chord(word, in: setting.key))
        memory.remember(word)
      }
      if index == 0, wish.ending == .loop, wish.last == nil, slots.count > 2 {
        guide = walk.guide(allowed, closing: memory.last - 1)
      }
    }
    return chords
  }

  /// The functions that each change may take; nil for any.
  private func allowed(_ slots: [Slot], _ wish: ProgressionWish) -> [Set<Int>?] {
    var allowed: [Set<Int>?] = slots.map { slot in
      slot.given.map { given in
        let number = model.vocabulary.number(of: given, in: setting.key)
        return [model.vocabulary.function(of: number, isMinor: setting.isMinor)]
      }
    }
    let ends = wish.ending.functions(isMinor: setting.isMinor)
    for (distance, functions) in ends.reversed().enumerated() where distance < slots.count {
      let index = slots.count - 1 - distance
      if slots[index].given == nil { allowed[index] = functions }
    }
    return allowed
  }

  private func word(
    after memory: ProgressionMemory, atHalf half: Int, guide: [Double],
    _ stream: inout RandomStream
  ) -> Int {
    let members = model.vocabulary.members[setting.isMinor ? 1 : 0]
    let weights = model.functionChances(after: memory, atHalf: half).enumerated().map {
      function, chance in
      let best = members[function].map { model.weight($0, setting) }.max() ?? 0
      return chance * best * guide[function]
    }
    // A chord that came before keeps its place: figures alone make no new chord here.
    var fresh = weights
    if memory.last > 0 { fresh[memory.last - 1] = 0 }
    let isPossible = fresh.contains { $0 > 0 }
    let function = draw(isPossible ? fresh : weights, &stream) ?? 0
    let figures = model.figureChances(after: memory, atHalf: half, on: function)
    let words = members[function].filter { $0 != memory.words.last }
    let chances = words.map { word in
      figures[model.vocabulary.entries[word].figure] * model.weight(word, setting)
    }
    return draw(chances, &stream).map { words[$0] } ?? members[function].first ?? 0
  }

  /// An index in proportion to its weight, among the likeliest that together make the nucleus.
  private func draw(_ weights: [Double], _ stream: inout RandomStream) -> Int? {
    let whole = weights.reduce(0, +)
    guard whole > 0 else { return nil }
    let ranked = weights.indices.sorted {
      weights[$0] == weights[$1] ? $0 < $1 : weights[$0] > weights[$1]
    }
    var kept: [Int] = []
    var sum = 0.0
    for index in ranked where weights[index] > 0 {
      kept.append(index)
      sum += weights[index]
      if sum >= whole * Self.nucleus { break }
    }
    return stream.weightedIndex(kept.map { weights[$0] }).map { kept[$0] }
  }
}

/// Chances to walk from function to function, by which what is to come is seen ahead.
private struct Walk {
  /// The chance of a function after another, which is never the same.
  let steps: [[Double]]

  init(_ model: ChordModel, _ setting: ChordSetting) {
    let isUsed = model.vocabulary.members[setting.isMinor ? 1 : 0].map { !$0.isEmpty }
    steps = (0..<ChordFile.functionCount).map { last in
      var chances = model.file.functions.chances(
        at: [.mode: setting.isMinor ? 1 : 0, .last: last + 1], depth: 2)
      for function in chances.indices where function == last || !isUsed[function] {
        chances[function] = 0
      }
      return chances
    }
  }

  /// For each change and each function, how well what is asked of the changes from there on can still
  /// be: 0 where it cannot.
  func guide(_ allowed: [Set<Int>?], closing first: Int?) -> [[Double]] {
    let count = steps.count
    var guide = [[Double]](repeating: .init(repeating: 1, count: count), count: allowed.count)
    for index in allowed.indices.reversed() {
      for function in 0..<count {
        if let functions = allowed[index], !functions.contains(function) {
          guide[index][function] = 0
        } else if index + 1 < allowed.count {
          var sum = 0.0
          for next in 0..<count { sum += steps[function][next] * guide[index + 1][next] }
          guide[index][function] = sum
        } else if let first {
          guide[index][function] = steps[function][first]
        }
      }
      // Only proportions matter; so they do not fade over many changes.
      let most = guide[index].max() ?? 0
      if most > 0 { guide[index] = guide[index].map { $0 / most } }
    }
    return guide
  }
}
