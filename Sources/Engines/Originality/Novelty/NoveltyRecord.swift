import Crypto
import Foundation

/// What is remembered of one's recent outputs, so that new ones can be unlike them: features, the newest
/// last, and nothing by which a person or a song could be known.
///
/// At most ``kept`` are stored, of which the last ``window`` count. So every state that the record was in
/// while its newest ``kept`` - ``window`` outputs were made can be found again by its digest.
public struct NoveltyRecord: Hashable, Codable, Sendable {
  /// How many outputs are stored at most, and how many of them count.
  public static let kept = 64, window = 32
  /// The most bytes that a stored record may have.
  public static let limit = 32 << 20

  /// The stored outputs, the newest last.
  public private(set) var entries: [WorkFeatures]

  /// An empty record, or one of outputs in the order of their making.
  public init(_ entries: [WorkFeatures] = []) { self.entries = Array(entries.suffix(Self.kept)) }

  /// The outputs that count.
  public var recent: [WorkFeatures] { Array(entries.suffix(Self.window)) }

  /// A number that stands for the outputs that count: SHA-256 over theirs, in hexadecimal.
  public var digest: String { Self.digest(of: entries.suffix(Self.window)) }

  /// Adds an output; the oldest is forgotten when there are too many.
  public mutating func add(_ features: WorkFeatures) {
    entries.append(features)
    if entries.count > Self.kept { entries.removeFirst(entries.count - Self.kept) }
  }

  /// The record as it was when it had a digest; nil if it never had, or has forgotten.
  public func state(_ digest: String) -> NoveltyRecord? {
    for end in (0...entries.count).reversed() {
      // Of an older state the beginning may be forgotten: then it has another digest and isn't found.
      let past = entries[..<end].suffix(Self.window)
      if Self.digest(of: past) == digest { return NoveltyRecord(Array(past)) }
    }
    return nil
  }

  private static func digest(of entries: ArraySlice<WorkFeatures>) -> String {
    var hash = SHA256()
    for entry in entries { hash.update(data: entry.digest) }
    return hash.finalize().map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }.joined()
  }
}

extension WorkFeatures {
  /// SHA-256 over everything that is remembered of a piece.
  var digest: Data {
    var hash = SHA256()
    for aspect in Aspect.allCases {
      let bytes = self[aspect].bytes
      hash.update(data: Data("\(aspect.rawValue) \(bytes.count) ".utf8))
      hash.update(data: bytes)
    }
    let loops = loops.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }
    hash.update(data: Data("\(loops.joined(separator: ",")) \(groove ?? "") \(bars)".utf8))
    return Data(hash.finalize())
  }
}
