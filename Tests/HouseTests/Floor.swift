/// The floors of the house, from the ground up.
enum Floor: Int, Comparable, CaseIterable {
  case c, values, formats, tools, engines, studio, web, apps

  /// The folder under `Sources/`.
  var folder: String {
    switch self {
    case .c: "C"
    case .values: "Values"
    case .formats: "Formats"
    case .tools: "Tools"
    case .engines: "Engines"
    case .studio: "Studio"
    case .web: "Web"
    case .apps: "Apps"
    }
  }

  static func < (lower: Floor, upper: Floor) -> Bool { lower.rawValue < upper.rawValue }

  /// The floor that a target's folder stands on; nil where it stands on none.
  ///
  /// A room lies at `Sources/FLOOR/ROOM`; Studio is a floor of one room and lies at
  /// `Sources/Studio`.
  static func of(target name: String, path: String) -> Floor? {
    let folders = path.split(separator: "/").map(String.init)
    guard folders.first == "Sources", folders.last == name else { return nil }
    guard let floor = allCases.first(where: { folders.dropFirst().first == $0.folder }) else {
      return nil
    }
    return folders.count == (floor == .studio ? 2 : 3) ? floor : nil
  }
}

/// A room of the house: one target that is not a test.
struct Room {
  var name: String
  var floor: Floor
  var targets: [String] = []
  var products: [String] = []

  /// Whether this room may import the other: only from below, and in Values in a fixed order.
  func mayImport(_ other: Room) -> Bool {
    if floor != other.floor { return floor > other.floor }
    return floor == .values && name == "Production" && ["Music", "Signal"].contains(other.name)
  }
}
