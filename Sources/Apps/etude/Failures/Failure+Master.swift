import AudioFiles
import DeliveryTargets
import Foundation
import Metering
import Mixing
import Signal
import Studio

extension Failure {
  static let masterFailure: @Sendable (any Error) -> Failure? = { error in
    switch error {
    case let error as MasterRequestError: return masterRequest(error)
    case let error as DeliveryTargetsError: return deliveryTargets(error)
    case MixingError.unfit(.unfit(let path, let fault)): return unfit(path, fault)
    case MixingError.unfit(.unreadable(let path, let inner)):
      return soundFailure(inner)
        ?? Failure(.data, "'\(path)' cannot be read: \(inner).", hint: "Nothing was written.")
    default: return nil
    }
  }

  private static func masterRequest(_ error: MasterRequestError) -> Failure {
    switch error {
    case .noInput:
      return Failure(.noInput, "nothing to master was given.", hint: "Name a file or a folder.")
    case .needsFolder(let output, let tracks):
      return Failure(
        .usage, "\(tracks) tracks do not fit into the file '\(output)'.",
        hint: "Name a folder: --output \(PathName(output).stem)/")
    case .unknownFormat(let path, let known):
      return Failure(
        .usage, "'\(path)' does not end in a format that is written.",
        hint: "Formats are \(known.joined(separator: ", ")).")
    case .outputIsInput(let path):
      return Failure(
        .usage, "'\(path)' is the input itself.",
        hint: "Choose another --output. Nothing was changed.")
    case .outputIsRead(let path):
      return Failure(
        .usage, "'\(path)' is read by this mastering, as a reference or as its plan.",
        hint: "Choose another --output or --report. Nothing was changed.")
    case .reportIsOutput(let path):
      return Failure(
        .usage, "another file of this mastering goes to '\(path)'.",
        hint: "Choose another --report. Nothing was changed.")
    case .referenceIsInput(let path):
      return Failure(
        .data, "the reference '\(path)' is the input itself: there is nothing to come nearer to.",
        hint: "Choose another --reference, or leave it out.")
    case .badISRC(let code):
      return Failure(
        .usage, "'\(code)' is no ISRC.",
        hint:
          "It has two letters, three letters or digits, and seven digits, such as DE-A12-26-00001.")
    case .isrcCount(let codes, let tracks):
      return Failure(
        .usage, "there are \(codes) codes for \(tracks) track\(tracks == 1 ? "" : "s").",
        hint: "Give --isrc once for each track, in their order.")
    case .planForSeveral(let tracks):
      return Failure(
        .usage, "a plan serves one track, not \(tracks).", hint: "Master them one by one.")
    case .unreadablePlan(let path, let cause):
      return Failure(
        .data, "'\(path)' is no plan of a master: \(cause).",
        hint: "Write one with: etude master INPUT --dry-run --json")
    }
  }

  private static func deliveryTargets(_ error: DeliveryTargetsError) -> Failure {
    switch error {
    case .notFound(let path):
      return Failure(
        .unavailable, "the program's data '\(path)' is missing.", hint: "See: etude doctor")
    case .unreadable(let path, let cause):
      return Failure(.data, "'\(path)' cannot be read: \(cause).")
    case .outOfRange(let path, let name, let key, let got, let allowed):
      return Failure(
        .data,
        "in '\(path)' \(key) of \(name) is \(got); allowed are \(allowed.lowerBound) to "
          + "\(allowed.upperBound).")
    case .unknown(let name, let known):
      return Failure(
        .usage, "'\(name)' is not known.", hint: "Known are \(known.joined(separator: ", ")).")
    }
  }

  private static func unfit(_ path: String, _ fault: SoundFault) -> Failure {
    let nothing = "Nothing was written."
    switch fault {
    case .silent(let peak):
      let level =
        peak.map { String(format: ": nothing in it rises above %.0f dBFS", $0.value) } ?? ""
      return Failure(.data, "'\(path)' is silent\(level).", hint: nothing)
    case .notFinite(let count, let channel, let frame):
      return Failure(
        .data,
        "'\(path)' is broken: \(count) samples are no numbers, the first at frame \(frame) of channel "
          + "\(channel + 1).", hint: "Export the mix again. \(nothing)")
    case .clipped(let runs, let longest, let share, _, _, _):
      let extent = String(
        format: "%.1f %% of it lies in %d flat tops, up to %d samples long", share * 100, runs,
        longest)
      return Failure(
        .data, "'\(path)' is clipped beyond repair: \(extent).",
        hint: "Export the mix again with lower faders. \(nothing)")
    case .tooShort(let seconds, let least):
      let times = String(format: "lasts %.2f s; a master needs %.0f s", seconds, least)
      return Failure(.data, "'\(path)' \(times) to be measured.", hint: nothing)
    case .beyondFullScale, .directCurrent, .outOfPhase, .oneChannelOnly:
      return Failure(.data, "'\(path)' cannot be mastered: \(fault).", hint: nothing)
    }
  }
}
