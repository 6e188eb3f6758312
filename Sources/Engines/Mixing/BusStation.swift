import AudioFiles
import Metering
import Production
import Signal

/// The end of the premix: sums all tracks in order, runs the bus, finds the end, keeps the result.
struct BusStation {
  /// How many frames the master has; nil until the end is known.
  private(set) var end: Int?
  /// How many of them are written.
  private(set) var written = 0

  private let transport: Transport
  private var bus: MixBus
  private let writer: SampleCacheWriter
  private let meter: LoudnessMeter
  private var sum: AudioBuffer
  /// How long all must be quiet before the end, longer than the pause between two echoes.
  private let patience: Int
  private var quiet = 0
  /// Where the tails of the returns are over for certain.
  private let latestEnd: Int
  /// -92 dBFS before the gain of mastering: nothing is heard any more.
  private static let floor: Float = 2.5e-5
  /// The end is never cut: 10 ms at 48 kHz.
  private static let endFade = 480

  private let listening: Listening?

  init(
    _ plan: MixPlan, transport: Transport, tail: Int, path: String, listening: Listening? = nil
  ) throws(MixingError) {
    self.listening = listening
    self.transport = transport
    bus = MixBus(plan, transport: transport)
    let rate = transport.sampleRate
    meter = LoudnessMeter(sampleRate: rate, measures: .integrated)
    sum = AudioBuffer(frameCount: transport.segment)
    patience = rate.frames(in: plan.usesDelay ? plan.delayTime + 0.1 : 0.1).count
    latestEnd = transport.frames + tail
    if transport.loops {
      end = transport.frames
    } else if let last = bus.lastFrame {
      end = min(last, latestEnd)
    }
    do {
      writer = try SampleCacheWriter(path: path, sampleRate: rate)
    } catch {
      throw .output(error)
    }
  }

  /// Whether every frame of the master is written.
  var isDone: Bool { end.map { written >= $0 } ?? false }

  /// The loudness so far.
  var loudness: LUFS? { meter.reading.integrated }

  /// What was heard of the mix; nil when nobody listens.
  var heard: StemAnalysis? { listening?.analysis }

  /// Takes the tracks of the segment at `position`.
  mutating func take(_ tracks: [AudioBuffer], at position: Int) throws(MixingError) {
    guard !isDone else { return }
    let naturalEnd = findEnd(tracks, at: position)
    let (bus, transport, writer, meter, listening) = (bus, transport, writer, meter, listening)
    var chain = bus
    let first = position - bus.latency
    // Not Int.max: the latency is subtracted from it.
    let limit = end ?? Int.max / 2
    var count = 0
    do {
      try sum.withMutableBlock { block throws(AudioFileError) in
        BusStation.add(tracks, into: block)
        chain.process(block)
        let lower = max(0, -first)
        let upper = min(transport.segment, limit - first)
        guard lower < upper else { return }
        let part = block[frames: lower..<upper]
        bus.fade(part, at: first + lower)
        if naturalEnd { BusStation.fadeEnd(part, at: first + lower, end: limit) }
        meter.add(part)
        listening?.add(part)
        try writer.write(part)
        count = part.frameCount
      }
    } catch {
      throw .output(error)
    }
    self.bus = chain
    written += count
  }

  /// Completes the file.
  func finish() throws(MixingError) {
    do {
      try writer.finish()
    } catch {
      throw .output(error)
    }
  }

  /// Removes what was written.
  func cancel() { writer.cancel() }

  /// Looks whether all has died away; whether the end is where it did.
  private mutating func findEnd(_ tracks: [AudioBuffer], at position: Int) -> Bool {
    if end != nil { return !transport.loops && bus.lastFrame == nil }
    let next = position + transport.segment
    guard next > transport.frames else { return false }
    let peak = tracks.reduce(Float(0)) { max($0, $1.peak) }
    quiet = peak < BusStation.floor ? quiet + transport.segment : 0
    if quiet >= patience || next >= latestEnd { end = max(next, transport.frames) }
    return end != nil
  }

  /// The sum of all tracks, first to last.
  private static func add(_ tracks: [AudioBuffer], into block: AudioBlock) {
    block.silence()
    for track in tracks {
      for channel in 0..<2 {
        let target = block[channel]
        track.withChannel(channel) { source in
          for frame in 0..<block.frameCount { target[frame] += source[frame] }
        }
      }
    }
  }

  /// Fades the last milliseconds before `end`.
  private static func fadeEnd(_ block: AudioBlock, at position: Int, end: Int) {
    let start = end - endFade
    guard position + block.frameCount > start else { return }
    for frame in max(0, start - position)..<block.frameCount {
      let gain = Float(end - (position + frame)) / Float(endFade)
      for channel in 0..<2 { block[channel][frame] *= gain }
    }
  }
}
