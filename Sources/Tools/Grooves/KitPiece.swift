public import Music

/// A piece of a kit as the drum model tells them apart, as in Gillick et al., ICML 2019.
public enum KitPiece: Int, CaseIterable, Codable, Sendable {
  case kick, snare, closedHat, openHat, lowTom, midTom, highTom, crash, ride

  /// The name that the model's file has for it.
  var name: String {
    switch self {
    case .kick: "kick"
    case .snare: "snare"
    case .closedHat: "closed-hat"
    case .openHat: "open-hat"
    case .lowTom: "low-tom"
    case .midTom: "mid-tom"
    case .highTom: "high-tom"
    case .crash: "crash"
    case .ride: "ride"
    }
  }

  /// The piece of a drum; nil for what is not part of a kit.
  public init?(_ drum: DrumKey) {
    switch drum {
    case .kick: self = .kick
    case .snare, .sideStick, .electricSnare, .clap: self = .snare
    case .closedHat, .pedalHat: self = .closedHat
    case .openHat: self = .openHat
    case .lowFloorTom, .highFloorTom: self = .lowTom
    case .lowTom, .lowMidTom: self = .midTom
    case .highMidTom, .highTom: self = .highTom
    case .crash, .crash2, .china, .splash: self = .crash
    case .ride, .ride2, .rideBell: self = .ride
    default: return nil
    }
  }

  /// The drum that plays it.
  public var drum: DrumKey {
    switch self {
    case .kick: .kick
    case .snare: .snare
    case .closedHat: .closedHat
    case .openHat: .openHat
    case .lowTom: .highFloorTom
    case .midTom: .lowMidTom
    case .highTom: .highMidTom
    case .crash: .crash
    case .ride: .ride
    }
  }

  /// Whether a hand strikes it.
  package var needsHand: Bool { self != .kick }

  /// Pieces of which one at a time is struck with this one: what the same hand would keep time on.
  package var excluded: Set<KitPiece> {
    switch self {
    case .closedHat: [.openHat, .ride]
    case .openHat: [.closedHat, .ride]
    case .ride: [.closedHat, .openHat]
    default: []
    }
  }
}
