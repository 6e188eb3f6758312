public import Music

/// Which pieces of a kit are played, written as `ride, -hats`: a minus takes a piece away.
public struct DrumPieces: Hashable, Sendable {
  /// Drums that are switched together.
  public enum Group: String, CaseIterable, Sendable {
    /// The groups of a kit.
    case kick, snare, clap, hats, ride, cymbals, toms, percussion

    /// Whether a drum belongs to the group.
    public func contains(_ drum: DrumKey) -> Bool {
      switch self {
      case .kick: drum == .kick
      case .snare: [.snare, .electricSnare, .sideStick].contains(drum)
      case .clap: drum == .clap
      case .hats: drum.isHat
      case .ride: [.ride, .ride2, .rideBell].contains(drum)
      case .cymbals: [.crash, .crash2, .splash, .china].contains(drum)
      case .toms: drum.isTom
      case .percussion:
        !Group.allCases.contains { $0 != .percussion && $0.contains(drum) }
      }
    }
  }

  /// Whether a piece is played, by the name of a group or of a drum; what is not named is played
  /// as the pattern has it.
  public private(set) var switches: [String: Bool]

  /// Reads `ride, -hats`; nil for an unknown piece, one named twice, or none.
  public init?(_ text: String) {
    var switches: [String: Bool] = [:]
    for word in text.split(whereSeparator: { $0 == "," || $0 == " " }) {
      let isOn = word.first != "-"
      let name = String(word.first == "-" || word.first == "+" ? word.dropFirst() : word)
      guard DrumPieces.names.contains(name), switches[name] == nil else { return nil }
      switches[name] = isOn
    }
    guard !switches.isEmpty else { return nil }
    self.switches = switches
  }

  /// The names that may be switched: groups, then drums.
  public static let names =
    Group.allCases.map(\.rawValue)
    + DrumKey.allCases.map(\.name).filter { Group(rawValue: $0) == nil }

  /// Whether a drum is switched on (true), off (false) or not mentioned (nil); a drum's own switch
  /// is stronger than its group's.
  public func isOn(_ drum: DrumKey) -> Bool? {
    if let own = switches[drum.name], Group(rawValue: drum.name) == nil { return own }
    for group in Group.allCases where group.contains(drum) {
      if let own = switches[group.rawValue] { return own }
    }
    return nil
  }

  /// Whether a group as a whole is switched on.
  public func isOn(group: Group) -> Bool? { switches[group.rawValue] }

  /// These switches with others put in place of those of the same name.
  public func turned(by other: DrumPieces) -> DrumPieces {
    var turned = self
    turned.switches.merge(other.switches) { _, new in new }
    return turned
  }
}

extension DrumPieces: CustomStringConvertible, LosslessStringConvertible, Codable {
  /// The switches as text, in the order of the names.
  public var description: String {
    DrumPieces.names.compactMap { name in switches[name].map { $0 ? name : "-\(name)" } }
      .joined(separator: ",")
  }

  /// Reads the switches from their text.
  public init(from decoder: any Decoder) throws {
    self = try decodeText(from: decoder, as: "pieces such as ride,-hats", DrumPieces.init)
  }

  /// Writes the switches as text.
  public func encode(to encoder: any Encoder) throws { try encodeText(description, to: encoder) }
}
