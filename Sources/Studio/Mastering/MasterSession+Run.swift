import AudioFiles
import ContentCredentials
import Foundation
import Mixing
import Production
import Signal

extension MasterSession {
  /// The report beside masters in a folder.
  static let reportName = "master-report.json"

  /// Masters all tracks, then moves everything to its place.
  func run() throws -> MasterResult {
    let planned = try plans()
    let credentials = try studio.credentials()
    var deliveries: [MasterDelivery] = []
    var curves: [LoudnessCurve] = []
    for (index, item) in planned.enumerated() {
      let start = 0.3 + 0.65 * Double(index) / Double(planned.count)
      let track = tracks[index]
      var (delivery, curve) = try desk.measuredMaster(
        item.source, plan: item.plan, output: output(of: index, source: item.source),
        progress: { report(start + 0.65 * $0 / Double(planned.count), track.name) },
        isCancelled: monitor.isCancelled)
      delivery.input = track.input
      try credentials?.sign(
        delivery.files.map { ($0, PathName($0).last) },
        try statement(of: track, at: credentials?.time ?? .distantPast), monitor: monitor)
      delivery.files = delivery.files.map { "\(place.destination)/\(PathName($0).last)" }
      deliveries.append(delivery)
      curves.append(curve)
    }
    report(0.96, nil)
    var result = MasterResult(tracks: deliveries, album: nil, files: deliveries.flatMap(\.files))
    if request.isAlbum, planned.count > 1 { result.album = album(curves) }
    if MasterTracks.isFolder(request.output) {
      for (track, item) in zip(tracks, planned) {
        let name = "\(track.name).plan.json"
        try place.write(try JSONText.pretty(item.plan) + "\n", to: name)
        result.files.append("\(place.destination)/\(name)")
      }
      result.files.append("\(place.destination)/\(Self.reportName)")
      try place.write(try JSONText.pretty(result) + "\n", to: Self.reportName)
    }
    try place.commit()
    if let path = request.report {
      result.files.append(path)
      do {
        try Data((try JSONText.pretty(result) + "\n").utf8)
          .write(to: URL(fileURLWithPath: path), options: .atomic)
      } catch {
        throw StagedFolder.outputError(error, path: path)
      }
    }
    return result
  }

  /// What the credentials of a track's master state: of a project's the song's, else that a file was opened.
  private func statement(
    of track: MasterTracks.Track, at time: Date
  ) throws -> CredentialStatement {
    if MasterTracks.isProject(track.input) {
      let project = try Project.open(at: track.input)
      return try studio.statement(
        of: project.file.song(), in: project.file, "Mixed and mastered")
    }
    return CredentialStatement(
      basis: .opened(studio.ingredient(track.path, .parentOf, at: time)), title: track.name,
      work: "Mastered")
  }

  /// The files of one track, in the hidden folder.
  private func output(of index: Int, source: MasterSource) throws -> MasterOutput {
    let track = tracks[index]
    let isFolder = MasterTracks.isFolder(request.output)
    let name = isFolder ? "\(track.name).\(format.fileExtension)" : PathName(request.output).last
    let file = MasterOutput.File(
      path: try place.path(name), format: format, wordLength: target?.bits == 16 ? 16 : 24,
      tags: try tags(of: index, source: source))
    var output = MasterOutput(files: [file], previewsCodecs: request.previewsCodecs)
    if request.writesComparison {
      output.comparison = (
        try place.path("\(track.name).before.wav"), try place.path("\(track.name).after.wav")
      )
    }
    if let gap = request.gap, index < tracks.count - 1 { output.gap = gap }
    return output
  }

  /// The words in the file: those of the input, with what was asked for in their place.
  private func tags(of index: Int, source: MasterSource) throws -> AudioTags {
    var tags = tracks[index].tags ?? source.tags
    let words = request.metadata
    if tracks.count == 1, let title = words.title { tags.title = title }
    if tags.title == nil, tracks.count > 1 { tags.title = tracks[index].name }
    tags.artist = words.artist ?? tags.artist ?? studio.configuration.artist
    tags.album = words.album ?? tags.album
    if request.isAlbum {
      tags.track = index + 1
      tags.trackCount = tracks.count
      tags.albumArtist = words.artist ?? tags.albumArtist
    }
    if words.isrc.indices.contains(index) {
      tags.isrc = try MasterTracks.isrc(words.isrc[index])
    }
    tags.software = "Etude \(EtudeVersion.current)"
    return tags
  }

  /// What the tracks are together, their blocks gated as those of one programme (BS.1770-5).
  private func album(_ curves: [LoudnessCurve]) -> MasterResult.Album {
    MasterResult.Album(
      loudness: LoudnessCurve.pooled(curves)?.value,
      rule: request.albumLoudness == .kept
        ? "The loudest track has the target; the others are as much softer as they were."
        : "Every track has the target.")
  }
}

extension Studio {
  /// A project's mix before mastering, in a hidden folder that the caller discards.
  ///
  /// The mix's own master stage runs at -27 LUFS, where its limiter has nothing to do.
  func premix(
    _ project: Project, monitor: WorkMonitor
  ) throws -> (folder: StagedFolder, path: String, tags: AudioTags) {
    var song = try project.file.song()
    song.plan.loudness = -27
    song.mix?.loudness = -27
    let folder = try StagedFolder(
      destination: "\(cacheFolder)/premix-\(UUID().uuidString)", names: [], replacing: true)
    do {
      let writer = SongWriter(
        studio: self, folder: folder, formats: [.wavFloat], soundFont: nil, monitor: monitor,
        share: (0, 0.05))
      _ = try writer.write(&song, remix: false)
      return (
        folder, try folder.path("\(SongFiles.master).\(AudioFormat.waveFloat.fileExtension)"),
        song.tags(artist: configuration.artist)
      )
    } catch {
      folder.discard()
      throw error
    }
  }
}
