public import Music
public import Weights

/// What drummers do, learned from performances: which pieces are struck, how loud and how late.
///
/// Sums are whole numbers and chances are made by additions and products, so that every processor
/// gives the same.
public struct DrumModel: Sendable {
  /// The genres that it has heard.
  public let genres: [String]
  /// Facts of the training, as JSON.
  public let facts: String

  private let styles: [String: String]
  private let slotNet: WholeNet, strokeNet: WholeNet
  private let file: DrumFile
  let slotLayout: NetInput.Layout, strokeLayout: NetInput.Layout

  /// Pulses of a bar that are told apart.
  static let pulses = 4
  /// Where classes of tempo begin, in pulses a minute.
  static let tempos: [Double] = [70, 85, 100, 115, 130, 150, 180]
  /// Slots before a slot that are shown.
  static let past = 54
  /// Slots before and after a slot whose taps are shown.
  static let around = 6
  /// Slots before and after a stroke whose strokes are shown, within the bar.
  static let beside = 12
  /// Classes of velocity and of lateness.
  package static let levels = 24, lags = 25
  /// Milliseconds of a class of lateness.
  static let step = 4.0

  /// Takes what a file holds.
  ///
  /// - Throws: `WeightsError.malformedMetadata` for other pieces or inputs than this program has.
  public init(_ file: DrumFile) throws(WeightsError) {
    let pieces = KitPiece.allCases.map(\.name)
    guard file.pieces == pieces else {
      throw .malformedMetadata(
        key: "pieces", found: file.pieces.joined(separator: ", "),
        expected: pieces.joined(separator: ", "))
    }
    for (layer, rows, name) in [
      (file.levels, Self.levels, "stroke.levels"), (file.lags, Self.lags, "stroke.lags"),
    ] where layer.rows != rows {
      throw .wrongShape(tensor: name + ".bias", found: [layer.rows], expected: [rows])
    }
    let common = [
      ("slot", Self.pulses * SlotGrid.perPulse), ("pulses", Self.pulses),
      ("genre", file.genres.count), ("tempo", Self.tempos.count + 1), ("fill", 1),
    ]
    slotLayout = try NetInput.Layout(
      file.slotBlocks,
      expected: common + [
        ("past", Self.past * pieces.count), ("tapped", 1),
        ("taps", (2 * Self.around + 1) * 2),
      ], net: "slot")
    strokeLayout = try NetInput.Layout(
      file.strokeBlocks,
      expected: [("piece", pieces.count), ("place", pieces.count * SlotGrid.perPulse)] + common + [
        ("beside", (2 * Self.beside + 1) * pieces.count), ("hint", 3), ("level", 8), ("again", 8),
        ("before", 8), ("lag", 7),
      ], net: "stroke")
    slotNet = WholeNet(file.slotTrunk)
    strokeNet = WholeNet(file.strokeTrunk)
    genres = Array(file.genres.dropFirst())
    styles = file.styles
    facts = file.facts
    self.file = file
  }

  /// The genre that a style's drummer learned from; nil where no drummer played anything like it.
  public func genre(ofStyle name: String) -> String? { styles[name] }

  /// What the model is told: a genre by name (nil or a name it has not heard stand for any), quarter
  /// notes a minute and a metre.
  public func setting(genre: String?, beatsPerMinute: Double, meter: Meter) -> DrumSetting {
    let number = genre.flatMap { genres.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
    return DrumSetting(genre: number, beatsPerMinute: beatsPerMinute, meter: meter)
  }

  /// Logits of the pieces in a slot, as if no other were struck.
  package func strikes(_ input: NetInput) -> [Double] {
    Self.logits(WholeNet.applied(file.strikes, to: slotNet.features(input)))
  }

  /// What a struck piece adds to another's logit.
  package func pair(_ piece: KitPiece, given struck: KitPiece) -> Double {
    Double(file.pairs.weights[piece.rawValue * file.pairs.columns + struck.rawValue])
      / Double(DrumFile.one)
  }

  /// The features of a stroke.
  package func features(ofStroke input: NetInput) -> [Int] { strokeNet.features(input) }

  /// Logits of the classes of velocity.
  package func levels(_ features: [Int]) -> [Double] {
    Self.logits(WholeNet.applied(file.levels, to: features))
  }

  /// Logits of the classes of lateness of a stroke of a class of velocity.
  package func lags(_ features: [Int], level: Int) -> [Double] {
    let start = level * file.given.columns
    let given = features.enumerated().map { max(0, $1 + Int(file.given.weights[start + $0])) }
    return Self.logits(WholeNet.applied(file.lags, to: given))
  }

  private static func logits(_ numbers: [Int]) -> [Double] {
    numbers.map { Double($0) / Double(DrumFile.one) }
  }
}
