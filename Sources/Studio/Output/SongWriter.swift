import AudioFiles
import Foundation
import Instruments
import Mixing
import Music
import Production
import Rendering
import Signal
import StandardMIDI
import Synchronization

/// Writes the files of one song into a staged folder: MIDI, stems, masters.
struct SongWriter {
  let studio: Studio
  let folder: StagedFolder
  let formats: [OutputFormat]
  let soundFont: String?
  let monitor: WorkMonitor
  /// The share of the whole work that this song is, as start and length in 0...1.
  var share: (start: Double, length: Double) = (0, 1)

  /// What writing a song found out.
  struct Result {
    var master: MasterReport?
    var stages: [String: Double] = [:]
    var notices: [String] = []
    var originality: OriginalityNote?

    /// The report of what was made, which becomes the last file of the folder.
    func report(
      of song: Song, certificate: Certificate, in folder: StagedFolder, project: String
    ) throws -> SongReport {
      let others = folder.files.filter { $0 != project }
      let report = SongReport(
        song: song, certificate: certificate,
        files: [project] + others + ["\(folder.destination)/\(SongFiles.report)"],
        master: master, stages: stages, notices: notices, originality: originality)
      try folder.write((try JSONText.pretty(report) + "\n").utf8, to: SongFiles.report)
      return report
    }
  }

  /// Writes everything; makes a mix plan if the song has none or `remix` is true.
  func write(_ song: inout Song, remix: Bool) throws -> Result {
    var result = Result()
    var start = studio.now()
    func lap(_ stage: StudioProgress.Stage) {
      let end = studio.now()
      result.stages[stage.rawValue, default: 0] += end - start
      start = end
    }
    defer { monitor.report(StudioProgress(stage: .writing, total: share.start + share.length)) }
    guard formats.contains(where: \.needsSound) else {
      if formats.contains(.midi) { try writeMIDI(song) }
      lap(.writing)
      return result
    }
    let notices = Mutex<[String]>([])
    let stems = try render(song, notices: notices)
    song.settings.soundFont = stems.soundFont
    lap(.rendering)
    let cache = renderCache
    report(.mixing, nil, 0.6)
    let isFirstMix = song.mix == nil
    song.mix = try MixPlanner(stemFolder: cache.folder, threads: threads).plan(
      stems: stems, score: song.score, plan: song.plan, style: song.style,
      keeping: remix ? nil : song.mix, isCancelled: monitor.isCancelled)
    if let fade = song.mix?.fade, fade > 0 { song.mix?.fadeEnd = song.score.seconds }
    if remix || isFirstMix { song.mix?.corridor = try studio.corridor(of: song.style) }
    result.master = try mix(song, stems: stems)
    // What was found once stays, so that an edit of some bars does not colour all others anew.
    song.mix?.keep(result.master)
    lap(.mixing)
    // The MIDI files carry the balance of the mix, so they come after it.
    if formats.contains(.midi) { try writeMIDI(song) }
    lap(.writing)
    _ = cache.prune(keeping: Set(stems.stems.map(\.digest)))
    result.notices = notices.withLock { $0 }
    if let master = result.master, master.stoppedByLimiting {
      result.notices.append(
        "The master stops at 6 dB of limiting, "
          + "\(Self.decimal(master.loudness?.value ?? 0)) instead of "
          + "\(Self.decimal(master.target.value)) LUFS.")
    }
    return result
  }

  var threads: Int { studio.threads }

  var renderCache: RenderCache {
    RenderCache(
      folder: "\(studio.cacheFolder)/stems",
      limit: studio.configuration.cacheBytes ?? 4 << 30)
  }

  func writeMIDI(_ song: Song) throws {
    let encoder = ScoreEncoder(levels: song.midiLevels)
    let file = try encoder.file(of: song.score, performance: song.performance)
    try folder.write(try file.encoded(), to: SongFiles.score)
    for part in try encoder.partFiles(of: song.score, performance: song.performance) {
      try folder.write(try part.file.encoded(), to: "\(SongFiles.parts)/\(part.id).mid")
    }
  }

  func render(_ song: Song, notices: borrowing Mutex<[String]>) throws -> Stems {
    let settings = RenderSettings(
      soundFont: try studio.soundFont(requested: soundFont), presets: try studio.presets(),
      synthesizer: SynthesizerSettings(sampleRate: SampleRate(song.settings.sampleRate)),
      loop: song.plan.loop, threads: threads)
    let shares = Mutex<[String: Double]>([:])
    let count = Double(max(song.score.parts.count, 1))
    let events = Mutex<[String]>([])
    let stems = try Renderer(settings: settings, cache: renderCache).render(
      performance: song.performance, score: song.score,
      progress: { event in
        switch event {
        case .rendered(let part, let done):
          let total = shares.withLock { shares -> Double in
            shares[part] = done
            return shares.values.reduce(0, +) / count
          }
          report(.rendering, part, 0.05 + 0.55 * total)
        case .reused(let part): shares.withLock { $0[part] = 1 }
        case .presetSubstituted(let part, let preset):
          events.withLock {
            $0.append("There is no preset file for \(preset); the SoundFont plays \(part).")
          }
        case .kitSubstituted(let part, let program):
          events.withLock {
            $0.append(
              "The SoundFont has no drum kit \(program); \(part) plays its standard kit.")
          }
        }
      }, isCancelled: monitor.isCancelled)
    let found = events.withLock { $0 }
    notices.withLock { $0 += found }
    return stems
  }

  private func mix(_ song: Song, stems: Stems) throws -> MasterReport? {
    guard let plan = song.mix else { return nil }
    let tags = song.tags(artist: studio.configuration.artist)
    var masters: [MixOutput.File] = []
    for format in formats {
      guard let audio = format.audio else { continue }
      let path = try folder.path("\(SongFiles.master).\(audio.fileExtension)")
      masters.append(MixOutput.File(path: path, format: audio, tags: tags))
    }
    var output = MixOutput(masters: masters)
    if formats.contains(.stems) {
      func file(_ name: String) throws -> MixOutput.File {
        MixOutput.File(path: try folder.path("\(SongFiles.stems)/\(name).wav"), format: .wave24)
      }
      for part in song.score.parts { output.stems[part.id] = try file(part.id) }
      let ids = song.score.parts.map(\.id)
      output.reverb = try file(SongFiles.free(SongFiles.reverbReturn, besides: ids))
      output.delay = try file(SongFiles.free(SongFiles.delayReturn, besides: ids))
    }
    let mixer = Mixer(
      stemFolder: renderCache.folder, scratchFolder: renderCache.folder,
      threads: threads)
    return try mixer.mix(
      stems, plan: plan, output: output, loops: song.plan.loop,
      progress: { report(.mixing, nil, 0.6 + 0.38 * $0) }, isCancelled: monitor.isCancelled)
  }

  private func report(_ stage: StudioProgress.Stage, _ part: String?, _ done: Double) {
    monitor.report(
      StudioProgress(stage: stage, part: part, total: share.start + share.length * done))
  }

  private static func decimal(_ value: Double) -> String { String(format: "%.1f", value) }
}

extension Song {
  /// The tags of the song's audio files.
  func tags(artist: String?) -> AudioTags {
    var tags = AudioTags()
    tags.title = score.title
    tags.artist = artist
    tags.tempo = plan.tempo.changes[0].beatsPerMinute
    tags.key = plan.keys.first.map { $0.key.description }
    tags.genre = style.title
    tags.software = "Etude \(EtudeVersion.current)"
    return tags
  }

  /// Volume and pan for MIDI, from the mix if there is one.
  var midiLevels: [String: ScoreEncoder.Level] {
    guard let mix, let loudest = mix.channels.map({ $0.gain.value }).max() else { return [:] }
    var levels: [String: ScoreEncoder.Level] = [:]
    for channel in mix.channels {
      let share = Decibels(channel.gain.value - loudest).gain
      // General MIDI volume is a square law (GM 1 Developer Guidelines, 3.3.1).
      let volume = Int((share.squareRoot() * 110).rounded())
      levels[channel.id] = ScoreEncoder.Level(
        volume: min(max(volume, 0), 127), pan: min(max(Int(64 + channel.pan * 63), 0), 127))
    }
    return levels
  }
}
