import Signal

/// One walk through a file: decode, look for broken samples, fold down, resample.
final class IntakeStream {
  static let blockFrames = 8192

  let description: AudioFileDescription
  /// How many frames come out if the file keeps its promise.
  let expectedFrames: Int
  private(set) var passage: AudioIntake.Passage

  private let path: String
  private let tolerance: AudioIntake.Tolerance
  private let reader: AudioFileReader
  private let foldDown: FoldDown
  private let resampler: Resampler
  /// Count and place of what is NaN or infinite.
  private var broken: (count: Int, channel: Int, frame: Int)?
  private var framesIn = 0
  private var framesOut = 0

  init(path: String, intake: AudioIntake) throws(AudioFileError) {
    self.path = path
    tolerance = intake.tolerance
    let extent = try DataExtent(path: path)
    reader = try AudioFileReader(path: path)
    description = reader.description
    let rate = description.sampleRate
    guard AudioIntake.sampleRates.contains(rate.framesPerSecond) else {
      throw .sampleRateOutOfRange(path: path, rate, allowed: AudioIntake.sampleRates)
    }
    guard description.length.count > 0 else { throw .empty(path: path) }
    guard
      let foldDown = FoldDown(
        channelCount: description.channelCount, map: reader.channelMap,
        container: description.container)
    else {
      throw .unknownChannelLayout(path: path, channelCount: description.channelCount)
    }
    // No codec keeps 8192 frames in a byte: Opus holds at most 5760 in two, FLAC 65535 in eleven.
    guard description.length.count / 8192 <= extent.fileBytes else {
      throw .unreadable(path: path, reason: "the header promises more than the file can hold")
    }
    guard description.duration <= intake.longest else {
      throw .lastsTooLong(path: path, seconds: description.duration, limit: intake.longest)
    }
    let target = intake.sampleRate ?? rate
    self.foldDown = foldDown
    resampler = try Resampler(
      from: rate, to: target, channelCount: 2, quality: intake.quality)
    expectedFrames = Resampler.frames(description.length.count, from: rate, to: target)
    passage = AudioIntake.Passage(
      description: description, sampleRate: target, length: Frames(expectedFrames), notes: [])
    if let note = mislabel() { passage.notes.append(note) }
    if description.channelCount == 1 { passage.notes.append(.doubledMono) }
    if description.channelCount > 2 {
      passage.notes.append(
        .foldedDown(layout: foldDown.layout, channelCount: description.channelCount))
    }
    if rate != target { passage.notes.append(.resampled(from: rate, to: target)) }
    if let missing = extent.missingShare {
      let found = description.length.count
      try noteTruncation(expected: max(found + 1, Int(Double(found) / (1 - missing))), found: found)
    }
  }

  /// Decodes everything and hands on pieces of interleaved stereo.
  func run(
    isCancelled: () -> Bool,
    _ body: (UnsafeBufferPointer<Float>) throws(AudioFileError) -> Void
  ) throws(AudioFileError) {
    let size = IntakeStream.blockFrames
    var block = AudioBuffer(channelCount: description.channelCount, frameCount: size)
    var stereo = [Float](repeating: 0, count: 2 * size)
    var ended = false
    while !ended {
      if isCancelled() { throw .cancelled }
      let count = try block.withMutableBlock { block throws(AudioFileError) in
        try fill(block)
      }
      ended = count < size
      block.withReadOnlyBlock { block in
        stereo.withUnsafeMutableBufferPointer { target in
          guard let target = target.baseAddress else { return }
          foldDown.apply(block, count: count, to: target)
        }
      }
      framesIn += count
      // After the first broken sample the rest is only counted.
      if broken != nil, !tolerance.contains(.brokenSamples) { continue }
      try stereo.withUnsafeBufferPointer { source throws(AudioFileError) in
        let piece = UnsafeBufferPointer(rebasing: source[..<(2 * count)])
        try resampler.convert(piece, isLast: ended) { result throws(AudioFileError) in
          framesOut += result.count / 2
          try body(result)
        }
      }
    }
    try finish()
  }

  /// Reads a full block, less at the end, and silences what is no number.
  private func fill(_ block: AudioBlock) throws(AudioFileError) -> Int {
    let start = reader.position
    do throws(AudioFileError) {
      _ = try reader.read(into: block)
    } catch .truncated {
      // What was decoded before the end counts; `finish` judges what is missing.
    }
    let count = reader.position - start
    for channel in 0..<block.channelCount {
      let samples = block[channel]
      // The limit of the effects: a 32-bit integer that is read as a float is no sound either.
      for frame in 0..<count where !(samples[frame].magnitude <= 1e6) {
        if let known = broken {
          // Channel by channel within a block, so an earlier frame may come later.
          let isEarlier = start + frame < known.frame
          broken = (
            known.count + 1, isEarlier ? channel : known.channel,
            isEarlier ? start + frame : known.frame
          )
        } else {
          broken = (1, channel, start + frame)
        }
        samples[frame] = 0
      }
    }
    return count
  }

  private func finish() throws(AudioFileError) {
    if let broken {
      guard tolerance.contains(.brokenSamples) else {
        throw .brokenSamples(
          path: path, count: broken.count, channel: broken.channel, frame: broken.frame)
      }
      passage.notes.append(
        .silencedBrokenSamples(
          count: broken.count, channel: broken.channel, frame: broken.frame))
    }
    guard framesIn > 0 else {
      throw .unreadable(path: path, reason: "no frame of it can be decoded")
    }
    // The length of an MPEG or Ogg file is found from its bit rate or last page and may err by a frame
    // of the codec, at most 5760 samples (Opus, 120 ms).
    let slack = [.mpeg, .opus, .vorbis, .ogg].contains(description.container) ? 5760 : 0
    if description.length.count - framesIn > slack {
      try noteTruncation(expected: description.length.count, found: framesIn)
    }
    passage.description = AudioFileDescription(
      format: description.format, container: description.container,
      sampleRate: description.sampleRate, channelCount: description.channelCount,
      length: Frames(framesIn))
    passage.length = Frames(framesOut)
  }

  private func noteTruncation(expected: Int, found: Int) throws(AudioFileError) {
    guard tolerance.contains(.truncation) else {
      throw .truncated(path: path, expectedFrames: expected, foundFrames: found)
    }
    let isKnown = passage.notes.contains {
      if case .truncated = $0 { true } else { false }
    }
    if !isKnown {
      passage.notes.append(.truncated(expectedFrames: expected, foundFrames: found))
    }
  }

  private func mislabel() -> AudioIntake.Note? {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
    let suffix = name[name.index(after: dot)...].lowercased()
    let content = description.container
    let promises = AudioContainer.allCases.contains { $0.usualExtensions.contains(suffix) }
    guard promises, content != .unknown, !content.usualExtensions.contains(suffix) else {
      return nil
    }
    return .mislabelled(fileExtension: suffix, content: content)
  }
}
