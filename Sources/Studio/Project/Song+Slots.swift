import Crypto
import Foundation
import Music
import Production

/// A song cut into the values that a project stores, by slot name.
///
/// Scores and performances are stored part by part, so that a change of one part stores that part
/// alone: equal values share one row by their SHA-256.
struct SongSlots {
  /// A stored value.
  struct Value: Hashable {
    /// The SHA-256 of the bytes, in hexadecimal.
    var digest: String
    /// Canonical JSON: sorted keys.
    var data: Data
  }

  var values: [String: Value] = [:]

  private static let score = "score"
  private static let performance = "performance"

  init(values: [String: Value]) { self.values = values }

  init(_ song: Song) throws {
    try put(song.brief, "brief")
    try put(song.style, "style")
    try put(song.plan, "plan")
    var frame = song.score
    frame.parts = frame.parts.map { part in
      Part(id: part.id, name: part.name, role: part.role, instrument: part.instrument)
    }
    try put(frame, SongSlots.score)
    for part in song.score.parts { try put(part.notes, "\(SongSlots.score):\(part.id)") }
    var played = song.performance
    played.parts = played.parts.map { PerformedPart(id: $0.id, notes: []) }
    try put(played, SongSlots.performance)
    for part in song.performance.parts { try put(part, "\(SongSlots.performance):\(part.id)") }
    if let mix = song.mix { try put(mix, "mix") }
    try put(song.locks, "locks")
    try put(song.settings, "settings")
  }

  private mutating func put(_ value: some Encodable, _ slot: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let data = try encoder.encode(value)
    values[slot] = Value(digest: SHA256.hash(data: data).hexadecimal, data: data)
  }

  private func get<Stored: Decodable>(
    _ type: Stored.Type, _ slot: String, _ cache: inout SlotCache
  ) throws(ProjectError) -> Stored {
    guard let value = values[slot] else {
      throw .damagedValue(slot: slot, cause: "the value is missing")
    }
    return try cache.value(value.digest) { () throws(ProjectError) -> Stored in
      try SongSlots.decoded(type, slot, value)
    }
  }

  private static func decoded<Stored: Decodable>(
    _ type: Stored.Type, _ slot: String, _ value: Value
  ) throws(ProjectError) -> Stored {
    guard SHA256.hash(data: value.data).hexadecimal == value.digest else {
      throw .damagedValue(slot: slot, cause: "the value does not match its digest")
    }
    do {
      return try JSONDecoder().decode(type, from: value.data)
    } catch let error as DecodingError {
      let fault = DecodingFault(error, like: "those of other projects")
      throw .damagedValue(
        slot: slot,
        cause: fault.map { "\($0.key) should be \($0.expected)" }
          ?? DecodingFault.cause(in: value.data))
    } catch {
      throw .damagedValue(slot: slot, cause: "\(error)")
    }
  }

  func song() throws(ProjectError) -> Song {
    var cache = SlotCache()
    return try song(cache: &cache)
  }

  /// The song, with values that were decoded before taken from a cache.
  func song(cache: inout SlotCache) throws(ProjectError) -> Song {
    var score = try get(Score.self, SongSlots.score, &cache)
    for index in score.parts.indices {
      let slot = "\(SongSlots.score):\(score.parts[index].id)"
      score.parts[index].notes = try get([Note].self, slot, &cache)
    }
    var performance = try get(Performance.self, SongSlots.performance, &cache)
    for index in performance.parts.indices {
      let slot = "\(SongSlots.performance):\(performance.parts[index].id)"
      performance.parts[index] = try get(PerformedPart.self, slot, &cache)
    }
    let song = Song(
      brief: try get(Brief.self, "brief", &cache), style: try get(Style.self, "style", &cache),
      plan: try get(Plan.self, "plan", &cache), score: score, performance: performance,
      mix: values["mix"] == nil ? nil : try get(MixPlan.self, "mix", &cache),
      locks: try get([Lock].self, "locks", &cache),
      settings: try get(SoundSettings.self, "settings", &cache))
    try SongCheck.check(song)
    return song
  }
}

extension Sequence<UInt8> {
  /// The bytes as small hexadecimal digits.
  var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in self {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
