import AudioFiles
import Production
import Signal

/// The stations of one mix, built from plan and manifest.
struct MixSession {
  private let premix: Premix
  private let bus: Locked<BusStation>
  private let files: [Locked<StemStation>]
  private let strips: [Locked<Strip>]

  init(
    stems: Stems, plan: MixPlan, output: MixOutput, loops: Bool, stemFolder: String,
    premixPath: String, listens: Bool = false, crew: Crew
  ) throws(MixingError) {
    guard stems.sampleRate > 0 else { throw .stemMismatch(part: "") }
    let rate = SampleRate(stems.sampleRate)
    let (channels, readers) = try MixSession.open(stems, plan: plan, folder: stemFolder)
    let settings = channels.map { plan.settings(of: $0) }
    let plain = Transport(sampleRate: rate, frames: stems.frames, loops: loops, tail: 0)
    let returns = [
      ReturnBus.reverb(plan, channels: settings, transport: plain),
      ReturnBus.delay(plan, channels: settings, transport: plain),
    ]
    // Half a second covers the memory of filters and compressor.
    let tail = returns.reduce(rate.frames(in: 0.5).count) { max($0, $1?.tail ?? 0) }
    let transport = Transport(sampleRate: rate, frames: stems.frames, loops: loops, tail: tail)
    var wanted: [(track: Int, file: MixOutput.File)] = []
    for (index, channel) in channels.enumerated() {
      if let file = output.stems[channel.id] { wanted.append((index, file)) }
    }
    var track = channels.count
    for (effect, file) in zip(returns, [output.reverb, output.delay]) where effect != nil {
      if let file { wanted.append((track, file)) }
      track += 1
    }
    var files: [Locked<StemStation>] = []
    for (track, file) in wanted {
      files.append(Locked(try StemStation(track: track, file: file, sampleRate: rate)))
    }
    self.files = files
    bus = Locked(
      try BusStation(
        plan, transport: transport, tail: tail, path: premixPath,
        listening: listens ? Listening(id: "mix", transport: transport) : nil))
    let sources = zip(channels, readers).map { (id: $0.id, reader: $1) }
    strips = zip(channels, zip(settings, readers)).map { channel, parts in
      let keys = sources.filter { parts.0.keys.contains($0.id) }.map {
        KeySource(id: $0.id, reader: $0.reader, transport: transport)
      }
      return Locked(
        Strip(
          settings: parts.0, reader: parts.1, keys: keys, transport: transport,
          listening: listens ? Listening(id: channel.id, transport: transport) : nil))
    }
    premix = Premix(
      crew: crew, transport: transport, ids: channels.map(\.id), strips: strips,
      returns: returns.compactMap { $0 }.map { Locked($0) }, bus: bus, files: files)
  }

  /// The strip and the sound of every stem, in order.
  private static func open(
    _ stems: Stems, plan: MixPlan, folder: String
  ) throws(MixingError) -> ([MixPlan.Channel], [SampleCacheReader]) {
    var channels: [MixPlan.Channel] = []
    var readers: [SampleCacheReader] = []
    for stem in stems.stems {
      guard let channel = plan.channel(stem.id) else { throw .missingChannel(part: stem.id) }
      channels.append(channel)
      readers.append(try StemSource.open(stem, of: stems, in: folder))
    }
    let known = Set(channels.map(\.id))
    for key in channels.flatMap({ plan.settings(of: $0).keys }) where !known.contains(key) {
      throw .missingChannel(part: key)
    }
    return (channels, readers)
  }

  /// Mixes everything to the premix file and returns its loudness.
  func run(
    progress: (Double) -> Void, cancellation: Cancellation
  ) throws(MixingError) -> LUFS? {
    try premix.run(progress: progress, cancellation: cancellation)
    return try bus.use { station throws(MixingError) in
      try station.finish()
      return station.loudness
    }
  }

  /// What was heard of strips and mix; nil when nobody listened.
  var heard: MixHearing? {
    let strips = strips.compactMap { $0.use { $0.heard } }
    guard let mix = bus.use({ $0.heard }) else { return nil }
    let gain = mix.peak.map { min(.zero, MixHearing.peak - $0) } ?? .zero
    return MixHearing(strips: strips, mix: mix, headroomGain: gain)
  }

  /// What gives the written stems their names.
  var finishTasks: [Crew.Task] {
    files.map { file in
      {
        try file.use { station throws(MixingError) in try station.finish() }
      }
    }
  }
}

/// Opens stems of the cache.
enum StemSource {
  /// Opens a stem and checks its shape.
  static func open(
    _ stem: Stem, of stems: Stems, in folder: String
  ) throws(MixingError) -> SampleCacheReader {
    let reader: SampleCacheReader
    do {
      reader = try SampleCacheReader(path: "\(folder)/\(stem.digest)")
    } catch {
      throw .stem(part: stem.id, error)
    }
    guard reader.channelCount == 2, reader.sampleRate.framesPerSecond == stems.sampleRate,
      reader.length.count == stem.frames
    else { throw .stemMismatch(part: stem.id) }
    return reader
  }
}
