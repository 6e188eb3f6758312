import Dispatch
import Instruments
public import Music
public import Production
import Signal
import Synchronization

/// Turns a performance into one stereo stem a part, in a cache folder.
///
/// Each part has its own synthesizer, a SoundFont's or a synthesised voice's by its instrument, so that its stem depends on its own events and instrument alone,
/// and is made only if the cache has no intact one. Parts are rendered side by side; no sample depends on
/// how many at once. Cost: about 7 ns a frame and sounding voice.
public struct Renderer: Sendable {
  /// The settings.
  public var settings: RenderSettings
  /// Where the stems go.
  public var cache: RenderCache

  /// Makes a renderer.
  public init(settings: RenderSettings, cache: RenderCache) {
    self.settings = settings
    self.cache = cache
  }

  /// Renders what is not in the cache and returns the manifest of all stems, in the order of the score.
  ///
  /// Works on the calling thread and others until all is done. `progress` is called from these threads.
  /// `isCancelled` is asked every few milliseconds; then `cancelled` is thrown and nothing unfinished stays.
  public func render(
    performance: Performance, score: Score,
    progress: @escaping @Sendable (RenderEvent) -> Void = { _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(RenderingError) -> Stems {
    for part in performance.parts where score.part(part.id) == nil {
      throw .unknownPart(id: part.id)
    }
    do {
      try cache.create()
    } catch {
      throw .cache(error)
    }
    let identity = try SoundFontDigest(cache: cache).identity(
      of: settings.soundFont, isCancelled: isCancelled)
    let seconds = settings.loop ? score.seconds : performance.seconds
    var orders: [StemOrder] = []
    for part in score.parts {
      orders.append(
        try StemOrder(
          part: part,
          performed: performance.part(part.id) ?? PerformedPart(id: part.id, notes: []),
          seconds: seconds, settings: settings, soundFont: identity))
    }
    let lengths = try renderAll(orders, progress: progress, isCancelled: isCancelled)
    let stems = zip(orders, lengths).map { order, frames in
      Stem(
        id: order.part.id, name: order.part.name, role: order.part.role, digest: order.digest,
        frames: frames)
    }
    let musicFrames = max(0, settings.synthesizer.sampleRate.frames(in: seconds).count)
    let longest = stems.map(\.frames).max() ?? 0
    return Stems(
      sampleRate: settings.synthesizer.sampleRate.framesPerSecond,
      frames: settings.loop ? musicFrames : max(longest, musicFrames), musicFrames: musicFrames,
      stems: stems, soundFont: identity)
  }

  /// The work that the threads share.
  private struct Work {
    var next = 0
    var lengths: [Int]
    var failure: RenderingError?
  }

  /// Renders orders side by side, the longest first, and returns their lengths.
  private func renderAll(
    _ orders: [StemOrder], progress: @escaping @Sendable (RenderEvent) -> Void,
    isCancelled: @escaping @Sendable () -> Bool
  ) throws(RenderingError) -> [Int] {
    let costs = orders.map(\.cost)
    let sequence = orders.indices.sorted { (-costs[$0], $0) < (-costs[$1], $1) }
    let work = Mutex(Work(lengths: [Int](repeating: 0, count: orders.count)))
    let stops: @Sendable () -> Bool = {
      isCancelled() || work.withLock { $0.failure != nil }
    }
    DispatchQueue.concurrentPerform(iterations: max(1, min(settings.threads, orders.count))) { _ in
      while true {
        let turn = work.withLock { work -> Int? in
          guard work.failure == nil, work.next < sequence.count else { return nil }
          work.next += 1
          return sequence[work.next - 1]
        }
        guard let turn else { return }
        do throws(RenderingError) {
          let frames = try renderOne(
            orders[turn], index: turn, progress: progress, isCancelled: stops)
          work.withLock { $0.lengths[turn] = frames }
        } catch {
          work.withLock { if $0.failure == nil { $0.failure = error } }
        }
      }
    }
    return try work.withLock { work throws(RenderingError) in
      if let failure = work.failure { throw failure }
      return work.lengths
    }
  }

  private func renderOne(
    _ order: StemOrder, index: Int, progress: (RenderEvent) -> Void, isCancelled: () -> Bool
  ) throws(RenderingError) -> Int {
    if isCancelled() { throw .cancelled }
    let rate = settings.synthesizer.sampleRate
    if let frames = cache.intactFrames(order.digest, sampleRate: rate) {
      progress(.reused(part: order.part.id))
      return frames
    }
    return try withoutActuallyEscaping(progress) { report throws(RenderingError) in
      try withoutActuallyEscaping(isCancelled) { stops throws(RenderingError) in
        let frames = try StemRenderer(
          order: order, index: index, settings: settings, cache: cache, report: report,
          isCancelled: stops
        ).render()
        report(.rendered(part: order.part.id, share: 1))
        return frames
      }
    }
  }
}
