import Foundation
public import Production
public import Studio

/// Why it is not known what came of an order.
public enum HoldingStudioError: Error, Hashable, Sendable {
  /// The studio ended, or was silent, after it had been asked.
  case noAnswer(project: String)
}

/// A running studio that holds a project: changes go through it, so that it and its pages know at once.
///
/// Each method returns nil where the studio did nothing, because it is not there any more or refuses: the
/// change is then to be made in the project's file. Blocks the thread that asks.
public struct HoldingStudio: Sendable {
  let client: PlainClient
  let id: String
  let project: Project

  let patience: Int
  /// Seconds within which it has changed a project: it may wait for others who change it.
  var longPatience: Int { max(120, patience) }
  /// How many folders may lie between a project and its library.
  private static let depth = 5

  /// The studio that serves the library in which a project stands; nil where none does.
  ///
  /// `patience` is how many seconds it may take to say that it is there, and for how long work may wait for
  /// other jobs.
  public init?(_ project: Project, patience: Int = 2) {
    let file = URL(fileURLWithPath: project.file.path).resolvingSymlinksInPath().path
    var folder = PathName(file).parent
    for _ in 0..<Self.depth where folder != "/" {
      if FileManager.default.fileExists(atPath: "\(folder)/.etude-studio/serving.json"),
        let library = try? SongLibrary(folder: folder),
        let id = library.id(ofFile: project.file.path), (try? library.file(of: id)) == file,
        let note = ServingNote.read(in: library)
      {
        client = PlainClient(note: note)
        (self.id, self.project, self.patience) = (id, project, patience)
        guard (try? client.ask("GET", "/health", seconds: patience))?.status == 200 else {
          return nil
        }
        return
      }
      folder = PathName(folder).parent
    }
    return nil
  }

  /// Makes one change.
  ///
  /// Throws `HoldingStudioError`.
  public func edit(_ edit: Edit) throws -> ChangeReport? {
    try changed("edits", try JSONText.line(edit))
  }

  /// Locks or releases bars of parts.
  ///
  /// Throws `HoldingStudioError`.
  public func lock(_ request: LockRequest) throws -> ChangeReport? {
    try changed("locks", try JSONText.line(request))
  }

  /// Goes back or forward so many operations.
  ///
  /// Throws `HoldingStudioError`.
  public func step(isUndo: Bool, steps: Int) throws -> ChangeReport? {
    try changed(isUndo ? "undo" : "redo", #"{"steps":\#(steps)}"#)
  }

  private func changed(_ verb: String, _ body: String) throws -> ChangeReport? {
    let path = "/api/projects/\(SongFile.escaped(id))/\(verb)"
    let before = try project.file.stand().revision
    do {
      let answer = try client.ask("POST", path, body, seconds: longPatience)
      guard answer.status == 200 else { return nil }
      return try JSONDecoder().decode(ChangeReport.self, from: answer.body)
    } catch {
      if case PlainClient.Fault.notThere = error { return nil }
      // A studio that has ended does nothing more: what it stored can be seen.
      guard HoldingStudio(project, patience: patience) == nil,
        try project.file.stand().revision == before
      else {
        throw HoldingStudioError.noAnswer(project: project.folder)
      }
      return nil
    }
  }
}
