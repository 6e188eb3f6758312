import ComparisonFiles

extension SamenessReview {
  /// How the pieces stand beside as many human ones.
  public enum Standing: String, Codable, Sendable {
    /// Less various than 97.5 of 100 sets of human pieces.
    case tooAlike = "more alike than human pieces"
    /// Within the range of 95 of 100 sets.
    case asVarious = "as various as human pieces"
    /// More various than 97.5 of 100 sets.
    case moreVarious = "more various than human pieces"
    /// There is nothing to be compared with.
    case unknown = "not compared"
  }

  /// How the pieces stand in the aspects that human pieces have, by the Vendi score.
  public var standing: Standing { Self.standing(of: comparable) }

  /// How figures stand beside their human ones.
  public static func standing(of figures: Figures?) -> Standing {
    guard let beside = figures?.beside else { return .unknown }
    if beside.own < beside.human.variety.low { return .tooAlike }
    return beside.own > beside.human.variety.high ? .moreVarious : .asVarious
  }

  /// The verdict in plain words, a sentence each.
  public var verdict: [String] {
    guard count > 1 else {
      return [count == 0 ? "There is nothing to compare." : "One piece has nothing to be like."]
    }
    return [first, weakest, shared, grooves].compactMap { $0 }
  }

  private var first: String {
    let own = "Your \(count) pieces are worth \(Self.short(together.variety)) different ones."
    guard let human, let beside = comparable?.beside else { return own }
    let kind = human.isOwnGenre ? human.title : "human pieces of all kinds"
    let isWhole = human.aspects.count == Aspect.allCases.count
    let seen = isWhole ? "" : "In \(human.aspects.map(\.rawValue).joined(separator: " and ")) "
    let verb =
      switch standing {
      case .tooAlike: "more alike than"
      case .moreVarious: "more various than"
      default: "as various as"
      }
    let point = beside.human.variety
    let range = "\(Self.short(point.low)) to \(Self.short(point.high))"
    return "\(own) \(seen)\(isWhole ? "They" : "they") are \(verb) \(beside.size) \(kind): "
      + "\(Self.short(beside.own)) beside \(Self.short(point.mean)) "
      + "(95 of 100 such sets are worth \(range))."
  }

  /// The aspect that stands worst beside human pieces.
  private var weakest: String? {
    let known = aspects.compactMap { aspect, figures in figures.beside.map { (aspect, $0.ratio) } }
    guard let worst = known.min(by: { ($0.1, $0.0) < ($1.1, $1.0) }), known.count > 1,
      Self.standing(of: aspects[worst.0]) == .tooAlike
    else { return nil }
    return "They are most alike in \(worst.0.rawValue): "
      + "\(Self.short(worst.1)) times the human variety."
  }

  private var shared: String? {
    guard let most = progressions.first, most.pieces * 5 >= count else { return nil }
    let name = most.name.split(separator: " ").joined(separator: "–")
    let human = most.humanShare.map { " (\(Self.percent($0)) of human songs do)" } ?? ""
    return "\(most.pieces) of \(count) share \(name)\(human)."
  }

  private var grooves: String? {
    guard let most = rhythms.first, most.pieces * 4 >= count else { return nil }
    return "\(most.pieces) of \(count) come back to the same bar of rhythm: \(most.name)."
  }

  private static func short(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  private static func percent(_ share: Double) -> String {
    share < 0.01 ? "fewer than 1 %" : "\(Int((share * 100).rounded())) %"
  }
}
