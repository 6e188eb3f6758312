import Foundation

/// Why the configuration file could not be used.
public enum ConfigurationError: Error, Hashable, Sendable {
  /// The file is not JSON of the expected shape.
  case unreadable(path: String, cause: String)
  /// A value is out of its range.
  case outOfRange(path: String, key: String, got: String, allowed: String)
}

/// The user's configuration file: `config.json` in the configuration folder.
///
/// Every key is optional; options on the command line win over the file.
public struct StudioConfiguration: Hashable, Codable, Sendable {
  /// The SoundFont to use.
  public var soundFont: String?
  /// Frames a second of everything rendered: 44,100 or 48,000.
  public var sampleRate: Int?
  /// The loudness of masters in LUFS, -40...-5, where neither prompt nor option says one.
  public var loudness: Double?
  /// The folder in which new songs are made.
  public var outputFolder: String?
  /// The artist in the tags of exported files.
  public var artist: String?
  /// The most bytes that cached audio may take.
  public var cacheBytes: Int?
  /// Whether features of songs made with `--novel` are remembered; yes where it is not said.
  public var remembersOutputs: Bool?

  /// The file of the key that signs what is done to projects.
  public var signingKey: String?
  /// Whether the engine may write notes in projects that are imported; true where it is not said.
  public var ai: Bool?
  /// What is said of content credentials.
  public var credentials: CredentialConfiguration?

  /// Makes an empty configuration.
  public init() {}

  /// The file's place: `$XDG_CONFIG_HOME/etude/config.json`, else under `~/.config`.
  public static func path(environment: [String: String]) -> String {
    folder("XDG_CONFIG_HOME", "/.config", environment) + "/config.json"
  }

  /// The folder of the user's own styles, beside the configuration file.
  public static func stylesFolder(environment: [String: String]) -> String {
    folder("XDG_CONFIG_HOME", "/.config", environment) + "/styles"
  }

  /// The folder of the user's own presets, beside the configuration file.
  public static func presetsFolder(environment: [String: String]) -> String {
    folder("XDG_CONFIG_HOME", "/.config", environment) + "/presets"
  }

  /// The file of the key that signs what is done to projects, in a folder of its own beside the
  /// configuration file.
  public static func signingKey(environment: [String: String]) -> String {
    folder("XDG_CONFIG_HOME", "/.config", environment) + "/provenance/key.pem"
  }

  /// The folder of cached audio: `$XDG_CACHE_HOME/etude`, else under `~/.cache`.
  public static func cacheFolder(environment: [String: String]) -> String {
    folder("XDG_CACHE_HOME", "/.cache", environment)
  }

  /// The folder of what is remembered for the user: `$XDG_DATA_HOME/etude`, else under `~/.local/share`.
  public static func dataFolder(environment: [String: String]) -> String {
    folder("XDG_DATA_HOME", "/.local/share", environment)
  }

  private static func folder(
    _ variable: String, _ fallback: String, _ environment: [String: String]
  ) -> String {
    if let base = environment[variable], base.hasPrefix("/") { return base + "/etude" }
    return (environment["HOME"] ?? NSTemporaryDirectory()) + fallback + "/etude"
  }

  /// Reads the file; a missing file is an empty configuration.
  public static func load(environment: [String: String]) throws(ConfigurationError)
    -> StudioConfiguration
  {
    let path = path(environment: environment)
    guard let data = FileManager.default.contents(atPath: path) else {
      if FileAccess.isMissing(path) { return .init() }
      throw .unreadable(
        path: path, cause: FileAccess.isFolder(path) ? "it is a folder" : "permission denied")
    }
    var configuration: StudioConfiguration
    do {
      let known = Set(CodingKeys.allNames)
      let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
      if let key = object?.keys.sorted().first(where: { !known.contains($0) }) {
        throw ConfigurationError.unreadable(
          path: path,
          cause: "'\(key)' is not a key; keys are \(known.sorted().joined(separator: ", "))")
      }
      configuration = try JSONDecoder().decode(StudioConfiguration.self, from: data)
    } catch let error as ConfigurationError {
      throw error
    } catch {
      throw .unreadable(path: path, cause: "it is not JSON, or a value has the wrong type")
    }
    if let folder = configuration.outputFolder, folder.hasPrefix("~/") {
      configuration.outputFolder = (environment["HOME"] ?? "") + folder.dropFirst()
    }
    if let key = configuration.signingKey, key.hasPrefix("~/") {
      configuration.signingKey = (environment["HOME"] ?? "") + key.dropFirst()
    }
    if let bytes = configuration.cacheBytes, bytes < 0 {
      throw .outOfRange(path: path, key: "cacheBytes", got: "\(bytes)", allowed: "0 or more")
    }
    if let rate = configuration.sampleRate, ![44_100, 48_000].contains(rate) {
      throw .outOfRange(
        path: path, key: "sampleRate", got: "\(rate)", allowed: "44100 or 48000")
    }
    if let loudness = configuration.loudness, !(-40...(-5)).contains(loudness) {
      throw .outOfRange(path: path, key: "loudness", got: "\(loudness)", allowed: "-40...-5")
    }
    return configuration
  }

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case soundFont, sampleRate, loudness, outputFolder, artist, cacheBytes, remembersOutputs
    case signingKey, ai, credentials

    static var allNames: [String] { allCases.map(\.rawValue) }
  }
}
