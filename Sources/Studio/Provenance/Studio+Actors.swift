import Composing
import Foundation
import Music
import Production
import Provenance
import StyleFiles
import Weights

extension Studio {
  /// The engine as it writes in a song: its version, the files of the styles and the models that
  /// may write.
  ///
  /// `parts` are those that are written, all where nil; `choice` who writes them, nil where only
  /// players do.
  func engine(
    writing song: Song, parts: [String]? = nil, by choice: ComposerChoice? = nil,
    continuing: Bool = false
  ) -> LedgerActor {
    let ids = parts ?? song.plan.parts.map(\.id)
    var models: [LedgerPart] = []
    let modelled =
      continuing ? ids : choice.map { NeuralWork(choice: $0, song: song).parts(among: ids) } ?? []
    if !modelled.isEmpty,
      let digest = fileDigest("\(resources.composer)/\(NeuralComposer.weightsName)")
    {
      models.append(LedgerPart(name: "composer", digest: digest, parts: modelled))
    }
    if parts == nil, song.brief.harmony == .learned,
      let digest = fileDigest("\(resources.composer)/\(ChordFile.name)")
    {
      models.append(LedgerPart(name: "chords", digest: digest))
    }
    let styles = song.style.name.split(separator: "+").compactMap { name -> LedgerPart? in
      guard let file = library.file(of: String(name)), let digest = fileDigest(file) else {
        return nil
      }
      return LedgerPart(name: String(name), digest: digest)
    }
    return .engine(
      LedgerEngine(version: EtudeVersion.current, styles: styles, models: models))
  }

  /// The SHA-256 of a file's bytes; nil where it cannot be read.
  private func fileDigest(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { LedgerHash.of($0) }
  }

  /// A file that comes into a project, for its ledger.
  func source(_ path: String, bytes: [UInt8]? = nil, use: LedgerSource.Use) -> LedgerSource? {
    let digest = bytes.map { LedgerHash.of($0) } ?? fileDigest(path)
    return digest.map { LedgerSource(name: PathName(path).last, digest: $0, use: use) }
  }

  /// A project that another is made of, for the other's ledger: by the hash of its last event.
  func source(_ project: Project) -> LedgerSource? {
    guard let head = try? project.file.ledgerHead() else {
      return source(project.file.path, use: .project)
    }
    return LedgerSource(
      name: PathName(project.file.path).last, digest: head.hash, use: .project)
  }
}

extension Edit {
  /// Whether players are asked to play anew: notes are then written that nobody put there by hand.
  func asksPlayers(of song: Song) -> Bool {
    switch self {
    case .setEnergy, .setControls, .setArpeggiator: true
    case .resizeSection(let id, let bars):
      bars > song.plan.sections.first { $0.id == id }?.bars ?? bars
    case .setChord, .transpose, .swapInstrument, .moveSection, .duplicateSection, .deleteSection,
      .addNote, .setNote, .removeNotes, .replaceNotes, .setGrid:
      false
    }
  }
}
