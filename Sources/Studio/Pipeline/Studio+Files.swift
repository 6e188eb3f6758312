import Foundation
import Music
import Production
import Signal

extension Studio {
  /// Brings the files beside a project up to date: MIDI always, sound where it stands already.
  ///
  /// Throws `OutputError`, `RenderingError`, `MixingError` and `StudioError.cancelled`.
  public func refresh(
    _ project: Project, audio: Bool, remix: Bool, soundFont: String?,
    monitor: WorkMonitor = WorkMonitor()
  ) throws -> SongReport {
    var formats: [OutputFormat] = [.midi]
    if audio {
      let present = Set(
        (try? FileManager.default.contentsOfDirectory(atPath: project.folder)) ?? [])
      formats += OutputFormat.allCases.filter { format in
        guard format.needsSound, format != .wavFloat else { return false }
        return SongFiles.names(of: [format]).contains { present.contains($0) }
      }
    }
    return try render(
      project, RenderRequest(formats: formats, remix: remix, soundFont: soundFont),
      monitor: monitor)
  }

  /// Writes files beside a project, replacing those of the same name.
  public func render(
    _ project: Project, _ request: RenderRequest, monitor: WorkMonitor = WorkMonitor()
  ) throws -> SongReport {
    let song = try project.file.song()
    return try write(
      song, of: project, request, destination: project.folder, replacing: true, monitor: monitor)
  }

  /// Writes files of a project to another folder.
  ///
  /// An earlier state is written with the mix that it had, and the project stays as it is. Throws
  /// `OutputError.exists` when files stand there and `replacing` is false, and `ProjectError` for a state that
  /// the project does not have.
  public func export(
    _ project: Project, _ request: ExportRequest, monitor: WorkMonitor = WorkMonitor()
  ) throws -> SongReport {
    let song = try request.state.map(project.file.song(state:)) ?? project.file.song()
    return try write(
      song, of: project, RenderRequest(formats: request.formats, soundFont: request.soundFont),
      destination: request.output, replacing: request.replacing, keepsMix: request.state == nil,
      monitor: monitor)
  }

  private func write(
    _ current: Song, of project: Project, _ request: RenderRequest, destination: String,
    replacing: Bool, keepsMix: Bool = true, monitor: WorkMonitor
  ) throws -> SongReport {
    // A certificate that does not serve is told before any work.
    let credentials = try credentials(for: request.formats)
    let folder = try StagedFolder(
      destination: destination,
      names: [SongFiles.report] + SongFiles.names(of: request.formats), replacing: replacing)
    do {
      var song = current
      if let loudness = request.loudness {
        song.plan.loudness = LUFS(loudness)
        song.mix?.loudness = LUFS(loudness)
      }
      let writer = SongWriter(
        studio: self, folder: folder, formats: request.formats, soundFont: request.soundFont,
        monitor: monitor)
      let written = try writer.write(&song, remix: request.remix)
      if keepsMix { try store(song, replacing: current, in: project, request) }
      try credentials?.sign(
        folder, try statement(of: song, in: project.file, "Mixed and mastered"), monitor: monitor)
      let report = try written.report(
        of: song, certificate: try project.file.certificate(), in: folder,
        project: project.file.path)
      try folder.commit()
      return report
    } catch {
      folder.discard()
      throw StudioError.translated(error)
    }
  }

  /// Keeps a mix that was made or changed on the way as an operation of the project.
  private func store(
    _ song: Song, replacing old: Song, in project: Project, _ request: RenderRequest
  ) throws {
    guard song.mix != old.mix || song.plan.loudness != old.plan.loudness else { return }
    try project.file.change(by: notary) { latest, _ in
      var changed = latest
      changed.mix = song.mix
      changed.plan.loudness = song.plan.loudness
      changed.settings.soundFont = song.settings.soundFont
      let summary = old.mix == nil ? "Made a mix" : "Changed the mix"
      return (
        changed, ProjectOperation(verb: "mix", inputs: try JSONText.line(request), summary: summary)
      )
    }
  }
}
