import Provenance
import Studio

extension Failure {
  static let provenanceFailure: @Sendable (any Error) -> Failure? = { error in
    switch error {
    case let failure as LedgerFailure:
      let first = failure.findings.first.map(LedgerText.line) ?? ""
      let more = failure.findings.count - 1
      return Failure(
        .data,
        "the ledger of '\(failure.project)' is not intact: \(first)"
          + (more > 0 ? ", and \(more) more." : "."),
        hint: failure.findings.first?.kind == .noLedger
          ? "A project from before there were ledgers gets one with its next change."
          : "Somebody changed the project without its key, or the file is damaged; restore it from a "
            + "copy.")
    case let error as SigningError: return signingFailure(error)
    case ProjectError.unsigned(let error): return signingFailure(error)
    case ProjectError.engineOff(let path):
      return Failure(
        .data, "the engine may not write notes in '\(path)'; nothing was changed.",
        hint: "Edit by hand, or let it write again with: etude provenance ai PROJECT on")
    default: return nil
    }
  }

  private static func signingFailure(_ error: SigningError) -> Failure {
    switch error {
    case .unreadable(let path, let cause):
      Failure(
        .configuration, "the signing key or name in '\(path)' cannot be read: \(cause).",
        hint: "Check its permissions, or name another key in ETUDE_SIGNING_KEY.")
    case .malformed(let path, let cause):
      Failure(
        .configuration, "'\(path)' is not what it should be: \(cause).",
        hint:
          "Restore it from a copy, or move it away: a new key is then made, and what the old one "
          + "signed stays verifiable.")
    case .notWritable(let path, let cause):
      Failure(
        .io, "'\(path)' cannot be written: \(cause).",
        hint: "Everything done to a project is signed. Name a key elsewhere in ETUDE_SIGNING_KEY.")
    case .badName(let cause):
      Failure(.usage, "that name cannot be declared: \(cause).", hint: "Give one line of text.")
    }
  }
}
