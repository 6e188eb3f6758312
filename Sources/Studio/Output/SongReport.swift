import Music
public import Production

/// What was made: the object that `--json` prints and `report.json` holds.
public struct SongReport: Hashable, Sendable {
  /// The title.
  public var title: String
  /// The files written, the project first.
  public var files: [String]
  /// The seed.
  public var seed: UInt64
  /// What was understood.
  public var brief: Brief
  /// What was planned.
  public var plan: Plan
  /// Every hard wish, kept or not, as a checker apart from composing found it.
  public var certificate: Certificate
  /// How many bars.
  public var bars: Int
  /// Seconds to the last note-off.
  public var duration: Double
  /// The master's measurements; nil without sound.
  public var master: MasterReport?
  /// Seconds spent in each stage.
  public var stages: [String: Double]
  /// What the user should know.
  public var notices: [String]
  /// How near it is to other music; nil where that was not looked for.
  public var originality: OriginalityNote?
  /// The version of the program.
  public var version: String

  /// Makes a report of a song.
  public init(
    song: Song, certificate: Certificate, files: [String], master: MasterReport?,
    stages: [String: Double], notices: [String] = [], originality: OriginalityNote? = nil
  ) {
    title = song.score.title
    self.files = files
    seed = song.plan.seed
    brief = song.brief
    plan = song.plan
    self.certificate = certificate
    bars = song.score.bars
    duration = song.score.seconds
    self.master = master
    self.stages = stages
    self.originality = originality
    var told: Set<String> = []
    self.notices = (song.brief.notices + song.plan.notices + notices).filter {
      told.insert($0).inserted
    }
    version = EtudeVersion.current
  }
}

extension SongReport: Encodable {
  private enum CodingKeys: String, CodingKey {
    case title, files, seed, brief, plan, certificate, bars, duration, loudness, truePeak,
      loudnessRange
    case limiting, stages, notices, originality, version
  }

  /// Writes every key, with null for what was not measured; loudness in LUFS, true peak in dBTP.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(title, forKey: .title)
    try values.encode(files, forKey: .files)
    try values.encode(seed, forKey: .seed)
    try values.encode(brief, forKey: .brief)
    try values.encode(plan, forKey: .plan)
    try values.encode(certificate, forKey: .certificate)
    try values.encode(bars, forKey: .bars)
    try values.encode(duration, forKey: .duration)
    try values.encode(master?.loudness, forKey: .loudness)
    try values.encode(master?.truePeak, forKey: .truePeak)
    try values.encode(master?.range, forKey: .loudnessRange)
    try values.encode(master?.limiting, forKey: .limiting)
    try values.encode(stages, forKey: .stages)
    try values.encode(notices, forKey: .notices)
    try values.encode(originality, forKey: .originality)
    try values.encode(version, forKey: .version)
  }
}
