public import Production

/// What is to be mixed, and how.
public struct MixRequest: Hashable, Codable, Sendable {
  /// A project, or a folder of stems.
  public var input: String
  /// The folder to write; nil for one beside the input.
  public var output: String?
  /// A mix plan to follow instead of a new one.
  public var plan: String?
  /// What stems are, by id.
  public var kinds: [String: StemKind]
  /// Stems that are wanted nearer, by id or name.
  public var forward: [String]
  /// Stems that are wanted farther.
  public var back: [String]
  /// Words such as "bring the vocal forward".
  public var focus: String?
  /// A style whose levels, room and loudness bare stems take.
  public var style: String?
  /// Whether a master is made.
  public var masters: Bool
  /// The loudness of the master in LUFS; nil for the style's, or -14.
  public var loudness: Double?
  /// Whether the processed stems are written, too.
  public var writesStems: Bool
  /// Whether nothing is written and nothing stored.
  public var isDry: Bool
  /// Whether files of the same name are replaced.
  public var replaces: Bool
  /// A SoundFont for projects; nil for the usual.
  public var soundFont: String?

  /// Makes a request.
  public init(
    input: String, output: String? = nil, plan: String? = nil, kinds: [String: StemKind] = [:],
    forward: [String] = [], back: [String] = [], focus: String? = nil, style: String? = nil,
    masters: Bool = true, loudness: Double? = nil, writesStems: Bool = false, isDry: Bool = false,
    replaces: Bool = false, soundFont: String? = nil
  ) {
    self.input = input
    self.output = output
    self.plan = plan
    self.kinds = kinds
    self.forward = forward
    self.back = back
    self.focus = focus
    self.style = style
    self.masters = masters
    self.loudness = loudness
    self.writesStems = writesStems
    self.isDry = isDry
    self.replaces = replaces
    self.soundFont = soundFont
  }
}

/// Why something cannot be mixed.
public enum MixRequestError: Error, Hashable, Sendable {
  /// Every stem is silent.
  case allSilent(folder: String)
  /// There are more stems than are mixed.
  case tooMany(folder: String, count: Int, limit: Int)
  /// A project was given with what only bare stems take.
  case onlyStems(option: String)
  /// A mix plan cannot be read; `key` names the place where one is known.
  case plan(path: String, key: String?, cause: String)
  /// A mix plan has no strip for a stem.
  case planLacks(path: String, stem: String)
  /// A file is given where a folder of stems or a project is needed.
  case isFile(path: String)
  /// A file to be written is one of the stems.
  case outputIsInput(path: String)
  /// Words of a focus name no stem or no direction.
  case focus(words: String, stems: [String])
}

/// The names of the files of a mix.
enum MixFiles {
  static let mix = "mix.wav"
  static let master = "master.wav"
  static let plan = "mix-plan.json"
  static let picture = "masking.png"
}
