public import Music
public import Production

/// Holds a finished score against everything that was asked, wish by wish.
///
/// It shares no code with composing: it reads names, chords and times in its own way, so that a
/// mistake there does not hide itself here. A pure function of its inputs; the cost is linear in
/// notes times wishes.
public struct Certifier: Sendable {
  let brief: Brief
  let score: Score
  let plan: Plan?

  /// Makes a checker; the plan, where there is one, tells how the piece was to end.
  public init(brief: Brief, score: Score, plan: Plan? = nil) {
    self.brief = brief
    self.score = score
    self.plan = plan
  }

  /// The certificate: each hard wish of the brief, and the locked bars where their trail is given.
  public func certificate(locks: LockTrail? = nil) -> Certificate {
    let entries = frame() + harmony() + places() + band() + limits() + passages()
    return Certificate(entries: entries + (locks?.entries ?? []))
  }

  // MARK: What every check needs

  /// When the last note ends.
  var end: Beat { score.parts.flatMap { $0.notes.map(\.end) }.max() ?? .zero }

  /// The parts that play anything.
  var sounding: [Part] { score.parts.filter { !$0.notes.isEmpty } }

  func bar(of beat: Beat) -> Int { score.meters.bar(at: beat) }

  func start(ofBar bar: Int) -> Beat { score.meters.start(ofBar: bar) }

  /// An entry for a wish that neither notes nor plan can be held against.
  static func open(
    _ kind: Certificate.Kind, _ wish: String, _ found: String
  ) -> Certificate.Entry {
    .init(kind: kind, wish: wish, isKept: false, isCheckable: false, found: found)
  }

  /// When a bar begins, in seconds.
  func seconds(ofBar bar: Int) -> Double { score.tempo.seconds(at: start(ofBar: bar)) }

  static func sorted(_ bars: some Sequence<Int>) -> [Int] { Set(bars).sorted() }

  /// A number with at most three decimals and no needless zeros.
  static func text(_ value: Double) -> String {
    let thousandths = Int((value * 1000).rounded())
    let (whole, rest) = (thousandths / 1000, abs(thousandths % 1000))
    if rest == 0 { return "\(whole)" }
    var digits = String(1000 + rest).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return "\(value < 0 && whole == 0 ? "-" : "")\(whole).\(digits)"
  }

  static func clock(_ seconds: Double) -> String {
    let whole = Int(seconds)
    let rest = seconds - Double(whole)
    let plain = "\(whole / 60):\(whole % 60 < 10 ? "0" : "")\(whole % 60)"
    return rest < 0.0005 ? plain : plain + String(text(rest).dropFirst())
  }
}
