/// Why bytes are no JUMBF boxes (ISO 19566-5) that are read; offsets count from the start of the store.
public enum JUMBFError: Error, Hashable, Sendable {
  /// A box says that it is longer than what holds it, or shorter than its own head.
  case badLength(offset: Int)
  /// A superbox does not begin with its description.
  case noDescription(offset: Int)
  /// A description is shorter than its type and toggles, or its label has no end.
  case badDescription(offset: Int)
  /// A label is no text, or holds a control character or one of `/ ; ? #`.
  case badLabel(offset: Int)
  /// Boxes lie more than `limit` deep in one another.
  case tooDeep(limit: Int)
  /// There are more than `limit` boxes.
  case tooMany(limit: Int)
  /// The bytes hold something else than one superbox.
  case notOneBox
}

/// A box of JUMBF: a superbox, or content.
public enum JUMBFBox: Hashable, Sendable {
  /// A box that holds boxes.
  case superbox(JUMBFSuperbox)
  /// Content of a type of four letters, such as `cbor`.
  case content(type: String, [UInt8])

  /// The bytes of the box with its head.
  var encoded: [UInt8] {
    switch self {
    case .superbox(let box): box.encoded
    case .content(let type, let content): JUMBFBox.box(type, content)
    }
  }

  /// A box: length with the head as 32 bits, type, payload.
  static func box(_ type: String, _ payload: [UInt8]) -> [UInt8] {
    let length = UInt32(clamping: payload.count + 8)
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + Array(type.utf8)
      + payload
  }
}

/// A superbox of JUMBF (`jumb`): a description with type and label, then boxes.
public struct JUMBFSuperbox: Hashable, Sendable {
  /// The 16 bytes of the type.
  public let type: [UInt8]
  /// The label; nil where there is none.
  public let label: String?
  /// What it holds behind its description.
  public let boxes: [JUMBFBox]
  /// Everything behind its own head of eight bytes: what hashed URIs hash (C2PA 8.4.2.3).
  public let payload: [UInt8]

  /// Makes a superbox with a type of four letters in the family of ISO 19566-5.
  public init(type: String, label: String, boxes: [JUMBFBox]) {
    self.type = JUMBFSuperbox.identifier(type)
    self.label = label
    self.boxes = boxes
    // Toggles 3: may be asked for by its label, which is there.
    let description = self.type + [3] + Array(label.utf8) + [0]
    payload = JUMBFBox.box("jumd", description) + boxes.flatMap(\.encoded)
  }

  /// A superbox with one content box, as claims, signatures and assertions are.
  public init(type: String, label: String, content: CBORValue) {
    self.init(type: type, label: label, boxes: [.content(type: "cbor", content.encoded)])
  }

  init(type: [UInt8], label: String?, boxes: [JUMBFBox], payload: [UInt8]) {
    self.type = type
    self.label = label
    self.boxes = boxes
    self.payload = payload
  }

  /// The bytes of the box with its head.
  public var encoded: [UInt8] { JUMBFBox.box("jumb", payload) }

  /// The superboxes inside.
  public var superboxes: [JUMBFSuperbox] {
    boxes.compactMap { if case .superbox(let box) = $0 { box } else { nil } }
  }

  /// The content of the first content box of a type.
  public func content(_ type: String) -> [UInt8]? {
    for case .content(type, let content) in boxes { return content }
    return nil
  }

  /// Whether it has a type of four letters.
  public func isType(_ letters: String) -> Bool { type == JUMBFSuperbox.identifier(letters) }

  /// The UUID of a type: its letters, then `0011-0010-8000-00AA00389B71`.
  static func identifier(_ letters: String) -> [UInt8] {
    Array(letters.utf8)
      + [0x00, 0x11, 0x00, 0x10, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71]
  }
}
