import Crypto
import Foundation
import Music
import Production

/// A song cut into the values that a project stores, by slot name.
///
/// Scores and performances are stored part by part, so that a change of one part stores that part
/// alone: equal values share one row by their SHA-256.
struct SongSlots {
  /// The SHA-256 of each slot's value, in hexadecimal.
  var digests: [String: String]
  /// Values by their digests, as canonical JSON with sorted keys; those that are stored already may be
  /// left out.
  var data: [String: Data]

  /// A value as it stands in a slot.
  typealias Value = Encodable & Hashable & Sendable

  private static let score = "score"
  private static let performance = "performance"

  /// Takes what was read.
  init(digests: [String: String], data: [String: Data]) {
    self.digests = digests
    self.data = data
  }

  /// Cuts a song; values that a known song has as well are not written again.
  init(_ song: Song, keeping known: KnownSong? = nil) throws {
    self.init(digests: [:], data: [:])
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let old = Dictionary(
      known.map { Self.values(of: $0.song) } ?? [], uniquingKeysWith: { _, last in last })
    for (slot, value) in Self.values(of: song) {
      if let digest = known?.digests[slot], let old = old[slot], Self.isSame(value, old) {
        digests[slot] = digest
        continue
      }
      let bytes = try encoder.encode(value)
      let digest = SHA256.hash(data: bytes).hexadecimal
      digests[slot] = digest
      data[digest] = bytes
    }
  }

  /// The values of a song by their slots.
  static func values(of song: Song) -> [(slot: String, value: any Value)] {
    var frame = song.score
    frame.parts = frame.parts.map { part in
      Part(id: part.id, name: part.name, role: part.role, instrument: part.instrument)
    }
    var played = song.performance
    played.parts = played.parts.map { PerformedPart(id: $0.id, notes: []) }
    var values: [(slot: String, value: any Value)] = [
      ("brief", song.brief), ("style", song.style), ("plan", song.plan), (score, frame),
      (performance, played), ("locks", song.locks), ("settings", song.settings),
    ]
    for part in song.score.parts { values.append(("\(score):\(part.id)", part.notes)) }
    for part in song.performance.parts { values.append(("\(performance):\(part.id)", part)) }
    if let mix = song.mix { values.append(("mix", mix)) }
    return values
  }

  private static func isSame(_ value: some Value, _ other: any Value) -> Bool {
    func isEqual<Stored: Value>(_ value: Stored) -> Bool { other as? Stored == value }
    return isEqual(value)
  }

  private func get<Stored: Decodable & Sendable>(
    _ type: Stored.Type, _ slot: String, _ cache: inout SlotCache
  ) throws(ProjectError) -> Stored {
    guard let digest = digests[slot] else {
      throw .damagedValue(slot: slot, cause: "the value is missing")
    }
    return try cache.value(digest) { () throws(ProjectError) -> Stored in
      guard let bytes = data[digest] else {
        throw .damagedValue(slot: slot, cause: "the value is missing")
      }
      return try SongSlots.decoded(type, slot, bytes, digest)
    }
  }

  private static func decoded<Stored: Decodable>(
    _ type: Stored.Type, _ slot: String, _ bytes: Data, _ digest: String
  ) throws(ProjectError) -> Stored {
    guard SHA256.hash(data: bytes).hexadecimal == digest else {
      throw .damagedValue(slot: slot, cause: "the value does not match its digest")
    }
    do {
      return try JSONDecoder().decode(type, from: bytes)
    } catch let error as DecodingError {
      let fault = DecodingFault(error, like: "those of other projects")
      throw .damagedValue(
        slot: slot,
        cause: fault.map { "\($0.key) should be \($0.expected)" }
          ?? DecodingFault.cause(in: bytes))
    } catch {
      throw .damagedValue(slot: slot, cause: "\(error)")
    }
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
      mix: digests["mix"] == nil ? nil : try get(MixPlan.self, "mix", &cache),
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
