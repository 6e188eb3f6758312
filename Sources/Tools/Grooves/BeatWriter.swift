public import Music

/// A rhythm that somebody tapped: velocities 1...127 by slot from the start.
public typealias TappedRhythm = [Int: Int]

/// Writes beats as the drummers of a genre play them: freely, or to a rhythm that was tapped.
public struct BeatWriter: Sendable {
  let model: DrumModel
  let setting: DrumSetting
  /// Divides logits: below 1 likelier strokes are preferred.
  let temperature: Double

  /// The velocity from which a tap is a loud one.
  static let loud = 70
  /// How many openings are drawn, of how many bars; of the fuller half one of the likeliest is taken.
  private static let openings = 48, openingBars = 2, likely = 4

  /// Whether eighths are struck on the last third of a pulse.
  let isShuffle: Bool
  /// A bar that has less than this share of the strokes of the bars before it is drawn again.
  private static let thin = 0.6
  /// How often a thin bar is drawn again.
  private static let tries = 6

  /// Makes a writer; in compound metres beats always shuffle.
  public init(
    _ model: DrumModel, _ setting: DrumSetting, shuffles: Bool = false, temperature: Double = 0.8
  ) {
    self.model = model
    self.setting = setting
    self.temperature = temperature
    isShuffle = shuffles || setting.grid.isCompound
  }

  /// The strokes of so many bars, ascending by slot from the start and piece.
  ///
  /// Every tap is struck on some piece, and between taps only hats and ride are. `fills` are bars that a
  /// fill ends.
  public func beat(
    bars: Int, taps: TappedRhythm? = nil, fills: Set<Int> = [],
    random: inout RandomStream
  ) -> [PatternStroke] {
    var past: Past = [:]
    var begun = 0
    if taps == nil {
      // A groove is found by playing freely; then it is kept to.
      begun = min(Self.openingBars, bars)
      var openings: [(struck: Past, fullness: Int, chance: Double)] = []
      for _ in 0..<Self.openings {
        var opening: Past = [:]
        let chance = write(
          0..<begun, into: &opening, taps: nil, fills: fills, temperature: 0.9, random: &random)
        openings.append((opening, opening.values.reduce(0) { $0 + $1.count }, chance))
      }
      // What is empty is likely, and no groove.
      let full = openings.map(\.fullness).sorted()[Self.openings / 2]
      let likeliest = openings.filter { $0.fullness >= full }.sorted { $0.chance > $1.chance }
      past = likeliest.prefix(Self.likely).last?.struck ?? [:]
    }
    _ = write(
      begun..<bars, into: &past, taps: taps, fills: fills, temperature: temperature,
      random: &random)
    let strokes = past.keys.sorted().flatMap { slot in
      (past[slot] ?? []).sorted { $0.rawValue < $1.rawValue }.map {
        PatternStroke(slot: slot, piece: $0)
      }
    }
    return isShuffle && taps == nil ? shuffled(strokes) : strokes
  }

  /// Eighths moved to the last third of their pulse; in compound metres the timekeeper strikes the middle
  /// third, too, where it strikes the others.
  private func shuffled(_ strokes: [PatternStroke]) -> [PatternStroke] {
    var found = strokes.map { stroke in
      var moved = stroke
      if stroke.slot % SlotGrid.perPulse == 3 { moved.slot += 1 }
      return moved
    }
    guard setting.grid.isCompound else { return found }
    let hats = found.filter { [.closedHat, .ride].contains($0.piece) }
    for hat in hats where hat.slot % SlotGrid.perPulse == 0 {
      let isFull = hats.contains { $0.slot == hat.slot + 4 && $0.piece == hat.piece }
      if isFull { found.append(PatternStroke(slot: hat.slot + 2, piece: hat.piece)) }
    }
    return found.sorted { ($0.slot, $0.piece.rawValue) < ($1.slot, $1.piece.rawValue) }
  }

  /// What is struck, by slot.
  package typealias Past = [Int: Set<KitPiece>]

  /// Writes bars after what is struck already; returns the logarithm of their chance.
  private func write(
    _ bars: Range<Int>, into past: inout Past, taps: TappedRhythm?, fills: Set<Int>,
    temperature: Double, random: inout RandomStream
  ) -> Double {
    var chance = 0.0
    for bar in bars {
      // A bar that falls apart is drawn again, and the fullest kept.
      let usual =
        Double(
          past.filter { $0.key < bar * setting.grid.count }.values
            .reduce(0) { $0 + $1.count }) / Double(max(1, bar))
      var fullest: (struck: Past, count: Int, chance: Double) = (past, -1, 0)
      for _ in 0..<(taps == nil ? Self.tries : 1) {
        var drawn = past
        let cost = write(
          bar: bar, into: &drawn, taps: taps, isFill: fills.contains(bar),
          temperature: temperature, random: &random)
        let count = drawn.reduce(0) { sum, slot in
          slot.key >= bar * setting.grid.count ? sum + slot.value.count : sum
        }
        if count > fullest.count { fullest = (drawn, count, cost) }
        if Double(count) >= Self.thin * usual { break }
      }
      past = fullest.struck
      chance += fullest.chance
    }
    return chance
  }

  private func write(
    bar: Int, into past: inout Past, taps: TappedRhythm?, isFill: Bool, temperature: Double,
    random: inout RandomStream
  ) -> Double {
    let count = setting.grid.count
    var chance = 0.0
    for slot in bar * count..<(bar + 1) * count {
      let logits = model.strikes(
        input(slot, past, taps: taps, isFill: isFill))
      var struck = drawn(
        logits, temperature: temperature, random: &random, chance: &chance,
        forbidden: forbidden(slot, past, taps))
      if taps?[slot] != nil, struck.isEmpty { struck = [likeliest(logits)] }
      if !struck.isEmpty { past[slot] = struck }
    }
    return chance
  }

  /// What the net is told of a slot.
  package func input(
    _ slot: Int, _ past: Past, taps: TappedRhythm?, isFill: Bool
  ) -> NetInput {
    let pieces = KitPiece.allCases.count
    var input = NetInput(model.slotLayout)
    input.set(setting, slot: slot % setting.grid.count, isFill: isFill)
    for back in 1...DrumModel.past {
      for piece in past[slot - back] ?? [] {
        input.set("past", (back - 1) * pieces + piece.rawValue)
      }
    }
    if let taps {
      input.set("tapped")
      for offset in -DrumModel.around...DrumModel.around {
        guard let velocity = taps[slot + offset] else { continue }
        input.set(
          "taps", (offset + DrumModel.around) * 2 + (velocity >= Self.loud ? 1 : 0))
      }
    }
    return input
  }

  /// Pieces that may not be struck: all where the pulse is in the other of sixteenths and triplets;
  /// where a rhythm was tapped, all but the hats and the ride between its taps.
  private func forbidden(
    _ slot: Int, _ past: Past, _ taps: TappedRhythm?
  ) -> Set<KitPiece> {
    guard taps?[slot] == nil else { return [] }
    let inside = slot % SlotGrid.perPulse
    let start = slot - inside
    let others =
      SlotGrid.straight.contains(inside)
      ? SlotGrid.triplet : SlotGrid.triplet.contains(inside) ? SlotGrid.straight : []
    let isOther = others.contains { past[start + $0] != nil || taps?[start + $0] != nil }
    // A shuffle is drawn in eighths; compound pulses that were tapped are in triplets.
    let isBeside =
      isShuffle && taps == nil
      ? inside % 3 != 0 : setting.grid.isCompound && inside % 2 != 0
    if isOther || isBeside { return Set(KitPiece.allCases) }
    return taps == nil ? [] : Set(KitPiece.allCases).subtracting([.closedHat, .openHat, .ride])
  }

  /// Strikes each piece by its chance, with two hands.
  private func drawn(
    _ logits: [Double], temperature: Double, random: inout RandomStream, chance: inout Double,
    forbidden: Set<KitPiece>
  ) -> Set<KitPiece> {
    var struck: Set<KitPiece> = []
    for piece in KitPiece.allCases {
      let place = random.unit()
      let hands = struck.filter(\.needsHand).count
      guard !forbidden.contains(piece), !piece.needsHand || hands < 2,
        struck.isDisjoint(with: piece.excluded)
      else { continue }
      let logit = struck.reduce(logits[piece.rawValue]) { $0 + model.pair(piece, given: $1) }
      // The order of a set is chance: sums of few terms of twelve bits are exact in any order.
      let isStruck = place < 1 / (1 + FixedExponential.of(-logit / temperature))
      if isStruck { struck.insert(piece) }
      // ln of the chance up to a tenth: only the order of openings hangs on it.
      let other = isStruck ? -logit : logit
      chance -= other > 0 ? other + FixedExponential.of(-other) : FixedExponential.of(other)
    }
    return struck
  }

  private func likeliest(_ logits: [Double]) -> KitPiece {
    KitPiece.allCases.max {
      (logits[$0.rawValue], $1.rawValue) < (logits[$1.rawValue], $0.rawValue)
    } ?? .kick
  }
}
