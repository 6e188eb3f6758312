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
    case let error as PlanFileError: return planFile(error)
    case let error as ChordTrackError: return chordTrack(error)
    case let error as ArpeggiatorSettingsError: return arpeggiator(error)
    case let error as IdeaFailure:
      return Failure(
        .data, "\(error.path) is no idea for \(error.part): \(error.cause).",
        hint: "An idea is one bar of MIDI in the song's metre.")
    case Accompaniment.Fault.taken(let id):
      return Failure(
        .data, "a part '\(id)' plays already.",
        hint: "Draw it anew with: etude regenerate PROJECT --parts \(id)   or name an instrument.")
    default: return nil
    }
  }

  private static func planFile(_ error: PlanFileError) -> Failure {
    switch error {
    case .syntax(let path, let line, let cause):
      return Failure(
        .data, "'\(path)'\(line.map { ", line \($0)," } ?? "") cannot be read: \(cause).",
        hint: "Make a new one with: etude plan PROMPT --json > plan.json")
    case .value(let path, let key, let expected):
      return Failure(
        .data, "'\(path)': \(key): expected \(expected).",
        hint: "Make a new one to compare with: etude plan PROMPT --json > plan.json")
    case .faults(let path, let faults):
      let lines = faults.prefix(8).map { "\($0.path) is \($0.found); expected \($0.expected)" }
      let more = faults.count > 8 ? "\n  and \(faults.count - 8) more" : ""
      return Failure(
        .data, "'\(path)' cannot be composed: " + lines.joined(separator: "\n  ") + more + ".",
        hint: "Nothing was written.")
    }
  }

  private static func chordTrack(_ error: ChordTrackError) -> Failure {
    switch error {
    case .manyTracks(let path, let names):
      return Failure(
        .data, "'\(path)' has several tracks with notes: \(names.joined(separator: ", ")).",
        hint: "Call the one with the chords 'chords', or leave the others out.")
    case .unknownChord(let path, let at, let notes):
      return Failure(
        .data,
        "'\(path)': \(notes.map { "\($0)" }.joined(separator: " ")) at beat \(at + 1) make no chord "
          + "that has a name.", hint: "Give block chords of two to seven different notes.")
    case .gap(_, let from, let to): return limit(.chordTrackGap(from: from, to: to))
    case .overlap(_, let at, let until): return limit(.chordTrackOverlap(at: at, until: until))
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
    case .contradiction(let option, let other, let name):
      return Failure(
        .data, "\(option) asks for '\(name)' and \(other) refuses it.", hint: "Leave one out.")
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
    case .energyBeyondEnd(let energy, let at, let seconds):
      return Failure(
        .data,
        "the energy of \(Summary.number(energy * 100))% at \(Summary.time(at)) lies outside the piece, "
          + "which lasts \(Summary.time(seconds)).",
        hint: "Give times within the piece, or a longer --duration.")
    case .unparsableChord(let text, let index, let position):
      return Failure(
        .data, "bar \(index + 1) has '\(text)', which is no chord from character \(position + 1).",
        hint: "Chords look like Am7, F#m7b5, Bbmaj9, D/F# or, in the key, ii7 and V7.")
    case .unknownInstrument(let name, let nearest):
      return Failure(
        .data, "there is no instrument '\(name)'.",
        hint: near(nearest, "etude styles --instruments"))
    case .contradictoryInstrument(let name):
      return Failure(
        .data, "'\(name)' is both wanted and unwanted.",
        hint: "Leave one of the two out; who plays roots only is to play, too.")
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
        .data,
        "the \(what) at \(Summary.time(at)) lies beyond the end at \(Summary.time(seconds)).",
        hint: "Give a time within the piece, or a longer --duration.")
    case .styleLacks(let style, let what):
      return Failure(.data, "the style \(style) has no \(what).", hint: "Try another style.")
    case .eventOffForm, .passageLeavesNobody, .passageBeyondEnd, .contradictoryPassage:
      return placing(error)
    case .emptyRange, .rangeOutsideInstrument, .voicesOutOfRange, .tooFewVoices, .rootOutOfReach,
      .chordTrackGap, .chordTrackOverlap, .chordTrackLength:
      return limit(error)
    }
  }

  /// Wishes for places of the form that cannot be met.
  private static func placing(_ error: PlanningError) -> Failure {
    switch error {
    case .eventOffForm(let what, let at, let nearest):
      let time = Summary.number(at)
      return Failure(
        .data,
        nearest.map {
          "the \(what) at \(time) s does not fit the form, which has it at \(Summary.number($0)) s."
        } ?? "the \(what) at \(time) s does not fit the stated form.",
        hint: "Leave the bars of some sections open, or the time of the \(what).")
    case .passageLeavesNobody(let text):
      return Failure(
        .data, "'\(text)' leaves nobody to play there.",
        hint: "Let another part play, or less rest.")
    case .passageBeyondEnd(let text, let bar, let bars):
      return Failure(
        .data, "'\(text)' names bar \(bar + 1), but the piece has \(Summary.bars(bars)).",
        hint: "Name a bar from 1 to \(bars), or ask for more bars with --bars.")
    case .contradictoryPassage(let text, let other):
      return Failure(
        .data, "'\(text)' contradicts '\(other)'.", hint: "Leave one of the two out.")
    default: return Failure(.software, "\(error)")
    }
  }

  /// Limits of notes and chord tracks that no song can keep.
  private static func limit(_ error: PlanningError) -> Failure {
    func whose(_ name: String?) -> String { name.map { " of \($0)" } ?? "" }
    switch error {
    case .emptyRange(let name, let low, let high):
      return Failure(
        .data, "the range\(whose(name)) from \(low) to \(high) is empty.",
        hint: "Give the lowest note first, such as \(high)..\(low).")
    case .rangeOutsideInstrument(let part, let instrument, let limits):
      let low = Pitch(number: instrument.range.lowerBound)
      let high = Pitch(number: instrument.range.upperBound)
      let wanted = [
        limits.low.map { "not below \($0)" }, limits.high.map { "not above \($0)" },
      ].compactMap { $0 }.joined(separator: " and ")
      return Failure(
        .data, "the \(instrument.name) of \(part) has no note \(wanted).",
        hint: "It plays from \(low) to \(high): widen the range or take another instrument.")
    case .voicesOutOfRange(let name, let voices, let allowed):
      return Failure(
        .data, "a polyphony\(whose(name)) of \(voices) is impossible.",
        hint: "Allowed are \(allowed.lowerBound) to \(allowed.upperBound) notes at once.")
    case .tooFewVoices(let voices, let parts):
      return Failure(
        .data,
        "\(voices) notes at once are too few for \(parts.joined(separator: ", ")), "
          + "which must all play.",
        hint: "Allow \(parts.count) notes at once, or ask for fewer parts.")
    case .rootOutOfReach(let part, let chord, let bar, let range):
      return Failure(
        .data,
        "\(part) plays roots only and has no \(chord.lowest) for the \(chord.symbol) of bar "
          + "\(bar + 1) between \(Pitch(number: range.lowerBound)) and "
          + "\(Pitch(number: range.upperBound)).",
        hint: "Give it an octave at least.")
    case .chordTrackGap(let from, let to):
      return Failure(
        .data, "the chord track is silent from beat \(from + 1) to beat \(to + 1).",
        hint: "Let every chord last until the next begins, from the first beat on.")
    case .chordTrackOverlap(let at, let until):
      return Failure(
        .data,
        "a chord of the chord track begins at beat \(at + 1), while another lasts until beat "
          + "\(until + 1).", hint: "Let every chord end where the next begins.")
    case .chordTrackLength(let beats, let meter):
      return Failure(
        .data, "the chord track lasts \(beats) beats, which are no whole bars of \(meter).",
        hint: "Let the last chord end on a bar line, or ask for another metre.")
    default: return Failure(.software, "\(error)")
    }
  }

  private static func arranging(_ error: ArrangingError) -> Failure {
    switch error {
    case .unknownPart(let id):
      return Failure(.data, "there is no part '\(id)'.", hint: "See them with: etude show PROJECT")
    case .unknownSection(let id, let known):
      return Failure(
        .data, "there is no section '\(id)'.", hint: "There are: \(known.joined(separator: ", ")).")
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
    case .overlap(let part, let note, let other):
      return Failure(
        .data,
        note.pitch.number == other.pitch.number
          ? "\(part) already sounds \(other.pitch) there."
          : "\(part) plays one note at a time and already sounds \(other.pitch) there.")
    case .tooManyNotes(let part, let bar, let count, let allowed):
      return Failure(
        .data,
        "\(count) notes of \(part) would sound at once in bar \(bar + 1); it plays \(allowed).",
        hint: "Leave some out, or let them end before others begin.")
    case .noSuchNote(let part, _, let pitch):
      return Failure(.data, "no note of \(part) begins there on \(pitch).")
    case .unsuitableInstrument(let part, let instrument):
      return Failure(
        .data, "\(instrument.name) cannot play \(part): drums and pitched parts do not mix.")
    case .noArpeggiator(let part):
      return Failure(
        .data, "\(part) has no arpeggiator of its own to take away; nothing was changed.",
        hint: "Its player does what the style says. See: etude edit --help")
    case .noPitches(let part):
      return Failure(.data, "\(part) plays drums, which break no chords.")
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

  private static func arpeggiator(_ error: ArpeggiatorSettingsError) -> Failure {
    let hint = "Settings are \(ArpeggiatorSettings.keys.joined(separator: ", "))."
    switch error {
    case .unknownKey(let key):
      return Failure(.usage, "an arpeggiator has no setting '\(key)'.", hint: hint)
    case .malformed(let word):
      return Failure(.usage, "'\(word)' is not KEY=VALUE.", hint: hint)
    case .value(let key, let found, let expected):
      return Failure(.usage, "\(key) cannot be '\(found)'.", hint: "Expected \(expected).")
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
