import ContentCredentials
import Foundation
import Studio

extension Failure {
  /// What is wrong with content credentials, or with what they are signed with.
  static let credentialFailure: @Sendable (any Error) -> Failure? = { error in
    if let error = error as? SigningIdentityError { return identity(error) }
    guard let error = error as? CredentialError else { return nil }
    return switch error {
    case .none(let path):
      Failure(
        .noCredentials, "'\(path)' has no content credentials.",
        hint: "Nothing is said of how it was made; a copy may have lost them.")
    case .unsupportedContainer(let path, let name):
      Failure(
        .data,
        "'\(path)' is \(name ?? "of an unknown kind"); credentials are read in WAV, FLAC and MP3.")
    case .notFound(let path): Failure(.noInput, "there is no file '\(path)'.")
    case .permissionDenied(let path): Failure(.noInput, "'\(path)' may not be read or written.")
    case .notAFile(let path): Failure(.noInput, "'\(path)' is not a file.")
    case .diskFull(let path): Failure(.io, "the disk is full while '\(path)' is written.")
    case .system(let path, let code):
      Failure(.io, "'\(path)': \(String(cString: strerror(code))).")
    case .damagedFile(let path, let cause): Failure(.data, "'\(path)' is damaged: \(cause).")
    case .severalStores(let path, let count):
      Failure(
        .data, "'\(path)' has content credentials \(count) times, which count as none.",
        hint: "A program that knows nothing of them may have joined two files.")
    case .tooLarge(let path, let bytes, let limit):
      Failure(
        .data,
        "the content credentials of '\(path)' have \(bytes) bytes; at most \(limit) are read.")
    case .damagedStore(let path, let cause):
      Failure(.data, "the content credentials of '\(path)' cannot be read: \(cause).")
    case .noRoom(let path):
      Failure(
        .data, "'\(path)' is so long that credentials do not fit into its sizes.",
        hint: "Leave them out with --no-credentials, or write FLAC.")
    case .notSigned(let error): identity(error)
    case .cancelled: nil
    }
  }

  private static func identity(_ error: SigningIdentityError) -> Failure {
    let hint = "Certificate and key are named in config.json; --no-credentials does without."
    switch error {
    case .unreadableCertificate(let cause):
      return Failure(.configuration, "the certificate cannot be read: \(cause).", hint: hint)
    case .unreadableKey:
      return Failure(
        .configuration, "the private key cannot be read, or is encrypted.", hint: hint)
    case .unsupportedKey:
      return Failure(
        .configuration, "the private key is neither Ed25519 nor P-256.", hint: hint)
    case .keyMismatch:
      return Failure(
        .configuration, "the private key is not that of the certificate.", hint: hint)
    case .unfit(let reasons):
      return Failure(
        .configuration,
        "the certificate must not sign credentials: \(reasons.joined(separator: "; ")).", hint: hint
      )
    case .outsideValidity(let from, let to):
      return Failure(
        .configuration, "the certificate is valid from \(from) to \(to), not now.", hint: hint)
    }
  }
}
