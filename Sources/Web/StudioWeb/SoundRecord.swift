import Foundation
import Studio
import Synchronization

/// Which state of each project its sound files were made from.
///
/// Kept in a file of the library. A project that it does not know was rendered by the command line,
/// which leaves sound and notes alike: there the times of the files tell.
final class SoundRecord: Sendable {
  /// How the sound of a project stands to its notes.
  enum State: String, Codable, Sendable {
    /// There is none.
    case none
    /// It was made of an earlier state.
    case stale
    /// It is that of the current state.
    case ready
  }

  private let path: String
  private let states: Mutex<[String: Int64]>

  init(_ library: SongLibrary) {
    path = library.ownFolder + "/sound.json"
    let data = FileManager.default.contents(atPath: path) ?? Data()
    states = Mutex((try? JSONDecoder().decode([String: Int64].self, from: data)) ?? [:])
  }

  /// Notes that the files of a project were made from a state.
  func rendered(_ id: String, state: Int64) {
    let all = states.withLock { states in
      states[id] = state
      return states
    }
    try? FileManager.default.createDirectory(
      atPath: PathName(path).parent, withIntermediateDirectories: true)
    guard let text = try? JSONText.pretty(all) else { return }
    try? Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
  }

  func state(of id: String, _ project: Project, at stand: ProjectStand) -> State {
    let stems = "\(project.folder)/\(SongFiles.stems)"
    guard let made = Self.time(of: stems) else { return .none }
    if let known = states.withLock({ $0[id] }) { return known == stand.state ? .ready : .stale }
    guard let changed = Self.time(of: project.file.path) else { return .stale }
    // The command line stores the notes and then renders; composing does both within seconds.
    return changed <= made + 5 ? .ready : .stale
  }

  private static func time(of path: String) -> Double? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970
  }
}
