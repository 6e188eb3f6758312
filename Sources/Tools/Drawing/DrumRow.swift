import Music

/// The rows of drum lanes.
enum DrumRow {
  /// The place of a drum key from the kick at the bottom to cymbals and bells on top.
  static func rank(_ key: Int) -> Int {
    let place: Int
    switch DrumKey(rawValue: key) {
    case .kick?: place = 1
    case .snare?: place = 3
    case .electricSnare?: place = 4
    case .sideStick?: place = 2
    case .clap?: place = 5
    case .pedalHat?: place = 13
    case .closedHat?: place = 14
    case .openHat?: place = 15
    case .some(let drum) where drum.isTom: place = 6
    case .some(let drum) where drum.isCymbal: place = 16
    case .some: place = 17
    case nil: place = key < 36 ? 0 : 18
    }
    return place * 128 + key
  }

  /// A name short enough for the margin.
  static func name(_ key: Int) -> String {
    guard let drum = DrumKey(rawValue: key) else { return key == 35 ? "kick 2" : "key \(key)" }
    return drum.name.split(separator: "-").joined(separator: " ")
  }
}
