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

  /// The usual names of the stems that reverb and delay give back, without extension.
  static let reverbReturn = "return-reverb", delayReturn = "return-delay"

  /// A name for a return beside stems of these ids: the usual one, numbered where a stem is called so.
  static func free(_ usual: String, besides ids: [String]) -> String {
    let taken = Set(ids.map { $0.lowercased() })
    var (name, number) = (usual, 1)
    while taken.contains(name.lowercased()) {
      number += 1
      name = "\(usual)-\(number)"
    }
    return name
  }

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
