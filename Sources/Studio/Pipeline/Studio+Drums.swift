import Foundation
import Grooves
import Music
import Performing
import Production
import StandardMIDI
import StyleFiles
import Weights

extension Studio {
  /// The drum model that came with the program.
  ///
  /// Throws `LearnedModelError`.
  func drumModel() throws(LearnedModelError) -> DrumModel {
    let path = "\(resources.composer)/\(DrumFile.name)"
    do throws(WeightsError) {
      return try DrumModel(DrumFile(path: path))
    } catch {
      throw .unreadable(model: "drum model", path: path, error)
    }
  }

  /// The genres that the drum model has heard, and the styles whose drummers learned from each.
  public func drumGenres() throws -> [(genre: String, styles: [String])] {
    let model = try drumModel()
    let styles = library.names
    return model.genres.map { genre in
      (genre, styles.filter { model.genre(ofStyle: $0) == genre })
    }
  }

  /// The drum model where controls name a genre of drummers that it has heard; nil where they name none.
  ///
  /// Throws `LearnedModelError`, and `StudioError.unknownName` for a genre that it has not heard.
  func drummer(of controls: PlayerControls) throws -> DrumModel? {
    guard let genre = controls.drummer else { return nil }
    let model = try drumModel()
    guard model.genres.contains(genre) else {
      throw StudioError.unknownName(kind: "genre of drummers", name: genre, known: model.genres)
    }
    return model
  }

  /// A beat as a genre's drummers play: their own, or one that carries a tapped rhythm.
  ///
  /// Every tap is struck, as late as it was tapped. Throws `DrumRequestError`,
  /// `StudioError` and `LearnedModelError`.
  public func beat(_ request: BeatRequest) throws -> DrumReport {
    if let bars = request.bars { try Self.check("bars", bars, BeatRequest.lengths) }
    if let every = request.fillEvery {
      try Self.check("fills", every, 0...BeatRequest.lengths.upperBound)
    }
    let model = try drumModel()
    let tapped = try request.tap.map {
      try ScoreDecoder().score(of: Self.soundMIDI($0, limit: Self.largestPattern)).score
    }
    let drummer = try Drummer(request.drummer, self, model, file: tapped)
    let writer = BeatWriter(model, drummer.setting, shuffles: drummer.shuffles)
    var track: TappedTrack?
    if let tapped, let path = request.tap {
      guard tapped.parts.contains(where: { !$0.notes.isEmpty }) else {
        throw DrumRequestError.noTaps(path: path)
      }
      let found = TappedTrack(
        tapped, grid: drummer.setting.grid, beatsPerMinute: drummer.tempo, limit: request.bars)
      guard found.bars <= BeatRequest.lengths.upperBound else {
        throw DrumRequestError.tooLong(
          path: path, bars: found.bars, limit: BeatRequest.lengths.upperBound)
      }
      guard !found.taps.isEmpty else { throw DrumRequestError.noTaps(path: path) }
      track = found
    }
    let bars = request.bars ?? track?.bars ?? 8
    let every = request.fillEvery ?? (track == nil ? 4 : 0)
    let fills = every == 0 ? [] : Set((0..<bars).filter { ($0 + 1) % every == 0 })
    var random = RandomStream(seed: request.drummer.seed, purpose: "beat")
    var strokes = writer.beat(bars: bars, taps: track?.taps, fills: fills, random: &random)
    if let track {
      let weights = track.weights
      for index in strokes.indices { strokes[index].weight = weights[strokes[index].slot] }
    }
    let title =
      request.tap.map { "\(PathName($0).stem) beat" } ?? "\(drummer.genre ?? "drum") beat"
    return drummer.report(
      strokes, bars: bars, fills: fills, lateness: track?.lateness ?? [:], title: title,
      notices: track?.notices(of: tapped) ?? [])
  }

  /// A pattern as a genre's drummers would play it.
  ///
  /// Throws `DrumRequestError`, `StudioError` and `LearnedModelError`.
  public func feel(_ request: FeelRequest) throws -> DrumReport {
    guard (0...1).contains(request.amount) else {
      throw StudioError.outOfRange(name: "amount", got: request.amount, allowed: 0...1)
    }
    let model = try drumModel()
    var score: Score
    let drummer: Drummer
    switch request.source {
    case .file(let path):
      guard request.drummer.meter == nil else {
        throw DrumRequestError.meterOfFile(path: path)
      }
      score = try ScoreDecoder().score(of: Self.soundMIDI(path, limit: Self.largestMIDIFile)).score
      guard score.parts.contains(where: { $0.instrument.isDrumKit && !$0.notes.isEmpty }) else {
        throw DrumRequestError.noDrums(path: path)
      }
      try Self.check("bars", score.bars, 1...Self.mostBars)
      drummer = try Drummer(request.drummer, self, model, file: score)
      if request.drummer.tempo != nil { score.tempo = TempoMap(beatsPerMinute: drummer.tempo) }
    case .grid(let text, let times):
      try Self.check("bars", times, BeatRequest.lengths)
      guard let grid = PatternGrid(text), grid.rows.allSatisfy({ DrumKey(name: $0.name) != nil })
      else { throw DrumRequestError.grid(text) }
      drummer = try Drummer(request.drummer, self, model, file: nil)
      try Self.check(
        "bars", (grid.length * times / drummer.meter.barLength).floor, BeatRequest.lengths)
      score = drummer.score(
        (0..<times).flatMap { grid.notes(from: grid.length * $0) }, length: grid.length * times,
        title: "\(drummer.genre ?? "drum") pattern")
    }
    // A drummer has one kit, over however many tracks it is spread.
    let kits = score.parts.filter(\.instrument.isDrumKit)
    let kit = Part(
      id: "drums", name: "Drums", role: .drums, instrument: kits[0].instrument,
      notes: kits.flatMap(\.notes))
    let felt = Performer.felt(
      kit, in: score, by: model, genre: drummer.genre, amount: request.amount,
      seed: request.drummer.seed)
    var report = DrumReport(
      genre: drummer.genre, kit: kit, score: score,
      performance: Performance(
        amount: request.amount, parts: [felt], seconds: score.seconds),
      notices: drummer.notices)
    if case .file(let path) = request.source {
      report.file = try Self.soundMIDI(path, limit: Self.largestMIDIFile)
        .playingKits(as: felt, tempo: score.tempo)
    }
    return report
  }

  /// The most bars of a file that is given a feel.
  private static let mostBars = 2048

  /// Writes what a drummer played to a MIDI file.
  ///
  /// Throws `OutputError.exists` when a file stands there and `replacing` is false.
  public func writeMIDI(_ report: DrumReport, to path: String, replacing: Bool) throws {
    try Self.checkTarget(path, replacing: replacing)
    let file =
      try report.file ?? ScoreEncoder().file(of: report.score, performance: report.performance)
    do {
      try Data(try file.encoded()).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw StagedFolder.outputError(error, path: path)
    }
  }
}
