import AudioFiles
import Foundation
import Mixing
import Production
import Signal

/// The inputs of a mastering, and the names of what is made of them.
struct MasterTracks {
  /// One track.
  struct Track {
    /// The file that is read: the input, or what a project was mixed to.
    var path: String
    /// The input as it was given.
    var input: String
    /// The name without extension under which its master is written into a folder.
    var name: String
    /// The tags of a project; nil reads the file's.
    var tags: AudioTags?
  }

  /// Files by their names: inputs that are folders are opened, unless they hold a project.
  static func files(_ inputs: [String]) throws -> [String] {
    var files: [String] = []
    for input in inputs {
      guard FileAccess.isFolder(input), !holdsProject(input) else {
        files.append(input)
        continue
      }
      files += try AudioIntake.files(inFolder: input).files
    }
    guard !files.isEmpty else { throw MasterRequestError.noInput }
    return files
  }

  /// Whether a path is a project or the folder of one.
  static func isProject(_ path: String) -> Bool {
    FileAccess.isFolder(path) || path.lowercased().hasSuffix(".etude")
  }

  private static func holdsProject(_ folder: String) -> Bool {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.contains { $0.hasSuffix(".etude") }
  }

  /// Names for a folder: those of the files, numbered where two are the same.
  static func names(_ paths: [String]) -> [String] {
    var taken: Set<String> = []
    return paths.map { path in
      let stem = PathName(path).named.stem
      var name = stem
      var number = 2
      while !taken.insert(name.lowercased()).inserted {
        name = "\(stem) \(number)"
        number += 1
      }
      return name
    }
  }

  /// The format that a file's extension names; `ogg` holds Opus.
  static func format(of path: String) throws(MasterRequestError) -> AudioFormat {
    let name = PathName(path).last
    let fileExtension = name.contains(".") ? String(name.split(separator: ".").last ?? "") : ""
    if ["ogg", "oga"].contains(fileExtension.lowercased()) { return .opus }
    guard let format = AudioFormat(fileExtension: fileExtension) else {
      throw .unknownFormat(path: path, known: ["wav", "flac", "mp3", "opus", "ogg"])
    }
    return format
  }

  /// Whether an output names a folder: one that exists, a path with a slash at its end, or a name without extension.
  static func isFolder(_ output: String) -> Bool {
    FileAccess.isFolder(output) || output.hasSuffix("/") || !PathName(output).last.contains(".")
  }

  /// Checks the form of an ISRC and writes it without hyphens (ISO 3901).
  static func isrc(_ text: String) throws(MasterRequestError) -> String {
    let code = text.uppercased().filter { $0 != "-" && $0 != " " }
    let characters = Array(code.unicodeScalars)
    let isLetter = { (scalar: Unicode.Scalar) in ("A"..."Z").contains(scalar) }
    let isDigit = { (scalar: Unicode.Scalar) in ("0"..."9").contains(scalar) }
    guard characters.count == 12, characters[0..<2].allSatisfy(isLetter),
      characters[2..<5].allSatisfy({ isLetter($0) || isDigit($0) }),
      characters[5...].allSatisfy(isDigit)
    else { throw .badISRC(text) }
    return code
  }
}
