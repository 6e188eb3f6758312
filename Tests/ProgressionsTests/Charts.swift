import Foundation
import Music
import Production
import Progressions
import StyleFiles
import Weights

/// The chord model and the styles that ship with the program.
struct Charts {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  let model: ChordModel

  init() throws {
    model = try ChordModel(
      ChordFile(
        path: Self.root.appending(path: "Sources/Formats/Weights/Resources/\(ChordFile.name)").path)
    )
  }

  static func style(_ name: String) throws -> Style {
    let folder = root.appending(path: "Sources/Formats/StyleFiles/Resources").path
    return try StyleLibrary.load(folders: [folder]).style(named: name)
  }

  static func chords(_ text: String) throws -> [Chord] {
    try text.split(separator: " ").map { try Chord(symbol: String($0)) }
  }

  static let cMajor = Key(PitchName(.c), .major)
  static let aMinor = Key(PitchName(.a), .minor)
}
