public import Music

/// A stroke of a pattern: where, on which piece, and what is known of how loud it is.
public struct PatternStroke: Hashable, Sendable {
  /// How a stroke stands out.
  public enum Weight: Int, Sendable {
    /// Felt more than heard.
    case ghost
    /// As others.
    case plain
    /// An accent.
    case accent

    /// The highest velocity of a ghost note; the model was told the same.
    private static let softest = 45
    /// By how much velocities have to differ to tell anything.
    private static let least = 8

    /// How strokes of velocities stand out among each other: nil for all where they are as loud, as on a
    /// keyboard without dynamics.
    ///
    /// The loudest quarter of what lies between the softest and the loudest are accents.
    public static func weights(of velocities: [Int]) -> [Weight?] {
      guard let low = velocities.min(), let high = velocities.max(), high - low >= least else {
        return velocities.map { _ in nil }
      }
      let accent = high - (high - low) / 4
      return velocities.map { $0 <= softest ? .ghost : $0 >= accent ? .accent : .plain }
    }
  }

  /// The slot in the bar.
  public var slot: Int
  /// The piece.
  public var piece: KitPiece
  /// How it stands out; nil where the drummer decides.
  public var weight: Weight?

  /// Makes a stroke.
  public init(slot: Int, piece: KitPiece, weight: Weight? = nil) {
    self.slot = slot
    self.piece = piece
    self.weight = weight
  }
}

/// How a drummer played a stroke.
public struct PlayedStroke: Hashable, Sendable {
  /// The velocity, 1...127.
  public var velocity: Int
  /// Milliseconds after the stroke's slot; negative before it.
  public var lateness: Double
}

/// Plays patterns with the touch of the drummers that the model has heard.
///
/// A bar is played by itself, from its own strokes, so that other bars keep theirs when one changes.
public struct DrumFeel: Sendable {
  let model: DrumModel
  let setting: DrumSetting
  /// Divides logits: below 1 drummers are more alike.
  let temperature: Double

  /// Makes a feel.
  public init(_ model: DrumModel, _ setting: DrumSetting, temperature: Double = 0.6) {
    self.model = model
    self.setting = setting
    self.temperature = temperature
  }

  /// How the strokes of a bar, ascending by slot and piece, are played.
  ///
  /// `loudness` is their mean velocity, 1...127; nil where the drummer decides.
  public func played(
    _ strokes: [PatternStroke], loudness: Double? = nil, isFill: Bool = false,
    random: inout RandomStream
  ) -> [PlayedStroke] {
    var memory = Memory()
    var played: [PlayedStroke] = []
    for index in strokes.indices {
      let input = input(strokes, index, loudness: loudness, isFill: isFill, memory)
      let features = model.features(ofStroke: input)
      let level = drawn(model.levels(features), random.unit())
      let lag = drawn(model.lags(features, level: level), random.unit())
      let place = random.unit()
      memory.remember(strokes[index].piece, level: level, lag: lag)
      // A class of velocity has five or six velocities, one of lateness four milliseconds.
      let low = (level * 127 + DrumModel.levels - 1) / DrumModel.levels
      let high = ((level + 1) * 127 - 1) / DrumModel.levels
      played.append(
        PlayedStroke(
          velocity: min(127, 1 + low + Int(place * Double(high - low + 1))),
          lateness: (Double(lag - DrumModel.lags / 2) + place - 0.5) * DrumModel.step))
    }
    return played
  }

  /// What the net is told of a stroke.
  package func input(
    _ strokes: [PatternStroke], _ index: Int, loudness: Double?, isFill: Bool, _ memory: Memory
  ) -> NetInput {
    let stroke = strokes[index]
    let pieces = KitPiece.allCases.count
    var input = NetInput(model.strokeLayout)
    input.set("piece", stroke.piece.rawValue)
    input.set(
      "place", stroke.piece.rawValue * SlotGrid.perPulse + stroke.slot % SlotGrid.perPulse)
    input.set(setting, slot: stroke.slot, isFill: isFill)
    for other in strokes {
      let offset = other.slot - stroke.slot + DrumModel.beside
      if (0...2 * DrumModel.beside).contains(offset) {
        input.set("beside", offset * pieces + other.piece.rawValue)
      }
    }
    if let weight = stroke.weight { input.set("hint", weight.rawValue) }
    if let loudness { input.set("level", Self.eighth(Self.level(loudness))) }
    if let again = memory.levels[stroke.piece] { input.set("again", Self.eighth(again)) }
    if let (level, lag) = memory.last {
      input.set("before", Self.eighth(level))
      if let lag { input.set("lag", min(max((lag + 2) / 4, 0), 6)) }
    }
    return input
  }

  /// What is remembered of a bar so far.
  package struct Memory {
    package init() {}

    private(set) var levels: [KitPiece: Int] = [:]
    private(set) var last: (level: Int, lag: Int?)?

    package mutating func remember(_ piece: KitPiece, level: Int, lag: Int?) {
      levels[piece] = level
      last = (level, lag)
    }
  }

  /// The class of a velocity.
  package static func level(_ velocity: Double) -> Int {
    min(max(0, Int(velocity) - 1) * DrumModel.levels / 127, DrumModel.levels - 1)
  }

  private static func eighth(_ level: Int) -> Int { level * 8 / DrumModel.levels }

  /// A class drawn by its chance among those that together make nine tenths.
  private func drawn(_ logits: [Double], _ place: Double) -> Int {
    let chances = FixedExponential.chances(logits.map { $0 / temperature })
    let order = chances.indices.sorted { (chances[$0], $1) > (chances[$1], $0) }
    var kept = 0
    var sum = 0.0
    while kept < order.count, sum < 0.9 {
      sum += chances[order[kept]]
      kept += 1
    }
    var left = place * sum
    for value in order[..<kept] {
      left -= chances[value]
      if left < 0 { return value }
    }
    return order[0]
  }
}
