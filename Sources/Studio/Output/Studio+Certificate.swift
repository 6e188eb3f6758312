import Music
public import Production
import Reviewing

extension Song {
  /// Every hard wish of the song, kept or not; locked bars as an earlier state has them, where one
  /// is given.
  public func certificate(since earlier: Song? = nil) -> Certificate {
    var trail = LockTrail(score: score, locks: locks)
    if let earlier { trail.goBack(to: (earlier.score, earlier.locks)) }
    return Certifier(brief: brief, score: score, plan: plan).certificate(locks: trail)
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
    // Of what came from a file nobody asked anything, whatever an earlier version noted.
    let brief = try isImported() ? Brief() : song.brief
    var trail = LockTrail(score: song.score, locks: song.locks)
    if !trail.hasEnded {
      try visitAncestors { earlier in
        trail.goBack(to: (earlier.score, earlier.locks))
        return !trail.hasEnded
      }
    }
    return Certifier(brief: brief, score: song.score, plan: song.plan).certificate(locks: trail)
  }
}
