import Foundation
import Testing
import Weights

@Suite struct TensorFileTests {
  private func error(_ bytes: [UInt8]) -> WeightsError? {
    do throws(WeightsError) {
      _ = try TensorFile(bytes: bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test("tensors of every type, their shapes and the texts are read")
  func sound() throws {
    let file = try TensorFile(bytes: TensorBytes.sound.bytes)
    #expect(file.tensors.count == 4)
    #expect(file.metadata == ["format": "test", "about": "a \"b\" é \n"])
    #expect(file.tensors["singles"]?.singles() == [1, -2, 0.5, 65_504])
    #expect(file.tensors["singles"]?.shape == [2, 2])
    #expect(file.tensors["words"]?.words() == [Int32(bitPattern: 0x8000_0001)])
    #expect(file.tensors["words"]?.singles() == nil)
    #expect(file.tensors["halves"]?.count == 3)
    #expect(file.tensors["bytes"].map { Array($0.bytes) } == [127, 129, 0])
    for tensor in file.tensors.values { #expect(tensor.firstWrongNumber() == nil) }
  }

  @Test("an empty header, an empty tensor and a single number are right")
  func edges() throws {
    #expect(try TensorFile(bytes: TensorBytes.file(header: "{}")).tensors.isEmpty)
    var file = TensorBytes()
    file.add("none", "F32", [0, 7], [])
    file.add("one", "I8", [], [5])
    let found = try TensorFile(bytes: file.bytes)
    #expect(found.tensors["none"]?.count == 0)
    #expect(found.tensors["one"]?.shape == [])
  }

  /// Each way in which a file can be wrong.
  static let hostile: [(name: String, bytes: [UInt8], error: WeightsError)] = [
    ("empty", [], .truncatedHeader(needed: 8, found: 0)),
    ("seven bytes", [1, 0, 0, 0, 0, 0, 0], .truncatedHeader(needed: 8, found: 7)),
    (
      "a header that ends early", TensorBytes.length(100) + Array("{}".utf8),
      .truncatedHeader(needed: 108, found: 10)
    ),
    (
      "a header of all memory", TensorBytes.length(.max) + Array("{}".utf8),
      .headerTooLong(bytes: .max, limit: TensorFile.headerLimit)
    ),
    (
      "a header a byte too long", TensorBytes.length(1 << 20 + 1),
      .headerTooLong(bytes: 1 << 20 + 1, limit: TensorFile.headerLimit)
    ),
    (
      "no object", TensorBytes.file(header: "[]"),
      .malformedHeader(offset: 0, expected: "{")
    ),
    (
      "a nesting bomb", TensorBytes.file(header: "{\"a\":{\"shape\":" + deep + "}}"),
      .malformedHeader(offset: 15, expected: "a whole number")
    ),
    (
      "bytes after the header", TensorBytes.file(header: "{}x"),
      .malformedHeader(offset: 2, expected: "the end")
    ),
    (
      "an unclosed text", TensorBytes.file(header: "{\"aaaaaa"),
      .malformedHeader(offset: 8, expected: "\"")
    ),
    (
      "a text that is no UTF-8",
      TensorBytes.length(8) + [0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x7D, 32, 32],
      .malformedHeader(offset: 5, expected: "UTF-8")
    ),
    (
      "half a surrogate", TensorBytes.file(header: "{\"\\ud800\":1}"),
      .malformedHeader(offset: 8, expected: "a character")
    ),
    (
      "a negative offset", one("F32", [2], "-8,0"),
      .malformedHeader(offset: 48, expected: "a whole number")
    ),
    (
      "a number beyond all files", one("F32", [2], "0,99999999999999999999"),
      .malformedHeader(offset: 65, expected: "a smaller number")
    ),
    (
      "three offsets", one("F32", [2], "0,4,8"),
      .malformedHeader(offset: 54, expected: "two offsets")
    ),
    (
      "an unknown member", TensorBytes.file(header: "{\"a\":{\"x\":1}}"),
      .malformedHeader(offset: 10, expected: "dtype, shape or data_offsets")
    ),
    (
      "a missing shape",
      TensorBytes.file(header: "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,0]}}"),
      .malformedHeader(offset: 41, expected: "dtype, shape and data_offsets")
    ),
    (
      "a tensor that stands twice", twice(0, 8, 8, 16, name: "a"), .repeatedName("a")
    ),
    (
      "a type of no weight", one("BF16", [2], "0,8"), .unknownType(tensor: "a", type: "BF16")
    ),
    (
      "nine axes", one("F32", [1, 1, 1, 1, 1, 1, 1, 1, 1], "0,8"), .shapeTooLarge(tensor: "a")
    ),
    (
      "a shape beyond all memory", one("F32", [1 << 40, 1 << 40], "0,8"),
      .shapeTooLarge(tensor: "a")
    ),
    (
      "a shape that needs more", one("F32", [3], "0,8"),
      .wrongLength(tensor: "a", needed: 12, found: 8)
    ),
    (
      "offsets the wrong way round", one("F32", [2], "8,0"),
      .outsideFile(tensor: "a", end: 8, available: 8)
    ),
    (
      "a tensor beyond the end", one("F32", [4], "0,16"),
      .outsideFile(tensor: "a", end: 16, available: 8)
    ),
    ("two tensors in one place", twice(0, 8, 0, 8), .overlap(tensor: "b", other: "a")),
    ("two tensors that overlap", twice(0, 8, 4, 12), .overlap(tensor: "b", other: "a")),
    ("a hole", twice(0, 8, 12, 20), .unusedBytes(offset: 128, count: 4)),
    ("bytes at the end", one("F32", [1], "0,4"), .unusedBytes(offset: 68, count: 4)),
    (
      "numbers between their places",
      {
        var file = TensorBytes()
        file.add("x", "I8", [1], [0])
        file.add("a", "F32", [1], [0, 0, 0, 0])
        return file.bytes
      }(), .misaligned(tensor: "a", offset: 121)
    ),
  ]

  private static let deep = String(repeating: "[", count: 100_000)

  private static func one(_ type: String, _ shape: [Int], _ offsets: String) -> [UInt8] {
    let shape = "[" + shape.map(String.init).joined(separator: ",") + "]"
    return TensorBytes.file(
      header: "{\"a\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":[\(offsets)]}}",
      data: [UInt8](repeating: 0, count: 8))
  }

  private static func twice(
    _ begin: Int, _ end: Int, _ secondBegin: Int, _ secondEnd: Int, name: String = "b"
  ) -> [UInt8] {
    TensorBytes(
      entries: [
        .init(name: "a", begin: begin, end: end),
        .init(name: name, begin: secondBegin, end: secondEnd),
      ], data: [UInt8](repeating: 0, count: max(end, secondEnd))
    ).bytes
  }

  @Test("each way to be wrong is refused with its reason", arguments: hostile.indices)
  func refused(index: Int) {
    let (name, bytes, expected) = Self.hostile[index]
    let found = error(bytes)
    #expect(found == expected, "\(name): \(found.map { "\($0)" } ?? "read")")
    #expect(found.map { !$0.description.isEmpty && $0.hint.hasSuffix(".") } == true)
  }

  @Test("more tensors than any model has are refused")
  func tooMany() {
    var file = TensorBytes()
    for index in 0...4096 { file.add("t\(index)", "I8", [0], []) }
    #expect(error(file.bytes) == .tooManyTensors(limit: 4096))
  }

  @Test("a file that is cut anywhere is refused")
  func cut() {
    let whole = TensorBytes.sound.bytes
    for count in 0..<whole.count {
      #expect(error(Array(whole.prefix(count))) != nil, "\(count) of \(whole.count) bytes")
    }
  }

  @Test("whatever bytes are changed, a file is refused or its tensors lie within it")
  func fuzz() throws {
    var random = SeededBytes(seed: 11)
    let sound = TensorBytes.sound.bytes
    var accepted = 0
    for round in 0..<20_000 {
      var bytes = sound
      for _ in 0...random.below(4) {
        switch random.below(4) {
        case 0: bytes[random.below(bytes.count)] = UInt8(random.below(256))
        case 1: bytes[random.below(bytes.count)] ^= 1 << UInt8(random.below(8))
        case 2: bytes.remove(at: random.below(bytes.count))
        default: bytes.insert(UInt8(random.below(256)), at: random.below(bytes.count))
        }
      }
      guard let file = try? TensorFile(bytes: bytes) else { continue }
      accepted += 1
      for (name, tensor) in file.tensors {
        let needed = tensor.shape.reduce(tensor.type.size, *)
        #expect(
          tensor.range.count == needed && tensor.range.upperBound <= bytes.count,
          "seed 11, round \(round), \(name)")
        _ = tensor.firstWrongNumber()
      }
    }
    #expect((100..<19_000).contains(accepted), "\(accepted) accepted")
  }

  @Test("a file on disk is mapped, and what cannot be mapped is refused")
  func paths() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "sound.safetensors").path
    try Data(TensorBytes.sound.bytes).write(to: URL(filePath: path))
    #expect(try TensorFile(path: path).tensors.count == 4)
    func error(_ path: String) -> WeightsError? {
      do throws(WeightsError) {
        _ = try TensorFile(path: path)
        return nil
      } catch {
        return error
      }
    }
    #expect(error(path + "x") == .notFound(path: path + "x"))
    #expect(error(folder.path) == .notAFile(path: folder.path))
    let large = folder.appending(path: "large").path
    #expect(FileManager.default.createFile(atPath: large, contents: nil))
    let handle = try FileHandle(forWritingTo: URL(filePath: large))
    try handle.truncate(atOffset: UInt64(TensorFile.lengthLimit) + 1)
    #expect(
      error(large)
        == .fileTooLong(bytes: TensorFile.lengthLimit + 1, limit: TensorFile.lengthLimit))
    try handle.truncate(atOffset: 0)
    #expect(error(large) == .truncatedHeader(needed: 8, found: 0))
    try handle.close()
  }

  @Test(
    "what is no weight is found",
    arguments: [
      ("F32", TensorBytes.singles([1, .nan]), 1), ("F32", TensorBytes.singles([.infinity, 1]), 0),
      ("F32", TensorBytes.singles([0, -65_505]), 1), ("F16", [0, 0, 0, 0x7C], 1),
      ("F16", [1, 0xFE, 0, 0], 0),
    ] as [(String, [UInt8], Int)])
  func wrongNumbers(type: String, bytes: [UInt8], index: Int) throws {
    var file = TensorBytes()
    file.add("a", type, [2], bytes)
    let found = try TensorFile(bytes: file.bytes)
    #expect(found.tensors["a"]?.firstWrongNumber() == index)
    #expect(throws: WeightsError.wrongNumber(tensor: "a", index: index)) {
      try found.tensor("a", [.single, .half], [2])
    }
  }

  @Test("a tensor is asked for by name, type and shape")
  func asked() throws {
    let file = try TensorFile(bytes: TensorBytes.sound.bytes)
    #expect(try file.tensor("bytes", [.half, .int8], [1, 3]).type == .int8)
    #expect(throws: WeightsError.missingTensor(name: "x")) { try file.tensor("x", [.int8], [1]) }
    #expect(throws: WeightsError.wrongType(tensor: "bytes", found: .int8, allowed: [.half])) {
      try file.tensor("bytes", [.half], [1, 3])
    }
    #expect(throws: WeightsError.wrongShape(tensor: "bytes", found: [1, 3], expected: [3, 1])) {
      try file.tensor("bytes", [.int8], [3, 1])
    }
  }
}

/// Seeded whole numbers for damage (SplitMix64).
struct SeededBytes {
  private var counter: UInt64

  init(seed: UInt64) { counter = seed }

  mutating func below(_ count: Int) -> Int {
    counter &+= 0x9E37_79B9_7F4A_7C15
    var z = counter
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(count))
  }
}
