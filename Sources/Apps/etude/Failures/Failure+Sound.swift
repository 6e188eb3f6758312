import AudioFiles
import Drawing
import Foundation
import Instruments
import Mixing
import Music
import Playback
import PresetFiles
import Rendering
import Signal
import StandardMIDI
import Studio

extension Failure {
  static let midiFailure: @Sendable (any Error) -> Failure? = { error in
    switch error {
    case let error as MIDIDecodingError:
      return Failure(
        .data, "this is not a sound MIDI file: \(error)\(place(of: error)).",
        hint: error == .notMIDI ? nil : "Try --recover to read what can be read.")
    case StudioError.unsoundMIDI(let path, let error):
      return Failure(
        .data, "'\(path)' is not a sound MIDI file: \(error)\(place(of: error)).",
        hint: error == .notMIDI
          ? nil : "To mend what can be mended: etude import FILE --recover --output FOLDER")
    case ScoreDecodingError.noNotes:
      return Failure(.data, "the MIDI file holds no notes.", hint: "Nothing was written.")
    case ScoreDecodingError.tooLong(let quarters, let most):
      return Failure(
        .data, "the MIDI file lasts \(quarters) quarter notes; at most \(most) are read.")
    case ScoreDecodingError.noSuchPattern(let number, let count):
      return Failure(.data, "there is no pattern \(number); the file has \(count).")
    case ScoreDecodingError.noSuchTrack(let name, let tracks):
      let known = tracks.map { "\($0.number) (\($0.name))" }.joined(separator: ", ")
      return Failure(.data, "no track '\(name)' has notes.", hint: "Tracks are: \(known).")
    case let error as ArpeggioPatternError: return arpeggioPattern(error)
    case let error as MIDIEncodingError:
      return Failure(.data, "the score does not fit into a MIDI file: \(error).")
    default: return nil
    }
  }

  private static func place(of error: MIDIDecodingError) -> String {
    error.offset.map { " (at byte \($0))" } ?? ""
  }

  private static func arpeggioPattern(_ error: ArpeggioPatternError) -> Failure {
    let hint = "docs/patterns.md says how a pattern for the arpeggiator is written."
    switch error {
    case .noNotes: return Failure(.data, "the pattern holds no notes.", hint: hint)
    case .tooManyNotes(let count, let most):
      return Failure(.data, "the pattern has \(count) notes; at most \(most) are read.")
    case .tooLong(let quarters, let most):
      return Failure(
        .data, "the pattern lasts \(quarters) quarter notes; at most \(most) are read.", hint: hint)
    case .tooFar(let key, let allowed):
      return Failure(
        .data,
        "the pattern has the note \(Pitch(number: key)), which is too far from middle C.",
        hint: "Notes lie from \(Pitch(number: allowed.lowerBound)) to "
          + "\(Pitch(number: allowed.upperBound)); C4 is the chord's first note.")
    case .endsBeforeItBegins:
      return Failure(
        .data, "the note on channel 4 ends the pattern before its first note.", hint: hint)
    }
  }

  static let soundFailure: @Sendable (any Error) -> Failure? = { error in
    switch error {
    case let error as InstrumentsError: return instruments(error)
    case RenderingError.instrument(let inner): return instruments(inner)
    case RenderingError.cache(let inner): return audioFile(inner)
    case RenderingError.preset(let inner):
      return Failure(
        .data, "a preset file is wrong: \(inner).",
        hint: "docs/instruments.md describes each key.")
    case let error as PresetLibraryError: return Failure(.data, "\(error).")
    case RenderingError.soundFontUnreadable(let path):
      return instruments(.soundFontUnreadable(path: path))
    case RenderingError.unknownPart(let id):
      return Failure(.software, "the performance has a part '\(id)' that the score has not.")
    // What is to be written cannot be missing: its folder refuses it.
    case MixingError.output(.notFound(let path)):
      return Failure(
        .io, "'\(path)' cannot be written: the system refuses it.",
        hint: "Choose another --output. Nothing was changed.")
    case MixingError.stem(_, let inner), MixingError.output(let inner): return audioFile(inner)
    case MixingError.stemMismatch(let part), MixingError.missingChannel(let part):
      return Failure(
        .data, "the mix does not fit the part '\(part)'.", hint: "Make a new one with --remix.")
    case let error as AudioFileError: return audioFile(error)
    case PlaybackError.noDevice(let name, let reason):
      return Failure(
        .unavailable, "there is no sound device '\(name)': \(reason).",
        hint: "List devices with `aplay -l` and choose one with --device. The master is a file too."
      )
    case PlaybackError.unsupported(let rate, _, let reason):
      return Failure(
        .unavailable, "the sound device does not play \(rate.framesPerSecond) Hz: \(reason).")
    case PlaybackError.failed(let reason):
      return Failure(.io, "playing broke off: \(reason).")
    default: return nil
    }
  }

  private static func instruments(_ error: InstrumentsError) -> Failure {
    switch error {
    case .soundFontNotFound(let searched):
      return Failure(
        .unavailable, "no SoundFont was found; looked for \(searched.joined(separator: ", ")).",
        hint: "Install one with: \(Diagnosis.soundFontRemedy)   or give --soundfont FILE")
    case .soundFontUnreadable(let path):
      return Failure(.data, "'\(path)' is not a SoundFont that can be read.")
    case .presetMissing(let bank, let program, let font):
      return Failure(
        .data, "the SoundFont '\(font)' has no sound for program \(program) of bank \(bank).",
        hint: "Use a General MIDI SoundFont, or swap the instrument.")
    case .unsupportedSampleRate(let rate):
      return Failure(.usage, "\(rate) Hz cannot be rendered; use 44100 or 48000.")
    default: return Failure(.software, "the synthesizer refused: \(error).")
    }
  }

  private static func audioFile(_ error: AudioFileError) -> Failure {
    switch error {
    case .notFound(let path):
      return Failure(
        .noInput, "'\(path)' does not exist.", hint: "Check how the name is written.")
    case .permissionDenied(let path):
      return Failure(.io, "'\(path)' may not be written.", hint: "Check its permissions.")
    case .diskFull(let path):
      return Failure(
        .io, "the disk that holds '\(path)' is full.",
        hint: "Make room and try again; nothing that was there has changed.")
    case .unsupportedSampleRate(let rate, let format):
      return Failure(
        .usage, "\(format.rawValue) cannot hold \(rate.framesPerSecond) Hz.",
        hint: "Use --rate 48000 for Opus.")
    default:
      return soundFile(error)
        ?? Failure(.io, "an audio file could not be read or written: \(error).")
    }
  }

  static let drawingFailure: @Sendable (any Error) -> Failure? = { error in
    guard let error = error as? DrawingError else { return nil }
    switch error {
    case .tooLarge(let width, let height, let limit):
      return Failure(
        .data, "the picture would be \(width) x \(height) pixels; the most is \(limit) a side.",
        hint: "Draw fewer bars with --bars.")
    case .unknownFormat(let path):
      return Failure(.usage, "'\(path)' does not end in .png, .svg or .pdf.")
    case .cannotWrite(let path, let reason):
      return Failure(.io, "'\(path)' cannot be written: \(reason).")
    case .refused(let reason): return Failure(.software, "drawing failed: \(reason).")
    }
  }
}
