import Music
public import Production
import Reviewing

extension Song {
  /// Every hard wish of the song, kept or not; locks where an earlier state is given.
  public func certificate(since earlier: Song? = nil) -> Certificate {
    Certifier(brief: brief, score: score, plan: plan).certificate(
      locks: locks, before: earlier.map { ($0.score, $0.locks) })
  }
}

extension Project {
  /// The certificate of the current song; locked bars are compared with the state in which they
  /// were locked.
  ///
  /// Throws `ProjectError`.
  public func certificate() throws(ProjectError) -> Certificate {
    try file.certificate()
  }
}

extension ProjectFile {
  /// The certificate of the current song.
  func certificate() throws(ProjectError) -> Certificate {
    let song = try song()
    guard !song.locks.isEmpty else { return song.certificate() }
    return song.certificate(since: try earliest { $0.locks.count == song.locks.count })
  }
}
