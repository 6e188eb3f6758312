import Analyzing
import Briefing
import Composing
import Foundation
import Music
public import Production
import Provenance
import StandardMIDI
import StyleFiles

/// An order to make a project from a MIDI file.
public struct ImportRequest: Hashable, Sendable {
  /// The MIDI file.
  public var file: String
  /// The track that holds the melody, by number from 1 or by name.
  public var melody: String?
  /// Whether the imported notes are locked.
  public var locks: Bool
  /// Whether a damaged file is read as far as possible.
  public var recovers: Bool
  /// The style for parts that are composed later; nil for the nearest.
  public var style: String?
  /// The folder to write.
  public var output: String
  /// What to write besides the project.
  public var formats: [OutputFormat]
  /// Whether files that stand there are replaced.
  public var replacing: Bool
  /// Whether the engine may write notes in the project; nil as the configuration says.
  public var allowsEngine: Bool?

  /// Makes an order.
  public init(
    file: String, melody: String? = nil, locks: Bool = false, recovers: Bool = false,
    style: String? = nil, output: String, formats: [OutputFormat] = [.midi],
    replacing: Bool = false, allowsEngine: Bool? = nil
  ) {
    self.file = file
    self.melody = melody
    self.locks = locks
    self.recovers = recovers
    self.style = style
    self.output = output
    self.formats = formats
    self.replacing = replacing
    self.allowsEngine = allowsEngine
  }
}

extension Studio {
  /// The most bytes that a MIDI file may have.
  static let largestMIDIFile = 64 << 20

  /// What is in a MIDI file, in the vocabulary of a plan.
  ///
  /// Throws `MIDIDecodingError`, `ScoreDecodingError` and `StudioError`.
  public func analyze(
    file: String, ignoringAnnotations: Bool = false, recovering: Bool = false
  ) throws -> Analysis {
    let reading = try readScore(file, melody: nil, recovering: recovering)
    var analysis = Analyzer.analyze(score: reading.score, ignoringAnnotations: ignoringAnnotations)
    analysis.notices = reading.notices(key: analysis.key) + analysis.notices
    return analysis
  }

  /// Makes a project from a MIDI file: its notes as score and performance, its form as found.
  public func importMIDI(
    _ request: ImportRequest, monitor: WorkMonitor = WorkMonitor()
  ) throws -> SongReport {
    var request = request
    request.output = PathName(request.output).named.path
    let reading = try readScore(
      request.file, melody: request.melody, recovering: request.recovers)
    guard reading.score.parts.contains(where: { !$0.notes.isEmpty }) else {
      throw StudioError.nothingToImport(path: request.file)
    }
    var song = try importedSong(reading, request)
    let name = PathName(request.output).last
    let replaced = try replaced(by: request, name: name)
    let writer = exporter(of: reading, request, song: song)
    if writer != .person { song.brief.notices.append(Self.exportNotice) }
    let folder = try StagedFolder(
      destination: request.output,
      names: [SongFiles.project(name: name), SongFiles.report]
        + SongFiles.names(of: request.formats), replacing: request.replacing)
    do {
      let written = try SongWriter(
        studio: self, folder: folder, formats: request.formats, soundFont: nil, monitor: monitor
      ).write(&song, remix: false)
      let project = SongFiles.project(name: name)
      let file = try ProjectFile.create(
        at: try folder.path(project), song: song,
        operation: ProjectOperation(
          verb: "import",
          inputs: try JSONText.line(ImportInputs(file: request.file, replaces: replaced?.head)),
          summary: "Imported \(PathName(request.file).last)"
            + (writer == .person ? "" : ", which this program had written"), actor: writer,
          sources: [
            LedgerSource(
              name: PathName(request.file).last, digest: LedgerHash.of(reading.bytes), use: .notes)
          ]), by: notary)
      if !(request.allowsEngine ?? configuration.ai ?? true) || replaced?.allowsEngine == false {
        try file.switchEngine(on: false, by: notary)
      }
      try credentials(for: request.formats)?.sign(
        folder, try statement(of: song, in: file, "Mixed and mastered"), monitor: monitor)
      try file.close()
      let report = try written.report(
        of: song, certificate: song.certificate(), in: folder,
        project: "\(folder.destination)/\(project)")
      try folder.commit()
      return report
    } catch {
      folder.discard()
      throw StudioError.translated(error)
    }
  }

  /// A score from a MIDI file and what had to be assumed.
  func readScore(_ path: String, melody: String?, recovering: Bool) throws -> ScoreReading {
    let bytes = try Studio.readFile(path, limit: Studio.largestMIDIFile)
    var notices: [String] = []
    let file: MIDIFile
    if recovering {
      let recovery = try MIDIFile.decode(recovering: bytes)
      file = recovery.file
      notices += recovery.repairs.map { "\($0)" }
    } else {
      file = try MIDIFile.decode(bytes)
    }
    let decoding = try ScoreDecoder(melody: melody).score(of: file)
    var score = decoding.score
    if score.title.isEmpty {
      score.title = PathName(path).stem
    }
    return ScoreReading(
      score: score, bytes: bytes, isExport: file.isExport,
      notices: notices + decoding.notices.filter { $0 != .noKey }.map(\.description),
      statesKey: !decoding.notices.contains(.noKey),
      statesTempo: !decoding.notices.contains(.noTempo))
  }

  /// A MIDI file that must be sound: a damaged one makes a poor idea.
  static func soundMIDI(_ path: String, limit: Int) throws(StudioError) -> MIDIFile {
    let bytes = try readFile(path, limit: limit)
    do {
      return try MIDIFile.decode(bytes)
    } catch {
      throw .unsoundMIDI(path: path, error)
    }
  }

  /// The bytes of a file; throws where it is no file, too large, or may not be read.
  static func readFile(_ path: String, limit: Int) throws(StudioError) -> [UInt8] {
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
      guard attributes[.type] as? FileAttributeType == .typeRegular else {
        throw StudioError.unreadable(path: path, cause: "it is not a file")
      }
      guard size <= limit else {
        throw StudioError.fileTooLarge(path: path, bytes: size, limit: limit)
      }
      return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch let error as StudioError {
      throw error
    } catch {
      let isMissing = FileAccess.isMissing(path)
      throw .unreadable(
        path: path, cause: isMissing ? "there is no such file" : "permission denied")
    }
  }

  /// The style that was asked for, or the nearest to tempo, metre, key and band as they were found.
  private func style(
    of reading: ScoreReading, as brief: Brief, _ analysis: Analysis
  ) throws -> Style {
    guard brief.styles.isEmpty else { return try style(for: brief) }
    var found = brief
    // What the format assumes says nothing of the music.
    if !reading.statesTempo { found.tempo = nil }
    let band = analysis.parts.filter { $0.notes > 0 }.map {
      StyleChoice.Player(role: $0.role, instrument: $0.instrument)
    }
    return try library.blend(
      StyleChoice(found, band: band).shares(among: library.survey().styles))
  }

  /// Chords up to the end of a piece: an analysis hears them in whole steps of its grid.
  private static func cut(_ chords: [ChordSpan], at end: Beat) -> [ChordSpan] {
    chords.filter { $0.onset < end }.map { span in
      ChordSpan(
        onset: span.onset, duration: min(span.duration, end - span.onset), chord: span.chord)
    }
  }

  /// Chords of a style for a tune that stands alone, as one line says too little for those of an
  /// analysis; nil where more than a tune sounds.
  private static func tuneChords(_ score: Score, key: Key, style: Style) -> [ChordSpan]? {
    let sounding = score.parts.filter { !$0.notes.isEmpty && !$0.instrument.isDrumKit }
    guard sounding.count == 1, let tune = sounding.first,
      zip(tune.notes, tune.notes.dropFirst()).allSatisfy({ $0.end <= $1.onset + Beat(1, 8) })
    else { return nil }
    let keys = score.keys.isEmpty ? [KeyChange(bar: 0, key: key)] : score.keys
    let chords = Harmonizing(style: style, meters: score.meters).chords(
      under: tune.notes, keys: keys, length: score.length)
    return chords.isEmpty ? nil : chords
  }

  private func importedSong(_ reading: ScoreReading, _ request: ImportRequest) throws -> Song {
    let score = reading.score
    let analysis = Analyzer.analyze(score: score)
    var brief = Brief(prompt: "")
    if let style = request.style {
      var options = BriefOptions()
      options.style = style
      brief.styles = try self.brief(prompt: "", options: options).styles
    }
    // What was found says which style is near; nobody asked for it.
    var found = brief
    found.tempo = score.tempo.changes[0].beatsPerMinute
    found.key = analysis.key
    found.meter = score.meters.meter(ofBar: 0)
    let style = try style(of: reading, as: found, analysis)
    brief.notices += reading.notices(key: analysis.key)
    if brief.styles.isEmpty {
      brief.notices.append(
        "No style was named; parts that are composed later follow \(style.name), the nearest to what "
          + "was found.")
    }
    var framed = score
    framed.chords = Self.cut(
      score.chords.isEmpty
        ? Self.tuneChords(score, key: analysis.key, style: style) ?? analysis.chords
        : score.chords, at: score.length)
    framed.sections = score.sections.isEmpty ? analysis.sections : score.sections
    if !reading.statesKey { framed.keys = [KeyChange(bar: 0, key: analysis.key)] }
    let plan = ImportedPlan(score: framed, style: style).plan
    let locks = request.locks ? framed.parts.map { Lock(part: $0.id, bars: nil) } : []
    return Song(
      brief: brief, style: style, plan: plan, score: framed,
      performance: ImportedPlan.asWritten(framed), locks: locks,
      settings: SoundSettings(sampleRate: configuration.sampleRate ?? 48_000, performance: 0))
  }
}

/// The inputs of an import.
private struct ImportInputs: Encodable {
  var file: String
  /// The head of the ledger of the project that was written over; nil where there was none.
  var replaces: KnownHead?
}

/// A MIDI file as a score, with what had to be assumed.
struct ScoreReading {
  /// The notes.
  var score: Score
  /// The bytes of the file.
  var bytes: [UInt8]
  /// Whether this program wrote the file.
  var isExport: Bool
  /// What was assumed, repaired or left out, but for the key.
  var notices: [String]
  /// Whether the file says its key and its tempo.
  var statesKey: Bool, statesTempo: Bool

  /// All that had to be assumed, with the key that was found where the file says none.
  func notices(key: Key) -> [String] {
    guard !statesKey else { return notices }
    return notices + ["The file gives no key signature; \(key) was found in its notes."]
  }
}
