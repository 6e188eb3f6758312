/// Who decided what an event wrote or changed.
public enum LedgerActor: Hashable, Sendable {
  /// A person: notes put in by hand, bars moved or deleted, bars locked, a file brought in, a
  /// setting switched. The person is the event's `person`.
  case person
  /// The engine: notes that were composed, varied, continued or harmonised, a mix that was
  /// computed; a person gave the order.
  case engine(LedgerEngine)
  /// Not recorded, because the event was made before there was a ledger.
  case undeclared
}

extension LedgerActor: Codable {
  private enum Key: String, CodingKey {
    case by, engine
  }

  private enum Kind: String, Codable {
    case person, engine, undeclared
  }

  /// Reads an actor: `by` is `person`, `engine` or `undeclared`, and `engine` describes one.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    switch try values.decode(Kind.self, forKey: .by) {
    case .person: self = .person
    case .engine: self = .engine(try values.decode(LedgerEngine.self, forKey: .engine))
    case .undeclared: self = .undeclared
    }
  }

  /// Writes an actor as it is read.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    switch self {
    case .person: try values.encode(Kind.person, forKey: .by)
    case .engine(let engine):
      try values.encode(Kind.engine, forKey: .by)
      try values.encode(engine, forKey: .engine)
    case .undeclared: try values.encode(Kind.undeclared, forKey: .by)
    }
  }
}

/// The engine that wrote, as exactly as it can be named.
public struct LedgerEngine: Hashable, Codable, Sendable {
  /// The version of the program.
  public var version: String
  /// The styles that it followed, each by its name and the SHA-256 of its file.
  public var styles: [LedgerPart]
  /// The learned models that wrote, each by its name and the SHA-256 of its weights; empty where
  /// rules alone wrote.
  public var models: [LedgerPart]

  /// Makes an engine.
  public init(version: String, styles: [LedgerPart] = [], models: [LedgerPart] = []) {
    self.version = version
    self.styles = styles
    self.models = models
  }
}

/// A file of data that an engine worked with.
public struct LedgerPart: Hashable, Codable, Sendable {
  /// The name, such as `lofi` or `composer`.
  public var name: String
  /// The SHA-256 of its bytes, in hexadecimal.
  public var digest: String
  /// The ids of the parts of the song that it wrote; empty where it worked on the whole song.
  public var parts: [String]

  /// Makes a file of data.
  public init(name: String, digest: String, parts: [String] = []) {
    self.name = name
    self.digest = digest
    self.parts = parts
  }
}

/// A person as a ledger knows one: by the key that signed and the name that was declared.
///
/// The name is what the owner of the key wrote down; the ledger does not show who sat at the
/// keyboard.
public struct LedgerPerson: Hashable, Codable, Sendable {
  /// The fingerprint of the person's key: the SHA-256 of the public key, in hexadecimal.
  public var key: String
  /// The declared name.
  public var name: String?

  /// Makes a person.
  public init(key: String, name: String? = nil) {
    self.key = key
    self.name = name
  }
}

/// By what an order came to the program.
public enum LedgerInterface: String, Hashable, Codable, Sendable, CaseIterable {
  /// The command line.
  case command
  /// The page of the web studio.
  case page
  /// The plugin in an audio workstation.
  case plugin
  /// Another program that uses the studio as a library.
  case program
}
