public import AudioFiles
import Foundation
public import Metering
public import Signal

/// A file that is to be mastered, or a reference: decoded into the cache, checked and surveyed.
///
/// The cache file goes with the last copy of the value.
public struct MasterSource: Sendable {
  /// Where the file lies.
  public let path: String
  /// How it came in.
  public let passage: AudioIntake.Passage
  /// Its tags.
  public let tags: AudioTags
  /// What is wrong with it, but not so wrong that it cannot be worked on.
  public let faults: [SoundFault]
  /// Loudness, spectrum and stereo field.
  package let programme: Programme

  let sound: TemporarySound

  /// Integrated loudness; nil for silence.
  public var loudness: LUFS? { programme.loudness }
}

/// A cache file that is removed when nobody needs it any more.
final class TemporarySound: Sendable {
  let reader: SampleCacheReader

  init(path: String) throws(AudioFileError) { reader = try SampleCacheReader(path: path) }

  deinit { try? FileManager.default.removeItem(atPath: reader.path) }
}

/// Why a file cannot be mastered.
public enum MasterUnfitness: Hashable, Sendable {
  /// The file could not be read.
  case unreadable(path: String, AudioFileError)
  /// It is silent, broken, clipped beyond repair or too short; `fault` has the numbers.
  case unfit(path: String, SoundFault)
}

extension MasterSource {
  /// The shortest programme that is mastered, in seconds: the window of short-term loudness.
  public static let shortest = 3.0

  /// Reads, checks and surveys a file; nothing of it stays if it cannot be used.
  ///
  /// `sampleRate` is the rate that it is brought to; nil keeps the file's. `scratch` is a path that no file has.
  static func open(
    _ path: String, sampleRate: SampleRate?, scratch: String, crew: Crew, cancellation: Cancellation
  ) throws(MixingError) -> MasterSource {
    let passage: AudioIntake.Passage
    let check: SoundCheck
    let tags: AudioTags
    do throws(AudioFileError) {
      let intake = AudioIntake(sampleRate: sampleRate)
      let description = try intake.inspect(path)
      let rate = sampleRate ?? description.sampleRate
      tags = try AudioFileReader(path: path).readTags()
      let writer = try SampleCacheWriter(path: scratch, sampleRate: rate)
      var running = SoundCheck(sampleRate: rate, least: shortest)
      passage = try intake.forEachBlock(of: path, isCancelled: { cancellation.isAskedNow }) {
        block throws(AudioFileError) in
        running.add(block)
        try writer.write(block)
      }
      check = running
      try writer.finish()
    } catch .brokenSamples(_, let count, let channel, let frame) {
      throw .unfit(.unfit(path: path, .notFinite(count: count, channel: channel, frame: frame)))
    } catch .cancelled {
      throw .cancelled
    } catch {
      throw .unfit(.unreadable(path: path, error))
    }
    let sound: TemporarySound
    do {
      sound = try TemporarySound(path: scratch)
    } catch {
      throw .output(error)
    }
    if let fault = check.faults.first(where: \.isFatal) { throw .unfit(.unfit(path: path, fault)) }
    let programme = try ProgrammeSurvey(
      source: sound.reader, crew: crew, cancellation: cancellation
    ).run()
    // Louder than -80 dBFS in a sample, but nothing above the gate of BS.1770.
    guard programme.loudness != nil else {
      throw .unfit(.unfit(path: path, .silent(peak: Decibels(gain: check.peak))))
    }
    return MasterSource(
      path: path, passage: passage, tags: tags, faults: check.faults, programme: programme,
      sound: sound)
  }
}
