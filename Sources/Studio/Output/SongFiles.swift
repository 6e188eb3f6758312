import AudioFiles

/// The names of a song's files inside its folder.
public enum SongFiles {
  /// The whole score as MIDI.
  public static let score = "score.mid"
  /// The folder of one MIDI file a part.
  public static let parts = "parts"
  /// The folder of stems and effect returns.
  public static let stems = "stems"
  /// The name of the master, without extension.
  public static let master = "master"
  /// The report.
  public static let report = "report.json"

  /// The project's file for a song's folder.
  public static func project(name: String) -> String { "\(name).etude" }

  /// What the formats put directly into the folder, besides the project.
  static func names(of formats: [OutputFormat]) -> [String] {
    var names: [String] = []
    for format in formats {
      switch format {
      case .midi: names += [score, parts]
      case .stems: names.append(stems)
      default:
        if let audio = format.audio { names.append("\(master).\(audio.fileExtension)") }
      }
    }
    return names
  }
}
