public import Production

/// What a job is to do.
///
/// No order names a path: projects are meant by their ids in the library.
public enum JobOrder: Hashable, Codable, Sendable {
  /// Songs from words.
  case compose(ComposeOrder)
  /// Songs like others.
  case more(projects: [String], variations: Int)
  /// A song of two.
  case blend(first: String, second: String, share: Double)
  /// Bars of parts anew.
  case regenerate(
    project: String, bars: Range<Int>?, parts: [String], composer: ComposerChoice,
    controls: PlayerControls)
  /// Bars of parts varied.
  case vary(
    project: String, amount: Double, bars: Range<Int>?, parts: [String], composer: ComposerChoice)
  /// Bars after the last.
  case extend(project: String, bars: Int, style: String?)
  /// Parts that join.
  case accompany(project: String, parts: [String])
  /// Voices under a melody.
  case harmonize(project: String, style: String?)
  /// What the critique finds, mended.
  case mend(project: String)
  /// Files beside a project.
  case render(project: String, formats: [OutputFormat], remix: Bool)
  /// Files of an earlier state of a project, in a folder of its own.
  case export(project: String, state: Int64, formats: [OutputFormat])
  /// A master of a project, in a folder of its own.
  case master(project: String, MasterOrder)
  /// How near a project is to other music.
  case originality(project: String)
  /// Papers about who made what.
  case disclosure(project: String)
  /// How alike songs of the library are; all of them where none are named.
  case sameness(projects: [String])

  /// The order's kind in one word, as the interface calls it.
  public var kind: String {
    switch self {
    case .compose: "compose"
    case .more: "more"
    case .blend: "blend"
    case .regenerate: "regenerate"
    case .vary: "vary"
    case .extend: "continue"
    case .accompany: "accompany"
    case .harmonize: "harmonize"
    case .mend: "mend"
    case .render: "render"
    case .export: "export"
    case .master: "master"
    case .originality: "originality"
    case .disclosure: "disclosure"
    case .sameness: "sameness"
    }
  }

  /// The project that is worked on, by its id; nil for orders of new ones.
  public var project: String? {
    switch self {
    case .compose, .more, .blend, .sameness: nil
    case .regenerate(let project, _, _, _, _), .vary(let project, _, _, _, _),
      .extend(let project, _, _), .accompany(let project, _), .harmonize(let project, _),
      .mend(let project), .render(let project, _, _), .export(let project, _, _),
      .master(let project, _), .originality(let project), .disclosure(let project):
      project
    }
  }

  /// The bars and parts that are worked on, nil bars and no parts for all; nil where none are meant.
  public var place: (bars: Range<Int>?, parts: [String])? {
    switch self {
    case .regenerate(_, let bars, let parts, _, _), .vary(_, _, let bars, let parts, _):
      (bars, parts)
    default: nil
    }
  }

  /// Whether doing it a second time would change a project a second time.
  var changesProject: Bool {
    switch self {
    case .regenerate, .vary, .extend, .accompany, .harmonize, .mend: true
    case .compose, .more, .blend, .render, .export, .master, .originality, .disclosure, .sameness:
      false
    }
  }
}

/// An order for songs from words.
public struct ComposeOrder: Hashable, Codable, Sendable {
  /// What is wanted, in words.
  public var prompt: String
  /// Options by name, as the command line calls them; they win over the prompt.
  public var options: [String: String]
  /// The seed; nil to draw one.
  public var seed: UInt64?
  /// How many songs, 1...64.
  public var variations: Int
  /// The title; nil to make one.
  public var title: String?
  /// Whether sound is rendered.
  public var sound: Bool
  /// Who writes the notes.
  public var composer: ComposerChoice

  /// Makes an order.
  public init(
    prompt: String, options: [String: String] = [:], seed: UInt64? = nil, variations: Int = 1,
    title: String? = nil, sound: Bool = true, composer: ComposerChoice = .auto
  ) {
    self.prompt = prompt
    self.options = options
    self.seed = seed
    self.variations = variations
    self.title = title
    self.sound = sound
    self.composer = composer
  }
}

/// How a project is to be mastered.
public struct MasterOrder: Hashable, Codable, Sendable {
  /// The name of a delivery target, which sets loudness and ceiling where they are not named; nil for none.
  public var target: String?
  /// The loudness in LUFS; nil as the target says.
  public var loudness: Double?
  /// The highest true peak in dBTP; nil as the target says.
  public var ceiling: Double?
  /// How much may be changed, 0...100.
  public var intensity: Double
  /// The general sound.
  public var character: MasterIntent.Character
  /// Recordings beside the project to come near to, by name.
  public var references: [String]

  /// Makes an order.
  public init(
    target: String? = nil, loudness: Double? = nil, ceiling: Double? = nil,
    intensity: Double = 50, character: MasterIntent.Character = .balanced,
    references: [String] = []
  ) {
    self.target = target
    self.loudness = loudness
    self.ceiling = ceiling
    self.intensity = intensity
    self.character = character
    self.references = references
  }
}
