package import Foundation

/// Looks for keys that a person wrote into a plan and that nothing reads, or that stand there twice.
///
/// A reader of JSON passes over both without a word, and the edit does nothing.
package enum PlanKeys {
  /// A key that does not do what its writer wants.
  package struct Fault: Hashable, Sendable {
    /// Where it stands: `moves[2].gian`.
    package var key: String
    /// What is wrong with it.
    package var cause: String
  }

  /// The first key of a text that is written twice in one object, or that no value like `value` has.
  ///
  /// `value` is what the text was read as, so the text is JSON. Keys that hold `null` say nothing and are
  /// let pass.
  package static func fault(in data: Data, readAs value: some Encodable) throws -> Fault? {
    if let twice = duplicate(in: [UInt8](data)) {
      return Fault(key: twice, cause: "this key stands there twice; leave one")
    }
    let given = try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
    let known = try JSONSerialization.jsonObject(
      with: JSONEncoder().encode(value), options: .fragmentsAllowed)
    return unknown(given, known, at: "")
  }

  private static func unknown(_ given: Any, _ known: Any, at path: String) -> Fault? {
    if let given = given as? [String: Any], let known = known as? [String: Any] {
      for key in given.keys.sorted() {
        guard let value = given[key], !(value is NSNull) else { continue }
        let place = path.isEmpty ? key : "\(path).\(key)"
        guard let own = known[key] else {
          return Fault(
            key: place,
            cause: "nothing reads this key; here are \(known.keys.sorted().joined(separator: ", "))"
          )
        }
        if let fault = unknown(value, own, at: place) { return fault }
      }
    }
    if let given = given as? [Any], let known = known as? [Any] {
      for (index, pair) in zip(given, known).enumerated() {
        if let fault = unknown(pair.0, pair.1, at: "\(path)[\(index)]") { return fault }
      }
    }
    return nil
  }

  /// An object or list that the scan is inside of.
  private struct Level {
    var isObject: Bool
    /// The keys so far, unescaped.
    var keys: Set<String> = []
    /// The key whose value comes, or comes next.
    var key = ""
    var index = 0
    /// Whether a text that comes is a key.
    var awaitsKey: Bool
  }

  /// The first key that an object of a JSON text has twice, with its path; nil where there is none.
  ///
  /// Keys count by what they mean, so that `"g\u0061in"` is `"gain"`. Of bytes that are no JSON the answer
  /// means nothing, but there is one. Costs one pass.
  package static func duplicate(in bytes: [UInt8]) -> String? {
    var levels: [Level] = []
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "{"): levels.append(Level(isObject: true, awaitsKey: true))
      case UInt8(ascii: "["): levels.append(Level(isObject: false, awaitsKey: false))
      case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = levels.popLast()
      case UInt8(ascii: ","):
        guard var level = levels.popLast() else { break }
        level.awaitsKey = level.isObject
        level.index += 1
        levels.append(level)
      case UInt8(ascii: "\""):
        let start = place - 1
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
          place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        place = min(place + 1, bytes.count)
        guard var level = levels.popLast() else { break }
        if level.awaitsKey {
          let text = bytes[start..<place]
          level.key =
            (try? JSONDecoder().decode(String.self, from: Data(text)))
            ?? String(decoding: text, as: UTF8.self)
          level.awaitsKey = false
          let isNew = level.keys.insert(level.key).inserted
          levels.append(level)
          if !isNew { return path(levels) }
        } else {
          levels.append(level)
        }
      default: break
      }
    }
    return nil
  }

  private static func path(_ levels: [Level]) -> String {
    levels.reduce("") { path, level in
      guard level.isObject else { return "\(path)[\(level.index)]" }
      return path.isEmpty ? level.key : "\(path).\(level.key)"
    }
  }
}
