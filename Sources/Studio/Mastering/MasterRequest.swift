public import AudioFiles
public import Production

/// What is to be mastered, how, and where it goes.
public struct MasterRequest: Sendable {
  /// How loud the tracks of an album are against each other.
  public enum AlbumLoudness: String, CaseIterable, Codable, Sendable {
    /// The loudest track gets the target, the others stay as much softer as they were: one gain for all.
    case kept
    /// Every track gets the target.
    case levelled
  }

  /// The words that go into the files.
  public struct Metadata: Hashable, Sendable {
    /// The title, for a single track; an album's tracks keep their own or take the names of their files.
    public var title: String?
    /// Who made it.
    public var artist: String?
    /// The album.
    public var album: String?
    /// The ISRC of each track.
    public var isrc: [String]

    /// Makes metadata.
    public init(
      title: String? = nil, artist: String? = nil, album: String? = nil, isrc: [String] = []
    ) {
      self.title = title
      self.artist = artist
      self.album = album
      self.isrc = isrc
    }
  }

  /// The loudness in LUFS, the true peak in dBTP and the intensity that may be asked for.
  public static let loudnesses = -40.0...(-5), ceilings = -20.0...0, intensities = 0.0...100

  /// Audio files, projects, or folders of audio files.
  public var inputs: [String]
  /// A file, whose extension says the format, or a folder.
  public var output: String
  /// What the master shall be.
  public var intent: MasterIntent
  /// A name of `targets.yaml`, which sets loudness and ceiling where they are not named.
  public var target: String?
  /// Whether a person named the ceiling.
  public var isCeilingNamed: Bool
  /// The tracks are an album, in the order given.
  public var isAlbum: Bool
  /// How loud they are against each other.
  public var albumLoudness: AlbumLoudness
  /// Silence behind each track but the last, in seconds; nil leaves the ends.
  public var gap: Double?
  /// The words in the files.
  public var metadata: Metadata
  /// The format in a folder; nil for 24-bit WAVE.
  public var format: AudioFormat?
  /// Whether input and master are also written at equal loudness.
  public var writesComparison: Bool
  /// Whether files that stand there are replaced.
  public var isReplacing: Bool
  /// A plan to master by instead of making one.
  public var planFile: String?
  /// Whether peaks behind lossy codecs are measured.
  public var previewsCodecs: Bool
  /// A file of its own for the report as JSON; nil for none.
  public var report: String?

  /// Makes a request.
  public init(
    inputs: [String], output: String, intent: MasterIntent = MasterIntent(), target: String? = nil,
    isCeilingNamed: Bool = false, isAlbum: Bool = false, albumLoudness: AlbumLoudness = .kept,
    gap: Double? = nil, metadata: Metadata = Metadata(), format: AudioFormat? = nil,
    writesComparison: Bool = false, isReplacing: Bool = false, planFile: String? = nil,
    previewsCodecs: Bool = true, report: String? = nil
  ) {
    self.inputs = inputs
    self.output = output
    self.intent = intent
    self.target = target
    self.isCeilingNamed = isCeilingNamed
    self.isAlbum = isAlbum
    self.albumLoudness = albumLoudness
    self.gap = gap
    self.metadata = metadata
    self.format = format
    self.writesComparison = writesComparison
    self.isReplacing = isReplacing
    self.planFile = planFile
    self.previewsCodecs = previewsCodecs
    self.report = report
  }
}

/// Why a mastering could not begin.
public enum MasterRequestError: Error, Hashable, Sendable {
  /// Nothing was given to master.
  case noInput
  /// Several tracks need a folder, not a file.
  case needsFolder(output: String, tracks: Int)
  /// The output's extension names no format that is written.
  case unknownFormat(path: String, known: [String])
  /// A file to be written is one of the inputs.
  case outputIsInput(path: String)
  /// A file to be written is a reference or the plan that is followed.
  case outputIsRead(path: String)
  /// The report is to go where another file of the same run goes.
  case reportIsOutput(path: String)
  /// A reference is the input itself, or sounds exactly like it.
  case referenceIsInput(path: String)
  /// An ISRC does not have two letters, three letters or digits, and seven digits (ISO 3901).
  case badISRC(String)
  /// There are not as many codes as tracks.
  case isrcCount(codes: Int, tracks: Int)
  /// A plan serves one track.
  case planForSeveral(tracks: Int)
  /// A plan cannot be read.
  case unreadablePlan(path: String, cause: String)
}

/// What a mastering made.
public struct MasterResult: Sendable, Encodable {
  /// The album as one programme.
  public struct Album: Hashable, Sendable, Encodable {
    /// The loudness of all tracks together, pooled and gated once.
    public var loudness: Double?
    /// How the tracks' loudness was set, in a sentence.
    public var rule: String
  }

  /// The tracks in order.
  public var tracks: [MasterDelivery]
  /// The album; nil for single tracks.
  public var album: Album?
  /// All files, the report included where one was written.
  public var files: [String]
}
