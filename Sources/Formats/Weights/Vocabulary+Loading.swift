public import Foundation

extension Vocabulary {
  /// The name of the vocabulary's file.
  public static let fileName = "vocabulary.json"

  /// Reads the vocabulary of a folder.
  public static func load(folder: String) throws(VocabularyError) -> Vocabulary {
    let path = folder.hasSuffix("/") ? folder + fileName : folder + "/" + fileName
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .missing(path: path)
    }
    return try Vocabulary(json: data)
  }

  /// Reads a vocabulary from JSON and checks that it is the one this program was made for: the
  /// fields in their order, names and bounds within their sizes, every event told once.
  public init(json: Data) throws(VocabularyError) {
    let file: File
    do {
      file = try JSONDecoder().decode(File.self, from: json)
    } catch {
      throw .unreadable(cause: Vocabulary.cause(of: error))
    }
    guard file.format == File.format else {
      throw .wrongFormat(got: file.format, expected: File.format)
    }
    guard file.version == Vocabulary.supportedVersion else {
      throw .wrongVersion(got: file.version, supported: Vocabulary.supportedVersion)
    }
    guard file.ticksPerBeat == Vocabulary.ticksPerBeat,
      file.microPerTick == Vocabulary.microPerTick
    else { throw .wrongGrid(ticks: file.ticksPerBeat, micro: file.microPerTick) }
    let values = try Vocabulary.values(of: file)
    let events = try Vocabulary.events(of: file)
    self.init(
      version: file.version, values: values,
      predicted: events.map(\.predicts), looked: events.map(\.given),
      carried: events.map(\.carries), chordSemitones: try Vocabulary.chords(of: file, values))
  }

  private static func values(of file: File) throws(VocabularyError) -> [Values] {
    let fields = EventField.allCases
    for column in 0..<max(fields.count, file.fields.count) {
      let expected = column < fields.count ? fields[column].name : nil
      let got = column < file.fields.count ? file.fields[column].name : nil
      guard expected == got else {
        throw .wrongField(column: column, got: got, expected: expected)
      }
    }
    var found: [Values] = []
    for (field, entry) in zip(fields, file.fields) {
      let base = field == .type || field == .genre ? 0 : 1
      let names = entry.values ?? []
      let bounds = entry.bounds ?? []
      func wrong(_ cause: String) -> VocabularyError {
        .wrongValues(field: field.name, cause: cause)
      }
      guard (2...65_536).contains(entry.size) else { throw wrong("size \(entry.size)") }
      guard names.count + base <= entry.size else { throw wrong("more names than values") }
      guard Set(names).count == names.count else { throw wrong("a name stands twice") }
      guard zip(bounds, bounds.dropFirst()).allSatisfy(<) else { throw wrong("bounds descend") }
      guard bounds.count + 1 < entry.size else { throw wrong("more classes than values") }
      found.append(Values(size: entry.size, names: names, base: base, bounds: bounds))
    }
    return found
  }

  private typealias Told = (
    predicts: [EventField], given: [EventField], carries: [EventField]
  )

  private static func events(of file: File) throws(VocabularyError) -> [Told] {
    guard file.fields.first?.values == EventType.allCases.map(\.name) else {
      throw .wrongValues(field: EventField.type.name, cause: "other types than the program's")
    }
    var found = [Told?](repeating: nil, count: EventType.allCases.count)
    found[EventType.padding.rawValue] = ([], [], [])
    for event in file.events {
      guard let type = EventType(name: event.type) else {
        throw .wrongEvent(type: event.type, cause: "there is no such type")
      }
      guard found[type.rawValue] == nil else {
        throw .wrongEvent(type: event.type, cause: "it is told twice")
      }
      func fields(_ names: [String]?) throws(VocabularyError) -> [EventField] {
        var fields: [EventField] = []
        for name in names ?? [] {
          guard let field = EventField(name: name), field != .type, !fields.contains(field) else {
            throw .wrongEvent(type: event.type, cause: "it cannot have the field \(name)")
          }
          fields.append(field)
        }
        return fields
      }
      found[type.rawValue] = (
        try fields(event.predicts), try fields(event.given), try fields(event.carries)
      )
    }
    var told: [Told] = []
    for (type, entry) in zip(EventType.allCases, found) {
      guard let entry else { throw .wrongEvent(type: type.name, cause: "it is missing") }
      told.append(entry)
    }
    return told
  }

  private static func chords(
    of file: File, _ values: [Values]
  ) throws(VocabularyError) -> [[Int]] {
    let kind = values[EventField.kind.rawValue]
    let told = file.fields[EventField.kind.rawValue].pitchClasses ?? []
    guard told.count == kind.names.count,
      told.allSatisfy({ $0.allSatisfy { (0...11).contains($0) } })
    else { throw .wrongValues(field: EventField.kind.name, cause: "pitch classes do not fit") }
    let spare = kind.size - told.count - kind.base
    return [[]] + told + Array(repeating: [], count: spare)
  }

  private static func cause(of error: any Error) -> String {
    switch error as? DecodingError {
    case .keyNotFound(let key, _)?: "'\(key.stringValue)' is missing"
    case .typeMismatch(_, let context)?, .valueNotFound(_, let context)?:
      "\(context.codingPath.map(\.stringValue).joined(separator: ".")) has the wrong type"
    default: "it is not JSON"
    }
  }

  /// The file as it is written.
  private struct File: Decodable {
    static let format = "etude-vocabulary"

    struct Field: Decodable {
      var name: String
      var size: Int
      var values: [String]?
      var bounds: [Int]?
      var pitchClasses: [[Int]]?
    }

    struct Event: Decodable {
      var type: String
      var predicts: [String]
      var given: [String]?
      var carries: [String]?
    }

    var format: String
    var version: Int
    var ticksPerBeat: Int
    var microPerTick: Int
    var fields: [Field]
    var events: [Event]
  }
}
