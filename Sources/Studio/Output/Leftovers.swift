import Foundation

/// What processes that were killed left behind: unfinished files with the number of their process in the name.
enum Leftovers {
  /// Removes unfinished files from a folder that anybody may use: those of `AudioFiles`, `.etude-PID-N.part`.
  static func sweepParts(in folder: String) {
    sweep(folder) { name in
      guard name.hasPrefix(".etude-"), name.hasSuffix(".part") else { return nil }
      return name.split(separator: "-").dropFirst().first
    }
  }

  /// Removes unfinished work from a folder of the cache: scratch files, hidden folders and unfinished files.
  static func sweepScratch(in folder: String) {
    sweepParts(in: folder)
    sweep(folder) { name in
      if ["mix-", "master-"].contains(where: name.hasPrefix) {
        return name.split(separator: "-").dropFirst().first
      }
      guard name.hasPrefix(".") else { return nil }
      let parts = name.split(separator: "-")
      return parts.dropLast().last?.hasSuffix(".partial") == true ? parts.last : nil
    }
  }

  /// Removes what `owner` finds the process of in its name, if that does not run any more.
  private static func sweep(_ folder: String, owner: (String) -> Substring?) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      guard let process = owner(name).flatMap({ Int32($0) }), process > 0, process != getpid(),
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
  }
}
