import AudioFiles
import Production
import Signal

/// Mixes stems down to the bus, segment by segment, on several threads in a fixed order of sums.
///
/// A segment passes four stations in four steps: strips, returns, bus, files. In each step all stations
/// work at once, on four successive segments, so that memory is bounded and all cores are busy.
struct Premix: Sendable {
  private let crew: Crew
  private let transport: Transport
  private let strips: [Locked<Strip>]
  private let returns: [Locked<ReturnBus>]
  private let bus: Locked<BusStation>
  private let files: [Locked<StemStation>]
  private let ids: [String]
  /// The sound of four segments, `[segment modulo 4][strips, then returns]`.
  private let buffers: [[Locked<AudioBuffer>]]
  private static let depth = 4

  init(
    crew: Crew, transport: Transport, ids: [String], strips: [Locked<Strip>],
    returns: [Locked<ReturnBus>], bus: Locked<BusStation>, files: [Locked<StemStation>]
  ) {
    self.crew = crew
    self.transport = transport
    self.ids = ids
    self.strips = strips
    self.returns = returns
    self.bus = bus
    self.files = files
    let tracks = strips.count + returns.count
    buffers = (0..<Premix.depth).map { _ in
      (0..<tracks).map { _ in Locked(AudioBuffer(frameCount: transport.segment)) }
    }
  }

  /// Runs all segments; `progress` gets the share that is done.
  func run(
    progress: (Double) -> Void, cancellation: Cancellation
  ) throws(MixingError) {
    var step = 0
    var isComplete = false
    while !isComplete {
      try cancellation.check()
      let end = bus.use { $0.end }
      try crew.run(
        stripTasks(step) + returnTasks(step - 1) + busTasks(step - 2)
          + fileTasks(step - 3, end: end))
      // The files lag one step behind the bus.
      isComplete = bus.use { $0.isDone } && position(of: step - 2) >= (bus.use { $0.end } ?? 0)
      let total = max(1, (end ?? transport.frames) - transport.start)
      progress(min(1, Double(position(of: step - 2) - transport.start) / Double(total)))
      step += 1
    }
  }

  private func position(of segment: Int) -> Int { transport.start + segment * transport.segment }

  /// The buffers of a segment's tracks, shared and not to be changed while they are used.
  private func tracks(_ segment: Int, count: Int) -> [AudioBuffer] {
    buffers[segment % Premix.depth].prefix(count).map { $0.use { $0 } }
  }

  private func stripTasks(_ segment: Int) -> [Crew.Task] {
    strips.indices.map { index in
      {
        do throws(AudioFileError) {
          try strips[index].use { strip throws(AudioFileError) in
            try buffers[segment % Premix.depth][index].use { buffer throws(AudioFileError) in
              try buffer.withMutableBlock { block throws(AudioFileError) in
                try strip.render(into: block)
              }
            }
          }
        } catch {
          throw MixingError.stem(part: ids[index], error)
        }
      }
    }
  }

  private func returnTasks(_ segment: Int) -> [Crew.Task] {
    guard segment >= 0 else { return [] }
    return returns.indices.map { index in
      {
        let tracks = tracks(segment, count: strips.count)
        returns[index].use { effect in
          buffers[segment % Premix.depth][strips.count + index].use { buffer in
            effect.render(tracks, into: &buffer)
          }
        }
      }
    }
  }

  private func busTasks(_ segment: Int) -> [Crew.Task] {
    guard segment >= 0 else { return [] }
    let task: Crew.Task = {
      let tracks = tracks(segment, count: strips.count + returns.count)
      try bus.use { station throws(MixingError) in
        try station.take(tracks, at: position(of: segment))
      }
    }
    return [task]
  }

  private func fileTasks(_ segment: Int, end: Int?) -> [Crew.Task] {
    guard segment >= 0 else { return [] }
    let start = position(of: segment)
    let lower = max(0, -start)
    let upper = min(transport.segment, (end ?? .max) - start)
    guard lower < upper else { return [] }
    return files.map { file in
      {
        try file.use { station throws(MixingError) in
          let buffer = buffers[segment % Premix.depth][station.track].use { $0 }
          try station.write(buffer, frames: lower..<upper)
        }
      }
    }
  }
}
