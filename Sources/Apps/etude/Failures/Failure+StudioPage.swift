import Studio
import StudioWeb

extension Failure {
  /// What went wrong with the studio's page and its library.
  static let studioPageFailure: @Sendable (any Error) -> Failure? = { error in
    switch error {
    case is StudioPageMissing:
      Failure(
        .unavailable, "the studio's page is not installed.",
        hint: "Install the whole program: make install.")
    case let error as LibraryError: library(error)
    case let error as VersionError: version(error)
    case let error as CommentError: comment(error)
    case let error as ServerError: server(error)
    case HoldingStudioError.noAnswer(let project):
      Failure(
        .busy, "the studio that holds '\(project)' did not say what came of the change.",
        hint: "See whether it was made: etude history \(project)")
    default: nil
    }
  }

  private static func library(_ error: LibraryError) -> Failure {
    switch error {
    case .noFolder(let path):
      Failure(
        .noInput, "'\(path)' cannot be used as a library.",
        hint: "Name a folder that may be read and written.")
    case .unknown(let id): Failure(.noInput, "there is no project '\(id)' in the library.")
    case .marks(let cause): Failure(.io, "tags and ratings cannot be kept: \(cause).")
    case .badTag(let tag): Failure(.data, "'\(tag)' is no tag.")
    case .badRating(let rating): Failure(.data, "a rating is 0 to 5 stars, not \(rating).")
    case .notMoved(let id, let cause): Failure(.io, "'\(id)' was not moved: \(cause).")
    case .noReference(let name): Failure(.noInput, "there is no reference '\(name)'.")
    case .badReference(let name, let cause):
      Failure(.data, "'\(name)' cannot be a reference: \(cause).")
    case .tooManyReferences(let most):
      Failure(.data, "a project has at most \(most) references.", hint: "Remove one first.")
    }
  }

  private static func version(_ error: VersionError) -> Failure {
    switch error {
    case .badName(_, let limit):
      Failure(.data, "a version's name has 1 to \(limit) bytes and no control characters.")
    case .unknown(let name): Failure(.data, "there is no version '\(name)'.")
    }
  }

  private static func comment(_ error: CommentError) -> Failure {
    switch error {
    case .badWords(let limit, let nameLimit):
      Failure(
        .data, "a comment has 1 to \(limit) bytes, its author's name at most \(nameLimit).")
    case .badMoment: Failure(.data, "a comment is of a moment between 0 and 86400 seconds.")
    case .unknown(let number): Failure(.noInput, "there is no comment \(number).")
    }
  }

  private static func server(_ error: ServerError) -> Failure {
    switch error {
    case .notListening(let host, let port):
      Failure(
        .unavailable, "nobody can listen to port \(port) of '\(host)' here.",
        hint: "Name another with --port, or none to take a free one.")
    }
  }
}
