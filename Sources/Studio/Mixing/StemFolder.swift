import AudioFiles
import Crypto
import Foundation
import Mixing
import Music
import Production
import Rendering
import Signal

/// Takes a folder of stems into the cache: any format, rate and length, as stereo at one rate.
///
/// A stem's place in the cache is named by the SHA-256 of its file and of the rate, so that the next mix of
/// the same folder finds it there.
struct StemFolder {
  /// What was taken in.
  struct Intake {
    var stems: Stems
    /// Where the stems lie.
    var cache: String
    var notices: [String]
    /// The file of each stem, by its id.
    var files: [(stem: String, path: String)]
    /// All sound of the folder, what was left out included.
    var read: [String]
  }

  let folder: String
  let cacheFolder: String
  /// Stems that the user has named, which are taken whatever they are called.
  var named: Set<String> = []
  let monitor: WorkMonitor
  /// The most stems that are mixed: more than any session of a song.
  static let limit = 128
  /// The rates that are kept as they are.
  private static let rates = [44_100, 48_000, 88_200, 96_000]

  /// Reads the folder; throws `AudioFileError`, `MixRequestError` and `StudioError.cancelled`.
  func take() throws -> Intake {
    let listing = try AudioIntake.files(inFolder: folder)
    let (files, returns) = parted(listing.files)
    guard files.count <= StemFolder.limit else {
      throw MixRequestError.tooMany(
        folder: folder, count: files.count, limit: StemFolder.limit)
    }
    let rate = try commonRate(files)
    let cache = RenderCache(folder: "\(cacheFolder)/intake")
    try cache.create()
    var stems: [Stem] = []
    var notices: [String] = []
    var sources: [(stem: String, path: String)] = []
    var taken: Set<String> = []
    for (index, path) in files.enumerated() {
      monitor.report(
        StudioProgress(
          stage: .rendering, part: PathName(path).stem,
          total: 0.3 * Double(index) / Double(files.count)))
      let digest = try digest(of: path, rate: rate)
      let (reader, notes) = try read(path, to: cache.path(digest), rate: rate)
      let stem = PathName(path).stem
      var (id, number) = (stem, 1)
      while !taken.insert(id).inserted {
        number += 1
        id = "\(stem)-\(number)"
      }
      stems.append(
        Stem(
          id: id, name: stem, role: .chords, digest: digest, frames: reader.length.count))
      sources.append((id, path))
      notices += notes.map { "\(PathName(path).last): \($0)" }
    }
    _ = cache.prune(keeping: Set(stems.map(\.digest)))
    let frames = stems.map(\.frames).max() ?? 0
    if Set(stems.map(\.frames)).count > 1 {
      notices.append("The stems have different lengths; shorter ones end in silence.")
    }
    if !listing.skipped.filter({ $0.reason != .hidden }).isEmpty {
      let names = listing.skipped.filter { $0.reason != .hidden }.map { PathName($0.path).last }
      notices.append("Passed over, being no sound: \(names.joined(separator: ", ")).")
    }
    if !returns.isEmpty {
      let names = returns.map { PathName($0).last }.joined(separator: ", ")
      notices.append(
        "Left out: \(names). By the name, the rooms of an earlier mix; this one has its own. To take "
          + "such a stem, say what it is: --role \(PathName(returns[0]).stem)=return.")
    }
    let manifest = Stems(
      sampleRate: rate.framesPerSecond, frames: frames, musicFrames: frames, stems: stems,
      soundFont: SoundFontIdentity(name: "", digest: ""))
    return Intake(
      stems: manifest, cache: cache.folder, notices: notices, files: sources,
      read: listing.files)
  }

  /// The stems of a folder, and the returns that an earlier mix of ours wrote beside them.
  ///
  /// What a room gave to the stems is no part of its own. Returns without stems are taken as they are, and so
  /// is what the report of the earlier mix counts among its stems, or the user names.
  func parted(_ files: [String]) -> (stems: [String], returns: [String]) {
    let own = stemsOfEarlierMix()
    let returns = files.filter { file in
      let name = PathName(file).stem
      let isCalledSo = [SongFiles.reverbReturn, SongFiles.delayReturn].contains { usual in
        guard let own else { return name == usual }
        let number = name.dropFirst(usual.count)
        return !own.contains(name) && name.hasPrefix(usual)
          && (number.isEmpty || number.hasPrefix("-") && Int(number.dropFirst()) != nil)
      }
      return isCalledSo
        && named.isDisjoint(with: [name.lowercased(), PathName(file).last.lowercased()])
    }
    let stems = files.filter { !returns.contains($0) }
    return stems.isEmpty ? (files, []) : (stems, returns)
  }

  /// What the report above the folder counts as stems of the mix that wrote them; nil where there is none.
  private func stemsOfEarlierMix() -> Set<String>? {
    struct Report: Decodable {
      struct Guess: Decodable { var stem: String }
      var source: String
      var stems: [Guess]
    }
    let path = PathName(folder).named
    guard path.last == SongFiles.stems,
      let data = try? Studio.readFile("\(path.parent)/\(SongFiles.report)", limit: 16 << 20),
      let report = try? JSONDecoder().decode(Report.self, from: Data(data))
    else { return nil }
    return Set(report.stems.map(\.stem))
  }

  /// The rate of all stems, where it is one that is kept; else 44,100 if none is finer, else 48,000.
  private func commonRate(_ files: [String]) throws -> SampleRate {
    let intake = AudioIntake(sampleRate: nil)
    let found = try files.map { try intake.inspect($0).sampleRate.framesPerSecond }
    if let first = found.first, Set(found).count == 1, StemFolder.rates.contains(first) {
      return SampleRate(first)
    }
    return SampleRate(found.allSatisfy { $0 <= 44_100 } ? 44_100 : 48_000)
  }

  /// Finds a stem in the cache, or reads it; what was done to it in words.
  private func read(
    _ path: String, to place: String, rate: SampleRate
  ) throws -> (SampleCacheReader, [String]) {
    if let reader = try? SampleCacheReader(path: place), reader.sampleRate == rate,
      reader.channelCount == 2
    {
      // Marks the stem as used now, which is what the cache is pruned by.
      try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: place)
      return (
        reader, try AudioIntake(sampleRate: rate).foreseen(path).compactMap(StemFolder.words)
      )
    }
    let writer = try SampleCacheWriter(path: place, sampleRate: rate)
    let passage: AudioIntake.Passage
    do {
      passage = try AudioIntake(sampleRate: rate).copy(
        path, to: writer, isCancelled: monitor.isCancelled)
      try writer.finish()
    } catch {
      writer.cancel()
      if monitor.isCancelled() { throw StudioError.cancelled }
      throw error
    }
    return (try SampleCacheReader(path: place), passage.notes.compactMap(StemFolder.words))
  }

  /// What was done to a stem, in a few words; nil for what needs none.
  private static func words(_ note: AudioIntake.Note) -> String? {
    switch note {
    case .doubledMono: nil
    case .foldedDown(let layout, _): "folded down from \(layout) after BS.775"
    case .resampled(let from, let to):
      "brought from \(from.framesPerSecond) to \(to.framesPerSecond) Hz"
    case .mislabelled(_, let content): "is \(content.name), whatever its ending says"
    case .truncated: "ends before its header says"
    case .silencedBrokenSamples(let count, _, _): "\(count) broken samples became silence"
    }
  }

  /// The SHA-256 of a file and a rate, in hexadecimal.
  private func digest(of path: String, rate: SampleRate) throws -> String {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw AudioFileError.notFound(path: path)
    }
    defer { try? file.close() }
    var hash = SHA256()
    hash.update(data: Data("intake 1, \(rate.framesPerSecond) Hz\n".utf8))
    while true {
      if monitor.isCancelled() { throw StudioError.cancelled }
      let piece: Data?
      do {
        piece = try file.read(upToCount: 1 << 20)
      } catch {
        throw AudioFileError.unreadable(path: path, reason: "it cannot be read")
      }
      guard let piece, !piece.isEmpty else { break }
      hash.update(data: piece)
    }
    return hash.finalize().hexadecimal
  }
}
