public import Signal

/// Plays a schedule on a SoundFont's or a voice's synthesizer, block after block, from the first downbeat on.
///
/// The synthesizer is asked for at most 512 frames at a time, cut at fixed multiples and at events, so
/// that the samples after a change do not depend on what lay before it once the changed notes have died
/// away. They are rounded to multiples of 2^-24 (half a step of 24 bit) because the order in which
/// FluidSynth sums its voices, hence the last bit of its double-precision sum, does depend on it.
/// While nothing sounds the synthesizer is not asked at all. One thread at a time.
public final class SchedulePlayer {
  /// The lengths that can be asked for are multiples of this many frames.
  public static let granularity = 512

  private let synthesizer: any PartSynthesizer
  private let schedule: EventSchedule
  /// For each strike how many frames it lasts until its release.
  private let lengths: [Int?]
  private let skipsSilence: Bool
  private var next = 0
  /// How many frames were rendered so far.
  public private(set) var position = 0

  /// Starts a schedule on a fresh synthesizer whose sound is selected.
  ///
  /// `skipsSilence` saves time and changes no sample.
  public init(
    _ schedule: EventSchedule, on synthesizer: any PartSynthesizer, skipsSilence: Bool = true
  ) {
    self.schedule = schedule
    lengths = SchedulePlayer.lengths(of: schedule)
    self.synthesizer = synthesizer
    self.skipsSilence = skipsSilence
  }

  /// Whether every event was played; voices may still sound.
  public var eventsAreDone: Bool { next == schedule.events.count }

  /// Whether every event was played and nothing sounds any more.
  public var isSilent: Bool { eventsAreDone && synthesizer.activeVoices == 0 }

  /// Fills a stereo block with the next frames; its length is a multiple of `granularity`.
  public func render(into block: AudioBlock) {
    precondition(block.frameCount.isMultiple(of: SchedulePlayer.granularity))
    var start = 0
    while start < block.frameCount {
      sendDueEvents()
      var end = min(
        block.frameCount,
        start + SchedulePlayer.granularity - position % SchedulePlayer.granularity)
      if next < schedule.events.count {
        let event = schedule.events[next].block * EventSchedule.blockFrames
        end = min(end, start + event - position)
      }
      let piece = block[frames: start..<end]
      if skipsSilence && synthesizer.activeVoices == 0 {
        piece.silence()
      } else {
        synthesizer.render(into: piece)
        SchedulePlayer.round(piece)
      }
      position += end - start
      start = end
    }
  }

  private func sendDueEvents() {
    while next < schedule.events.count,
      schedule.events[next].block * EventSchedule.blockFrames <= position
    {
      synthesizer.send(schedule.events[next].message, at: position, lasting: lengths[next])
      next += 1
    }
  }

  private static func lengths(of schedule: EventSchedule) -> [Int?] {
    var lengths = [Int?](repeating: nil, count: schedule.events.count)
    var ends = [Int?](repeating: nil, count: 128)
    for (index, event) in schedule.events.enumerated().reversed() {
      switch event.message {
      case .noteOff(let key): ends[key] = event.block
      case .noteOn(let key, _):
        lengths[index] = ends[key].map { ($0 - event.block) * EventSchedule.blockFrames }
      default: break
      }
    }
    return lengths
  }

  /// Rounds samples to multiples of 2^-24, ties to even; a double has its last bit there at 2^28.
  private static func round(_ block: AudioBlock) {
    let anchor = 0x1.8p28
    for channel in 0..<block.channelCount {
      let samples = block[channel]
      for frame in 0..<block.frameCount {
        samples[frame] = Float((Double(samples[frame]) + anchor) - anchor)
      }
    }
  }
}
