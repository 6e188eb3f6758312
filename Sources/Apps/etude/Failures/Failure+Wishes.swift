import Briefing
import Composing
import Foundation
import Lexicons
import Music
import Production
import Studio
import StyleFiles

extension Failure {
  static let wishFailure: @Sendable (any Error) -> Failure? = { error in
    switch error {
    case let error as BriefingError: return briefing(error)
    case let error as PlanningError: return planning(error)
    case let error as ArrangingError: return arranging(error)
    case let error as ChordParsingError: return chord(error)
    case let error as IdeaFailure:
      return Failure(
        .data, "\(error.path) is no idea for \(error.part): \(error.cause).",
        hint: "An idea is one bar of MIDI in the song's metre.")
    default: return nil
    }
  }

  static let styleFailure: @Sendable (any Error) -> Failure? = { error in
    switch error {
    case let error as StyleFileError:
      return Failure(
        .data, "a style file is wrong: \(error).", hint: "docs/style-schema.md describes each key.")
    case StyleLibraryError.unknown(let name, let nearest):
      return Failure(.data, "there is no style '\(name)'.", hint: near(nearest, "etude styles"))
    case let error as StyleLibraryError: return Failure(.data, "\(error).")
    case let error as LexiconError:
      return Failure(
        .unavailable, "the lexicons are damaged: \(error).", hint: "Install Etude again.")
    default: return nil
    }
  }

  private static func near(_ names: [String], _ list: String) -> String {
    let all = "See all with: \(list)"
    return names.isEmpty ? all : "Nearest: \(names.joined(separator: ", ")). \(all)"
  }

  private static func range(_ range: ClosedRange<Double>) -> String {
    "\(Summary.number(range.lowerBound)) to \(Summary.number(range.upperBound))"
  }

  private static func briefing(_ error: BriefingError) -> Failure {
    switch error {
    case .unknownName(let option, let name, _, let nearest):
      let list = option.contains("style") ? "etude styles" : "etude styles --instruments"
      return Failure(.data, "\(option) does not know '\(name)'.", hint: near(nearest, list))
    case .outOfRange(let option, let value, _, let allowed):
      return Failure(
        .usage, "\(option) is \(Summary.number(value)); allowed are \(range(allowed)).")
    case .malformed(let option, let text, let position, let expected):
      return Failure(
        .usage, "\(option) cannot read '\(text)' from character \(position + 1).",
        hint: "Expected \(expected).")
    case .chord(let option, let symbol, let position):
      return Failure(
        .data, "\(option) holds '\(symbol)', which is no chord from character \(position + 1).",
        hint: "Chords look like Am7, F#m7b5, Bbmaj9, D/F# or, in the key, ii7 and V7.")
    }
  }

  private static func planning(_ error: PlanningError) -> Failure {
    switch error {
    case .tempoOutOfRange(let tempo, let allowed):
      return Failure(
        .data, "a tempo of \(Summary.number(tempo)) is impossible.",
        hint: "Allowed are \(range(allowed)) quarter notes a minute.")
    case .barsOutOfRange(let bars, let allowed):
      return Failure(
        .data, "\(bars) bars are impossible.",
        hint: "Allowed are \(allowed.lowerBound) to \(allowed.upperBound).")
    case .durationOutOfRange(let seconds, let allowed):
      return Failure(
        .data, "\(Summary.number(seconds)) seconds are impossible.",
        hint: "Allowed are \(range(allowed)).")
    case .contradictoryLength(let bars, let tempo, let seconds, let nearest):
      let asked = [
        bars.map { "\($0) bars" }, tempo.map { "\(Summary.number($0)) bpm" },
        seconds.map { "\(Summary.number($0)) seconds" },
      ].compactMap { $0 }.joined(separator: ", ")
      let answers = nearest.map {
        "\($0.bars) bars at \(Summary.number($0.tempo)) bpm (\(Summary.number($0.seconds)) s)"
      }.joined(separator: ", or ")
      return Failure(.data, "\(asked) contradict each other.", hint: "Nearest: \(answers).")
    case .contradictoryForm(let formBars, let bars):
      return Failure(
        .data, "the form has \(formBars) bars, but \(bars) were asked for.", hint: "Leave one out.")
    case .formTooLong(let sections, let bars):
      return Failure(
        .data, "\(sections) sections do not fit into \(bars) bars.",
        hint: "Ask for fewer sections or more bars.")
    case .unknownSection(let name, let nearest):
      return Failure(
        .data, "there is no kind of section '\(name)'.",
        hint: nearest.isEmpty ? nil : "Nearest: \(nearest.joined(separator: ", ")).")
    case .energyOutOfRange(let energy):
      return Failure(.data, "an energy of \(Summary.number(energy * 100))% is impossible.")
    case .unparsableChord(let text, let index, let position):
      return Failure(
        .data, "bar \(index + 1) has '\(text)', which is no chord from character \(position + 1).",
        hint: "Chords look like Am7, F#m7b5, Bbmaj9, D/F# or, in the key, ii7 and V7.")
    case .unknownInstrument(let name, let nearest):
      return Failure(
        .data, "there is no instrument '\(name)'.",
        hint: near(nearest, "etude styles --instruments"))
    case .contradictoryInstrument(let name):
      return Failure(.data, "'\(name)' is both wanted and unwanted.")
    case .noPartsLeft:
      return Failure(.data, "no part is left to play.", hint: "Take some names out of --without.")
    case .registerOutsideInstrument(let part, _, let instrument):
      let low = Pitch(number: instrument.range.lowerBound)
      let high = Pitch(number: instrument.range.upperBound)
      return Failure(
        .data, "\(instrument.name) cannot play the part \(part) in its register.",
        hint: "It plays from \(low) to \(high).")
    case .eventBeyondEnd(let what, let at, let seconds):
      return Failure(
        .data, "the \(what) at \(Summary.time(at)) lies beyond the end at \(Summary.time(seconds))."
      )
    case .styleLacks(let style, let what):
      return Failure(.data, "the style \(style) has no \(what).", hint: "Try another style.")
    }
  }

  private static func arranging(_ error: ArrangingError) -> Failure {
    switch error {
    case .unknownPart(let id):
      return Failure(.data, "there is no part '\(id)'.", hint: "See them with: etude show PROJECT")
    case .unknownSection(let id):
      return Failure(
        .data, "there is no section '\(id)'.", hint: "See them with: etude show PROJECT")
    case .barsOutOfRange(let bars, let count):
      return Failure(
        .data, "bars \(BarsArgument.text(bars)) go beyond the song, which has \(count) bars.")
    case .positionOutOfBar(let bar, let position):
      return Failure(.data, "bar \(bar + 1) has no beat \(position + 1).")
    case .locked(let part, let bar):
      return Failure(
        .data, "bar \(bar + 1) of \(part ?? "all parts") is locked.",
        hint: "Release it with: etude lock PROJECT --bars \(bar + 1) --off")
    case .outOfRange(let part, let pitch, let range):
      return Failure(
        .data, "\(pitch) lies outside the range of \(part).",
        hint:
          "It plays from \(Pitch(number: range.lowerBound)) to \(Pitch(number: range.upperBound)).")
    case .unplayable(let part, _):
      return Failure(
        .data, "the note cannot be played by \(part): it has no length or ends too late.")
    case .overlap(let part, let note, _):
      return Failure(.data, "\(part) already sounds \(note.pitch) there.")
    case .noSuchNote(let part, _, let pitch):
      return Failure(.data, "no note of \(part) begins there on \(pitch).")
    case .unsuitableInstrument(let part, let instrument):
      return Failure(
        .data, "\(instrument.name) cannot play \(part): drums and pitched parts do not mix.")
    case .energyOutOfRange(let energy):
      return Failure(.usage, "an energy of \(Summary.number(energy * 100))% is impossible.")
    case .indexOutOfRange(let index, let count):
      return Failure(.data, "there is no place \(index + 1) among \(count) sections.")
    case .lengthOutOfRange(let bars, let allowed):
      return Failure(
        .data, "\(bars) bars are impossible.",
        hint: "Allowed are \(allowed.lowerBound) to \(allowed.upperBound).")
    case .lastSection:
      return Failure(.data, "the only section cannot be deleted.")
    case .controlDoesNotApply(let part, let control, let reason):
      return Failure(.data, "\(control) cannot be turned on \(part): \(reason).")
    case .controlOutOfRange(let control, let got, let allowed):
      return Failure(
        .usage, "\(control) is \(Summary.number(got)).",
        hint: "Allowed are \(allowed.lowerBound) to \(allowed.upperBound).")
    case .gridLength(let bar, let length, let expected):
      return Failure(
        .data, "the grid has \(length) quarter notes and bar \(bar + 1) has \(expected).",
        hint: "A bar of 4/4 in sixteenths has 16 characters.")
    case .gridRow(let part, let row):
      return Failure(.data, "\(part) has no '\(row)' to play.")
    }
  }

  private static func chord(_ error: ChordParsingError) -> Failure {
    let hint = "Chords look like Am7, F#m7b5, Bbmaj9, D/F# or, in the key, ii7 and V7."
    switch error {
    case .empty: return Failure(.data, "the chord is empty.", hint: hint)
    case .noRoot(let text, let position), .unexpected(let text, let position),
      .noBass(let text, let position):
      return Failure(
        .data, "'\(text)' is no chord from character \(position + 1).", hint: hint)
    }
  }
}
