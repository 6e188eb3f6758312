import Foundation
import Music
import Production
import Studio

/// What was done to a project, oldest first, as `GET /api/projects/{id}/history` gives it.
///
/// Events are only ever added: each is written once, and what follows is read from the file alone.
struct HistoryDocument: Sendable {
  private struct Entry: Encodable {
    var id: Int64
    var verb: String
    var summary: String
    var actor: String
    @OrNull var time: Int64?
    var state: Int64
  }

  /// The last event that was written.
  private(set) var last: LedgerEvent?
  /// How many bytes the events take.
  private(set) var bytes = 0
  /// Each event as an object whose last brace is missing.
  private var entries: [(state: Int64, text: Data)] = []

  /// Writes more events down.
  mutating func append(_ events: [LedgerEvent]) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    for event in events {
      var isEngine = false
      if case .engine = event.actor { isEngine = true }
      let entry = Entry(
        id: event.id, verb: event.verb, summary: event.summary,
        actor: isEngine ? "engine" : "person", time: event.time, state: event.after.number)
      let text = try encoder.encode(entry).dropLast()
      entries.append((entry.state, Data(text)))
      bytes += text.count
    }
    last = events.last ?? last
  }

  /// The document, where a state is the current one.
  func json(current: Int64) -> Data {
    var json = Data(#"{"events":["#.utf8)
    json.reserveCapacity(bytes + entries.count * 20 + 16)
    for (index, entry) in entries.enumerated() {
      if index > 0 { json.append(UInt8(ascii: ",")) }
      json.append(entry.text)
      json.append(contentsOf: #","isCurrent":\#(entry.state == current)}"#.utf8)
    }
    json.append(contentsOf: "]}".utf8)
    return json
  }
}

/// Where two states of a song differ, as `GET /api/projects/{id}/compare` gives it.
struct ComparisonDocument: Encodable, Sendable {
  struct Bar: Encodable, Sendable {
    var bar: Int
    var removed: Int
    var added: Int
  }
  struct PartBars: Encodable, Sendable {
    var id: String
    var bars: [Bar]
  }
  var parts: [PartBars]
  var text: String

  init(from old: Song, to new: Song) {
    var ids = old.score.parts.map(\.id)
    for part in new.score.parts where !ids.contains(part.id) { ids.append(part.id) }
    parts = ids.compactMap { id in
      let bars = Self.bars(old.score, new.score, part: id)
      return bars.isEmpty ? nil : PartBars(id: id, bars: bars)
    }
    let count = parts.reduce(0) { $0 + $1.bars.count }
    text =
      count == 0
      ? "No note is different."
      : "\(count) bar\(count == 1 ? "" : "s") of \(parts.count) part\(parts.count == 1 ? "" : "s") differ."
  }

  private static func bars(_ old: Score, _ new: Score, part: String) -> [Bar] {
    var left: [Note: Int] = [:]
    for note in old.part(part)?.notes ?? [] { left[note, default: 0] += 1 }
    var bars: [Int: Bar] = [:]
    func count(_ note: Note, in score: Score, _ path: WritableKeyPath<Bar, Int>) {
      let bar = score.meters.bar(at: max(.zero, note.onset))
      bars[bar, default: Bar(bar: bar, removed: 0, added: 0)][keyPath: path] += 1
    }
    for note in new.part(part)?.notes ?? [] {
      if let spare = left[note], spare > 0 {
        left[note] = spare - 1
      } else {
        count(note, in: new, \.added)
      }
    }
    for (note, number) in left {
      for _ in 0..<number { count(note, in: old, \.removed) }
    }
    return bars.values.sorted { $0.bar < $1.bar }
  }
}

/// Chords that may stand on a bar, as `GET /api/projects/{id}/suggestions` gives them.
struct SuggestionsDocument: Encodable, Sendable {
  struct Suggestion: Encodable, Sendable {
    var chord: String
    var numeral: String
    var probability: Double
    var reason: String
    /// A close voicing around middle C, as MIDI numbers.
    var pitches: [Int]
  }
  var suggestions: [Suggestion]

  init(_ report: ChordReport) {
    suggestions = report.suggestions.map { found in
      Suggestion(
        chord: "\(found.chord)", numeral: "\(found.numeral)", probability: found.probability,
        reason: found.reason, pitches: Self.voicing(found.chord))
    }
  }

  private static func voicing(_ chord: Chord) -> [Int] {
    let bass = 36 + chord.lowest.pitchClass
    return [bass] + chord.pitchClasses.map { 55 + ($0 + 12 - 55 % 12) % 12 }.sorted()
  }
}
