import Foundation
import HTTPTypes
import Hummingbird
import Music
import Production
import Studio

/// One project: what it holds, edits, history.
struct ProjectRoutes {
  let desk: Desk

  func add(to api: RouterGroup<StudioContext>) {
    addReading(to: api)
    addChanges(to: api)
    addVersions(to: api)
  }

  private func addReading(to api: RouterGroup<StudioContext>) {
    let desk = desk
    api.get("projects/:id") { _, context in
      let id = try Asked.parameter("id", context)
      return Answer.json(try await desk.work { try desk.document(id) })
    }
    api.get("projects/:id/notes") { _, context in
      let id = try Asked.parameter("id", context)
      return Answer.json(bytes: try await desk.work { try desk.notes(id) })
    }
    api.get("projects/:id/history") { _, context in
      let id = try Asked.parameter("id", context)
      return Answer.json(bytes: try await desk.work { try desk.history(id) })
    }
    api.get("projects/:id/suggestions") { request, context in
      let id = try Asked.parameter("id", context)
      guard let bar = request.uri.queryParameters.get("bar").flatMap({ Int($0) }) else {
        throw Problem(400, "A bar is needed", hint: "Ask for suggestions?bar=3.")
      }
      return Answer.json(try await desk.work { try desk.suggestions(id, bar: bar) })
    }
    api.get("projects/:id/provenance") { _, context in
      let id = try Asked.parameter("id", context)
      return Answer.json(
        try await desk.work { try desk.studio.authorship(of: try desk.library.project(id)) })
    }
  }

  private func addChanges(to api: RouterGroup<StudioContext>) {
    let desk = desk
    api.post("projects/:id/edits") { request, context in
      let id = try Asked.parameter("id", context)
      let edit = try await Asked.decode(Edit.self, from: request)
      let studio = desk.studio(for: request)
      return Answer.json(
        try await desk.write { try desk.change(id) { try studio.edit($0, edit) } })
    }
    api.post("projects/:id/notes") { request, context in
      let id = try Asked.parameter("id", context)
      let change = try await Asked.decode(NoteChange.self, from: request)
      return Answer.json(
        try await desk.write {
          let (song, stand, _) = try desk.song(id)
          let edit = try change.edit(of: song, revision: stand.revision)
          return try desk.change(id) { try desk.studio.edit($0, edit) }
        })
    }
    api.post("projects/:id/locks") { request, context in
      let id = try Asked.parameter("id", context)
      let lock = try await Asked.decode(LockRequest.self, from: request)
      let studio = desk.studio(for: request)
      return Answer.json(
        try await desk.write {
          try desk.change(id) { project in
            try studio.lock(project, lock)
            return ChangeReport(text: lock.releases ? "Released." : "Locked.")
          }
        })
    }
    for (verb, isUndo) in [("undo", true), ("redo", false)] {
      api.post("projects/:id/\(verb)") { request, context in
        let id = try Asked.parameter("id", context)
        let steps = try await Asked.decode(Steps.self, from: request).steps ?? 1
        guard (1...1000).contains(steps) else { throw Problem(422, "Steps are 1 to 1000") }
        let notary = desk.studio(for: request).notary
        return Answer.json(
          try await desk.write {
            try desk.change(id) { project in
              _ =
                isUndo
                ? try project.file.undo(steps: steps, by: notary)
                : try project.file.redo(steps: steps, by: notary)
              return ChangeReport(text: isUndo ? "Undone." : "Done again.")
            }
          })
      }
    }
  }

  private func addVersions(to api: RouterGroup<StudioContext>) {
    let desk = desk
    api.get("projects/:id/versions") { _, context in
      let id = try Asked.parameter("id", context)
      return Answer.json(
        try await desk.write {
          VersionsDocument(versions: try desk.library.project(id).file.versions())
        })
    }
    api.put("projects/:id/versions/:name") { _, context in
      let (id, name) = (
        try Asked.parameter("id", context), try Asked.parameter("name", context)
      )
      return Answer.json(
        try await desk.write {
          try desk.change(id) { project in
            try project.file.nameVersion(name, by: desk.studio.notary)
            return ChangeReport(text: "Kept as \(name).")
          }
        })
    }
    api.delete("projects/:id/versions/:name") { _, context in
      let (id, name) = (
        try Asked.parameter("id", context), try Asked.parameter("name", context)
      )
      return Answer.json(
        try await desk.write {
          try desk.change(id) { project in
            try project.file.forgetVersion(name, by: desk.studio.notary)
            return ChangeReport(text: "\(name) is no longer a version.")
          }
        })
    }
    api.post("projects/:id/restore") { request, context in
      let id = try Asked.parameter("id", context)
      let state = try await Asked.decode(StateWish.self, from: request).state
      return Answer.json(
        try await desk.write {
          try desk.change(id) { project in
            _ = try project.file.restore(state: state, by: desk.studio.notary)
            return ChangeReport(text: "Went back to how it was then.")
          }
        })
    }
    api.get("projects/:id/compare") { request, context in
      let id = try Asked.parameter("id", context)
      let states = ["from", "to"].compactMap {
        request.uri.queryParameters.get($0).flatMap { Int64($0) }
      }
      guard states.count == 2 else {
        throw Problem(400, "Two states are needed", hint: "Ask for compare?from=3&to=7.")
      }
      return Answer.json(
        try await desk.write {
          let file = try desk.library.project(id).file
          return ComparisonDocument(
            from: try file.song(state: states[0]), to: try file.song(state: states[1]))
        })
    }
  }
}

private struct Steps: Decodable, Sendable { var steps: Int? }
private struct StateWish: Decodable, Sendable { var state: Int64 }
private struct VersionsDocument: Encodable, Sendable { var versions: [ProjectVersion] }
