import Foundation
import Music
import Studio

/// The notes of a song, as `GET /api/projects/{id}/notes` gives them.
///
/// By part: onset, duration, pitch, velocity, index of the articulation. Written by hand: there are many,
/// and they are asked for after every step.
struct NotesDocument: Sendable {
  private struct Rows: Sendable {
    var notes: [Note]
    var json: Data
  }
  private var parts: [String: Rows] = [:]

  /// About how many bytes it takes.
  var bytes: Int { parts.values.reduce(0) { $0 + $1.json.count + $1.notes.count * 100 } }

  /// Writes a song's notes down; parts that another document has alike are taken from there.
  init(_ song: Song, like known: NotesDocument?) throws {
    for part in song.score.parts {
      if let rows = known?.parts[part.id], rows.notes == part.notes {
        parts[part.id] = rows
      } else {
        parts[part.id] = Rows(notes: part.notes, json: Self.rows(part.notes))
      }
    }
  }

  /// The document.
  func json(revision: Int64) throws -> Data {
    let names = try JSONText.line(Articulation.allCases.map(\.rawValue))
    var json = Data(#"{"articulations":\#(names),"parts":{"#.utf8)
    for (index, part) in parts.sorted(by: { $0.key < $1.key }).enumerated() {
      if index > 0 { json.append(UInt8(ascii: ",")) }
      json.append(contentsOf: "\(try JSONText.line(part.key)):".utf8)
      json.append(part.value.json)
    }
    json.append(contentsOf: #"},"revision":\#(revision)}"#.utf8)
    return json
  }

  private static func rows(_ notes: [Note]) -> Data {
    let names = Articulation.allCases
    let indices = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    var text = "["
    for (index, note) in notes.enumerated() {
      text += index == 0 ? "[" : ",["
      text += "\(number(note.onset)),\(number(note.duration)),\(note.pitch.number),"
      text += "\(note.velocity),\(indices[note.articulation] ?? 0)]"
    }
    return Data((text + "]").utf8)
  }

  private static func number(_ beat: Beat) -> String {
    beat.denominator == 1 ? "\(beat.numerator)" : "\(beat.value)"
  }
}
