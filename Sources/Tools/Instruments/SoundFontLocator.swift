#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Finds the SoundFont that instruments are played with.
///
/// What the user names is taken or refused, never replaced. Otherwise the search goes by the exact
/// file name, never by an alias such as `default-GM.sf2`, which may lead to other sounds elsewhere.
public struct SoundFontLocator: Hashable, Sendable {
  /// The file of the General MIDI sound set that the program is made with.
  public static let fileName = "FluidR3_GM.sf2"
  /// The folders in which systems keep SoundFonts, in the order of the search.
  public static let systemFolders = [
    "/usr/share/sounds/sf2", "/usr/share/soundfonts", "/usr/local/share/sounds/sf2",
    "/usr/local/share/soundfonts",
  ]

  /// The file that the user asks for, if any.
  public var requested: String?
  /// The file of the user's configuration, if any.
  public var configured: String?
  /// The folders that are searched for `fileName`.
  public var folders: [String]

  /// Makes a search.
  public init(
    requested: String? = nil, configured: String? = nil,
    folders: [String] = SoundFontLocator.systemFolders
  ) {
    self.requested = requested
    self.configured = configured
    self.folders = folders
  }

  /// The path of the SoundFont.
  ///
  /// Throws `soundFontNotFound` with every place that was searched, or `soundFontUnreadable` if the file
  /// there is not a SoundFont.
  public func locate() throws(InstrumentsError) -> String {
    if let named = requested ?? configured {
      try SoundFontLocator.check(named)
      return named
    }
    let places = folders.map { "\($0)/\(SoundFontLocator.fileName)" }
    guard let path = places.first(where: { access($0, F_OK) == 0 }) else {
      throw .soundFontNotFound(searched: places)
    }
    try SoundFontLocator.check(path)
    return path
  }

  /// Checks that a file begins as a SoundFont does, and is as long as it says.
  ///
  /// `RIFF`, a length, `sfbk`, then the list `INFO` (SoundFont 2.04, 4.1 and 4.2).
  static func check(_ path: String) throws(InstrumentsError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { throw .soundFontNotFound(searched: [path]) }
      throw .soundFontUnreadable(path: path)
    }
    defer { close(descriptor) }
    var head = [UInt8](repeating: 0, count: 24)
    var information = stat()
    guard pread(descriptor, &head, head.count, 0) == head.count,
      fstat(descriptor, &information) == 0,
      head.starts(with: "RIFF".utf8), head[8..<16].elementsEqual("sfbkLIST".utf8),
      head[20..<24].elementsEqual("INFO".utf8)
    else { throw .soundFontUnreadable(path: path) }
    let length = head[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length + 8 <= Int(information.st_size) else { throw .soundFontUnreadable(path: path) }
  }
}
