import Foundation
import Studio

extension Failure {
  static let projectFailure: @Sendable (any Error) -> Failure? = { error in
    guard let error = error as? ProjectError else { return nil }
    switch error {
    case .missing(let path):
      return Failure(
        .noInput, "there is no project at '\(path)'.",
        hint: "Give a NAME.etude file or the folder that holds one.")
    case .unreadable(let path):
      return Failure(
        .noInput, "'\(path)' may not be read.",
        hint: "Check the permissions of the file and its folders.")
    case .ambiguous(let folder, let names):
      return Failure(
        .noInput, "'\(folder)' holds several projects: \(names.joined(separator: ", ")).",
        hint: "Name one of them.")
    case .exists(let path):
      return Failure(
        .cannotCreate, "'\(path)' exists already.",
        hint: "Use --force to replace it, or another --output.")
    case .corrupt(let path, let cause):
      return Failure(
        .data, "'\(path)' cannot be read as a project: \(cause).",
        hint: "Nothing was changed. Restore it from a copy if you have one.")
    case .newer(let path, let schema, let known):
      return Failure(
        .newer, "'\(path)' has schema \(schema); this program knows up to \(known).",
        hint: "Install a newer Etude to open it. Nothing was changed.")
    case .busy(let path, let seconds):
      return Failure(
        .busy, "another process has been changing '\(path)' for \(Int(seconds)) seconds.",
        hint: "Wait until it has finished and try again.")
    case .readOnly(let path):
      return Failure(
        .io, "'\(path)' cannot be written.", hint: "Check the permissions of the file and folder.")
    case .diskFull(let path):
      return Failure(
        .io, "the disk that holds '\(path)' is full.", hint: "Make room and try again.")
    case .noState(let path, let state):
      return Failure(
        .data, "'\(path)' never was in a state \(state).", hint: "See: etude history PROJECT")
    case .noHistory(let direction, let available):
      let what =
        available == 0
        ? "there is nothing to \(direction)"
        : "only \(available) operation\(available == 1 ? "" : "s") can be \(direction == "undo" ? "undone" : "redone")"
      return Failure(.data, "\(what); nothing was changed.", hint: "See: etude history PROJECT")
    case .engineOff, .unsigned: return provenanceFailure(error)
    case .damagedValue(let slot, let cause):
      return Failure(
        .data, "the project's \(slot) is damaged: \(cause).",
        hint: "Restore the project from a copy, or try: etude undo PROJECT")
    }
  }

  static let outputFailure: @Sendable (any Error) -> Failure? = { error in
    guard let error = error as? OutputError else { return nil }
    switch error {
    case .exists(let path, let names):
      let what = names.filter { !$0.isEmpty }
      return Failure(
        .cannotCreate,
        what.isEmpty
          ? "'\(path)' is a file where a folder is needed."
          : "'\(path)' already holds \(what.joined(separator: ", ")).",
        hint: what.isEmpty
          ? "Choose another --output. Nothing was changed."
          : "Use --force to replace, or choose another --output. Nothing was changed.")
    case .notWritable(let path, let cause):
      return Failure(
        .io, "'\(path)' cannot be written: \(cause).",
        hint: "Choose another --output or change the permissions.")
    case .diskFull(let path):
      return Failure(
        .io, "the disk that holds '\(path)' is full.",
        hint: "Make room and try again; nothing that was there has changed.")
    }
  }

  static let studioFailure: @Sendable (any Error) -> Failure? = { error in
    guard let error = error as? StudioError else { return nil }
    switch error {
    case .cancelled: return nil
    case .unknownName(let kind, let name, let known):
      return Failure(
        .data, "there is no \(kind) '\(name)'.",
        hint: known.isEmpty ? "There are none." : "There are: \(known.joined(separator: ", ")).")
    case .barsBeyondEnd(let first, let last, let bars):
      return Failure(
        .data, "bars \(first)-\(last) go beyond the song, which has \(bars) bars.",
        hint: "Give bars from 1 to \(bars).")
    case .allLocked(let parts):
      return Failure(
        .data, "all of these bars are locked in \(parts.joined(separator: ", ")).",
        hint: "Release them with: etude lock PROJECT --parts PART --off")
    case .outOfRange(let name, let got, let allowed):
      return Failure(
        .usage,
        "\(name) is \(Summary.number(got)); allowed are \(Summary.number(allowed.lowerBound)) to "
          + "\(Summary.number(allowed.upperBound)).")
    case .unsoundEdit(let path, let found, let expected):
      return Failure(
        .data, "\(path) would be \(found); expected \(expected).", hint: "Nothing was changed.")
    case .fileTooLarge(let path, let bytes, let limit):
      return Failure(
        .data, "'\(path)' has \(bytes) bytes, more than the \(limit) that such a file may have.")
    case .unsoundMIDI: return nil
    case .unreadable(let path, let cause):
      return Failure(
        .noInput, "'\(path)' cannot be read: \(cause).",
        hint: "Check how the name is written, and the permissions of the file and its folders.")
    case .noMaster(let folder):
      return Failure(
        .noInput, "'\(folder)' holds no master yet.", hint: "Make one with: etude render \(folder)")
    case .nothingToImport(let path):
      return Failure(.data, "'\(path)' holds no notes.", hint: "Nothing was written.")
    case .noWeights(let folder):
      return Failure(
        .unavailable, "the neural composer's weights are not in '\(folder)'.",
        hint: "Install the program's data; players join without it: etude accompany FILE")
    case .notContinued(let cause):
      return Failure(.data, "the piece was not continued: \(cause)", hint: "Nothing was changed.")
    case .noMelody(let part):
      return Failure(
        .data, "'\(part)' holds no melody.", hint: "Name a pitched part with --part or --melody.")
    case .noChords(let style, let key):
      return Failure(
        .data, "\(style) has no chords in \(key).", hint: "Choose another --style, such as chorale."
      )
    case .bandIsFull(let style):
      return Failure(
        .data, "\(style) has nobody who could join: every role is taken.",
        hint: "Name an instrument with --parts, or another --style.")
    }
  }

  static let setUpFailure: @Sendable (any Error) -> Failure? = { error in
    switch error {
    case ResourceError.notFound(let name, let places):
      return Failure(
        .unavailable,
        "no \(name) that may be read were found in \(places.joined(separator: ", ")).",
        hint: "Install with `make install`, or set ETUDE_DATA to the folder that holds them.")
    case ConfigurationError.unreadable(let path, let cause):
      return Failure(.configuration, "'\(path)' is not a configuration: \(cause).")
    case ConfigurationError.outOfRange(let path, let key, let got, let allowed):
      return Failure(
        .configuration, "\(key) in '\(path)' is \(got); allowed are \(allowed).")
    default: return nil
    }
  }
}
