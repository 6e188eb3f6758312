/// Writes files of tensors, right or wrong.
struct TensorBytes {
  /// One tensor as the header tells of it.
  struct Entry {
    var name: String
    var type = "F32"
    var shape: [Int] = [2]
    var begin: Int
    var end: Int
  }

  var entries: [Entry] = []
  var metadata: [(String, String)] = []
  var data: [UInt8] = []

  /// Adds a tensor after those before it.
  mutating func add(_ name: String, _ type: String, _ shape: [Int], _ bytes: [UInt8]) {
    entries.append(
      Entry(
        name: name, type: type, shape: shape, begin: data.count, end: data.count + bytes.count))
    data += bytes
  }

  /// The JSON header.
  var header: String {
    var members = entries.map { entry in
      "\"\(entry.name)\":{\"dtype\":\"\(entry.type)\",\"shape\":\(entry.shape),"
        + "\"data_offsets\":[\(entry.begin),\(entry.end)]}"
    }
    if !metadata.isEmpty {
      let texts = metadata.map { "\"\($0.0)\":\"\($0.1)\"" }.joined(separator: ",")
      members.insert("\"__metadata__\":{\(texts)}", at: 0)
    }
    return "{\(members.joined(separator: ","))}"
  }

  /// The file.
  var bytes: [UInt8] { Self.file(header: header, data: data) }

  /// A file of any header, padded to eight bytes as writers do.
  static func file(header: String, data: [UInt8] = []) -> [UInt8] {
    var text = Array(header.utf8)
    while text.count % 8 != 0 { text.append(0x20) }
    return length(UInt64(text.count)) + text + data
  }

  /// Eight bytes of a number, lowest first.
  static func length(_ number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
  }

  /// Four bytes of each number.
  static func singles(_ numbers: [Float]) -> [UInt8] {
    numbers.flatMap { number in
      (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * UInt32($0))) }
    }
  }

  /// A small right file of all types.
  static var sound: TensorBytes {
    var file = TensorBytes(metadata: [("format", "test"), ("about", "a \\\"b\\\" \\u00e9 \\n")])
    file.add("singles", "F32", [2, 2], singles([1, -2, 0.5, 65_504]))
    file.add("words", "I32", [1], [1, 0, 0, 128])
    file.add("halves", "F16", [3], [0x00, 0x3C, 0x01, 0x00, 0xFF, 0x7B])
    file.add("bytes", "I8", [1, 3], [127, 129, 0])
    return file
  }
}
