import Music
import Production
import Signal

/// A kit's or a single drum's patch as prepared for a sample rate.
final class DrumProgram: Sendable {
  /// A piece and how it is tuned on a key.
  struct Place: Sendable {
    var piece: Int
    var tuning: Double
  }

  /// A layer's settings by frame.
  struct Layer: Sendable {
    var source: DrumPiece.Source
    var gain: Float
    var frequency: Double
    var sweep: Double
    /// What a control period leaves of the sweep.
    var sweepFactor: Double
    var attack: Int
    var hold: Int
    /// Frames in which the level falls by 60 dB.
    var decay: Double
    var filter: FilterKind?
    var tangent: Float
    var damping: Float
    var bursts: Int
    var spacing: Int
  }

  /// A piece as prepared.
  struct Piece: Sendable {
    var layers: [Layer]
    var drive: Float?
    var driveScale: Float
    var left, right: Float
    var velocity: Double
    var variation: Double
    var choke: String?
    var isHeld: Bool
  }

  /// The six squares of the TR-808's cymbals and hats over the lowest, from 205.3, 304.4, 369.6, 522.7,
  /// 540 and 800 Hz (Werner, Abel, Smith 2014, table 1).
  static let metalRatios: [Double] = [1, 1.4827, 1.8003, 2.546, 2.6303, 3.8967]

  /// How soft the softest attack is, in frames: 0.5 ms at 48 kHz, so that a strike is no click.
  private static let leastAttack = 24

  let rate: Double
  let pieces: [Piece]
  /// The place of each key; nil where it plays nothing.
  let places: [Place?]
  /// The most layers of a piece.
  let depth: Int

  /// Prepares a kit.
  convenience init(_ kit: KitPatch, rate: Double) {
    var places = [Place?](repeating: nil, count: 128)
    for key in kit.keys where kit.pieces.indices.contains(key.piece) {
      places[key.drum.rawValue] = Place(piece: key.piece, tuning: key.tuning)
    }
    self.init(kit.pieces, places: places, rate: rate)
  }

  /// Prepares one drum for all keys, tuned as written on key 60.
  convenience init(_ hit: DrumPiece, rate: Double) {
    self.init(
      [hit], places: (0..<128).map { Place(piece: 0, tuning: Double($0 - 60)) }, rate: rate)
  }

  private init(_ pieces: [DrumPiece], places: [Place?], rate: Double) {
    self.rate = rate
    self.places = places
    self.pieces = pieces.map { DrumProgram.prepared($0, rate) }
    depth = pieces.map(\.layers.count).max() ?? 1
  }

  private static func prepared(_ piece: DrumPiece, _ rate: Double) -> Piece {
    let level = piece.level.gain
    let drive = piece.drive?.gain
    // A driven piece is levelled behind its saturation, another in its layers.
    let layers = piece.layers.map { prepared($0, rate) }
    let angle = (1 + piece.pan) / 8
    let side = level * 2.0.squareRoot()
    return Piece(
      layers: layers, drive: drive.map { Float($0) },
      driveScale: drive.map { Float(1 / min($0, 1.6)) } ?? 1,
      left: Float(side * cosineOfTurns(angle)), right: Float(side * sineOfTurns(angle)),
      velocity: piece.velocity, variation: piece.variation, choke: piece.choke,
      isHeld: piece.isHeld)
  }

  private static func prepared(_ layer: DrumPiece.Layer, _ rate: Double) -> Layer {
    let periods = rate / Double(ControlPeriod.frames)
    return Layer(
      source: layer.source, gain: Float(layer.level.gain), frequency: layer.frequency.value,
      sweep: layer.sweep, sweepFactor: approach(in: layer.sweepTime * periods),
      attack: max(leastAttack, Int(layer.attack * rate)), hold: Int(layer.hold * rate),
      decay: layer.decay * rate, filter: layer.filter?.kind,
      tangent: warped(layer.filter?.cutoff.value ?? 1000, rate),
      damping: StateVariableFilter.damping(layer.filter?.resonance ?? 0),
      bursts: max(1, layer.bursts), spacing: max(1, Int(layer.spacing * rate)))
  }
}
