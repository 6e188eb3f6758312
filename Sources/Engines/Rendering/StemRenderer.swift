import AudioFiles
import Instruments
import Music
import PresetFiles
import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Renders one stem into the cache, in bounded memory.
struct StemRenderer {
  let order: StemOrder
  /// The part's place in the score.
  let index: Int
  let settings: RenderSettings
  let cache: RenderCache
  let report: (RenderEvent) -> Void
  let isCancelled: () -> Bool

  private static let blockFrames = 4096

  /// Renders the stem and returns its length in frames.
  func render() throws(RenderingError) -> Int {
    let player = SchedulePlayer(order.schedule, on: try synthesizer())
    do {
      guard settings.loop else {
        let (frames, checksum) = try write(player, to: cache.path(order.digest))
        try cache.writeSummary(order.digest, frames: frames, checksum: checksum)
        return frames
      }
      // Another process, or another part with the same digest, may be at work: the name is our own.
      let turn = cache.path("\(order.digest)-\(getpid())-\(index).part")
      defer { unlink(turn) }
      _ = try write(player, to: turn)
      return try fold(turn)
    } catch let error as AudioFileError {
      throw .cache(error)
    } catch let error as RenderingError {
      throw error
    } catch {
      throw .cache(.encoderFailed(path: cache.path(order.digest), reason: "\(error)"))
    }
  }

  /// The part's instrument, ready to play.
  private func synthesizer() throws(RenderingError) -> any PartSynthesizer {
    do {
      if let preset = order.preset?.preset {
        return try VoiceSynthesizer.instrument(
          preset, sampleRate: settings.synthesizer.sampleRate)
      }
      if order.part.instrument.isSynthesized {
        report(.presetSubstituted(part: order.part.id, preset: order.part.instrument.id))
      }
      let synthesizer = try SoundFontSynthesizer(
        soundFont: settings.soundFont, settings: settings.synthesizer)
      let program = order.part.instrument.program
      if order.part.instrument.isDrumKit, program != 0,
        !synthesizer.hasPreset(bank: order.bank, program: program)
      {
        report(.kitSubstituted(part: order.part.id, program: program))
        try synthesizer.select(bank: order.bank, program: 0)
      } else {
        try synthesizer.select(bank: order.bank, program: program)
      }
      return synthesizer
    } catch {
      throw .instrument(error)
    }
  }

  /// Plays everything and its tail into a cache file.
  private func write(
    _ player: SchedulePlayer, to path: String
  ) throws -> (frames: Int, checksum: SampleChecksum) {
    let rate = settings.synthesizer.sampleRate
    let writer = try SampleCacheWriter(path: path, sampleRate: rate)
    var checksum = SampleChecksum()
    var tail = Tail(settings: settings)
    var buffer = AudioBuffer(frameCount: StemRenderer.blockFrames)
    var reported = 0
    while !player.isSilent && !tail.isOver {
      if isCancelled() { throw RenderingError.cancelled }
      let isTail = player.eventsAreDone
      try buffer.withMutableBlock { block in
        player.render(into: block)
        if isTail { tail.shape(block) }
        checksum.update(block)
        try writer.write(block)
      }
      let share = player.position * 50 / max(1, order.musicFrames)
      if share > reported, share <= 50 {
        reported = share
        report(.rendered(part: order.part.id, share: Double(share) / 50))
      }
    }
    return (try writer.finish().count, checksum)
  }

  /// Wraps what sounds after the loop's end onto its beginning, turn by turn.
  private func fold(_ turn: String) throws -> Int {
    let reader = try SampleCacheReader(path: turn)
    let length = order.musicFrames
    let writer = try SampleCacheWriter(
      path: cache.path(order.digest), sampleRate: settings.synthesizer.sampleRate)
    var checksum = SampleChecksum()
    var (sum, wrapped) = (AudioBuffer(frameCount: 16_384), AudioBuffer(frameCount: 16_384))
    var start = 0
    while start < length {
      if isCancelled() { throw RenderingError.cancelled }
      let count = min(16_384, length - start)
      try sum.withMutableBlock { whole in
        let block = whole[frames: 0..<count]
        try reader.read(at: start, into: block)
        try wrapped.withMutableBlock { other in
          let source = other[frames: 0..<count]
          var position = start + length
          while position < reader.length.count {
            try reader.read(at: position, into: source)
            block.add(source)
            position += length
          }
        }
        checksum.update(block)
        try writer.write(block)
      }
      start += count
    }
    try writer.finish()
    try cache.writeSummary(order.digest, frames: length, checksum: checksum)
    return length
  }
}

/// Decides when a tail has died away, and fades what would sound too long.
struct Tail {
  private let floor: Float
  private let longest: Int
  private let fade: Int
  private let patience: Int
  private var position = 0
  private var quiet = 0

  init(settings: RenderSettings) {
    let rate = settings.synthesizer.sampleRate.hertz
    floor = Float(settings.tailFloor.gain)
    longest = Int(settings.longestTail * rate)
    fade = max(1, min(longest, Int(rate)))
    patience = Int(rate / 4)
  }

  /// Whether nothing more is to be heard.
  var isOver: Bool { position >= longest || quiet >= patience }

  /// Takes the next frames of the tail; fades them where the tail or its patience ends.
  mutating func shape(_ block: AudioBlock) {
    quiet = block.peak < floor ? quiet + block.frameCount : 0
    let start = position
    position += block.frameCount
    let (end, length) =
      quiet >= patience ? (position, block.frameCount) : (longest, fade)
    guard position > end - length else { return }
    for channel in 0..<block.channelCount {
      let samples = block[channel]
      for frame in 0..<block.frameCount {
        let left = Float(end - (start + frame)) / Float(length)
        samples[frame] *= max(0, min(1, left))
      }
    }
  }
}
