public import AudioFiles

/// Why a mix could not be planned or made.
public enum MixingError: Error, Hashable, Sendable {
  /// The stem of a part cannot be read from the cache.
  case stem(part: String, AudioFileError)
  /// A stem has another sample rate or shape than the manifest says.
  case stemMismatch(part: String)
  /// The mix plan has no strip for a part.
  case missingChannel(part: String)
  /// A file of the mix could not be written, for instance because the disk is full.
  case output(AudioFileError)
  /// A file cannot be mastered.
  case unfit(MasterUnfitness)
  /// The caller asked to stop; what was unfinished is removed.
  case cancelled
}
