public import Foundation
public import Production
import Provenance
import Synchronization

/// Who signs what is done to projects, and when: key, declared name, clock and interface.
///
/// A value; may be used from any thread. The key is read, and made where there is none, when
/// something is signed.
public struct Notary: Sendable {
  /// The key, the name and the list of heads.
  public let keyFile: SigningKeyFile
  /// By what orders come.
  public internal(set) var interface: LedgerInterface
  private let clock: @Sendable () -> Int64
  private let fixedTime: Int64?
  private let announcer: Announcer

  /// Makes a notary.
  ///
  /// `clock` gives seconds since 1970 in UTC. With a `fixedTime` it is not asked, and the identities
  /// of projects are drawn from what they begin with, so that the same orders with the same key give
  /// the same project files. `announce` gets sentences that the user should read, each once.
  public init(
    keyFile: SigningKeyFile, interface: LedgerInterface, fixedTime: Int64? = nil,
    clock: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) },
    announce: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.keyFile = keyFile
    self.interface = interface
    self.fixedTime = fixedTime
    self.clock = clock
    announcer = Announcer(announce)
  }

  /// The notary of a user: the key of `ETUDE_SIGNING_KEY`, else of the configuration, else
  /// `provenance/key.pem` beside it; the time of `SOURCE_DATE_EPOCH` where it is set.
  ///
  /// Throws `ConfigurationError` for a time that is no number of seconds.
  public init(
    environment: [String: String], configuration: StudioConfiguration,
    interface: LedgerInterface = .program,
    announce: @escaping @Sendable (String) -> Void = { _ in }
  ) throws(ConfigurationError) {
    var time: Int64?
    if let text = environment["SOURCE_DATE_EPOCH"], !text.isEmpty {
      guard let seconds = Int64(text), (0...253_402_300_799).contains(seconds) else {
        throw .outOfRange(
          path: "the environment", key: "SOURCE_DATE_EPOCH", got: text,
          allowed: "seconds since 1970")
      }
      time = seconds
    }
    let named = environment["ETUDE_SIGNING_KEY"].flatMap { $0.isEmpty ? nil : $0 }
    self.init(
      keyFile: SigningKeyFile(
        path: named ?? configuration.signingKey
          ?? StudioConfiguration.signingKey(environment: environment)),
      interface: interface, fixedTime: time, announce: announce)
  }

  /// What is needed to sign one operation.
  struct Pen {
    let key: LedgerKey
    let person: LedgerPerson
    let time: Int64
  }

  /// Whether the time was set and is not read from the clock.
  var isTimeFixed: Bool { fixedTime != nil }
  /// The time by the clock, in seconds since 1970.
  var present: Int64 { clock() }

  /// Tells the user a sentence, once however often it comes up.
  func announce(_ sentence: String) { announcer.announce(sentence) }

  /// Takes up key, name and time; makes a key where there is none, and closes one to others.
  func pen() throws(SigningError) -> Pen {
    let (key, isNew) = try keyFile.loadOrMake()
    if let sentence = keyFile.closeToOthers() { announce(sentence) }
    if isNew, keyFile.heads.exists {
      announce(
        "The key that signed before is not in \(keyFile.path); a new one was made "
          + "(\(key.signer.fingerprint.prefix(16))). What the old one signed stays as it is.")
    }
    let person = LedgerPerson(key: key.signer.fingerprint, name: try keyFile.name())
    return Pen(key: key, person: person, time: fixedTime ?? clock())
  }

  /// A number for a new project, 32 hexadecimal digits: random, or drawn from what the project
  /// begins with where the time is fixed.
  func identity(beginning: String) -> String {
    guard let fixedTime else {
      var random = SystemRandomNumberGenerator()
      return LedgerHash.hexadecimal((0..<16).map { _ in UInt8.random(in: 0...255, using: &random) })
    }
    return String(LedgerHash.of(Array("etude project \(fixedTime) \(beginning)".utf8)).prefix(32))
  }
}

/// Hands sentences to whoever shows them, each once.
private final class Announcer: Sendable {
  private let said = Mutex<Set<String>>([])
  private let show: @Sendable (String) -> Void

  init(_ show: @escaping @Sendable (String) -> Void) { self.show = show }

  func announce(_ sentence: String) {
    if said.withLock({ $0.insert(sentence).inserted }) { show(sentence) }
  }
}
