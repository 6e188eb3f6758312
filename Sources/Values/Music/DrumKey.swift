/// A drum of the General MIDI percussion map, by its key (GM 1 Sound Set, percussion key map).
public enum DrumKey: Int, CaseIterable, Codable, Sendable {
  /// The pieces that the drummers and percussionists play, by their General MIDI key.
  case kick = 36
  case sideStick = 37
  case snare = 38
  case clap = 39
  case electricSnare = 40
  case lowFloorTom = 41
  case closedHat = 42
  case highFloorTom = 43
  case pedalHat = 44
  case lowTom = 45
  case openHat = 46
  case lowMidTom = 47
  case highMidTom = 48
  case crash = 49
  case highTom = 50
  case ride = 51
  case china = 52
  case rideBell = 53
  case tambourine = 54
  case splash = 55
  case cowbell = 56
  case crash2 = 57
  case vibraslap = 58
  case ride2 = 59
  case highBongo = 60
  case lowBongo = 61
  case mutedHighConga = 62
  case openHighConga = 63
  case lowConga = 64
  case highTimbale = 65
  case lowTimbale = 66
  case highAgogo = 67
  case lowAgogo = 68
  case cabasa = 69
  case maracas = 70
  case shortWhistle = 71
  case longWhistle = 72
  case shortGuiro = 73
  case longGuiro = 74
  case claves = 75
  case highWoodblock = 76
  case lowWoodblock = 77
  case mutedCuica = 78
  case openCuica = 79
  case mutedTriangle = 80
  case openTriangle = 81
  case shaker = 82

  /// The drum's name in style files and on screen, such as `closed-hat`.
  public var name: String {
    var text = ""
    for character in String(describing: self) {
      text += character.isUppercase ? "-\(character.lowercased())" : "\(character)"
    }
    return text
  }

  /// The drum with a name such as `closed-hat`.
  public init?(name: String) {
    guard let key = DrumKey.allCases.first(where: { $0.name == name }) else { return nil }
    self = key
  }

  /// Whether a foot plays it.
  public var isFoot: Bool { self == .kick || self == .pedalHat }

  /// Whether it is a cymbal other than the hats.
  public var isCymbal: Bool {
    [.crash, .crash2, .ride, .ride2, .rideBell, .china, .splash].contains(self)
  }

  /// Whether it is one of the hi-hat's sounds.
  public var isHat: Bool { [.closedHat, .openHat, .pedalHat].contains(self) }

  /// Whether it is a tom.
  public var isTom: Bool {
    [.lowFloorTom, .highFloorTom, .lowTom, .lowMidTom, .highMidTom, .highTom].contains(self)
  }
}
