import Foundation
import HTTPTypes
import Hummingbird
import Production
import Studio

/// What stands beside a song: its mix, comments, pictures.
struct SideRoutes {
  let desk: Desk

  func add(to api: RouterGroup<StudioContext>) {
    let desk = desk
    api.get("projects/:id/mix") { _, context in
      let id = try Asked.parameter("id", context)
      return Answer.json(
        try await desk.work { MixDocument(plan: try desk.song(id).song.mix) })
    }
    api.put("projects/:id/mix") { request, context in
      let id = try Asked.parameter("id", context)
      let body = try await Asked.bytes(of: request, limit: Asked.json)
      return Answer.json(
        try await desk.work {
          try desk.change(id) { project in
            try desk.studio.follow(
              mixPlan: try MixDocument.plan(in: body), named: "the page", in: project)
          }
        })
    }
    api.get("projects/:id/comments") { _, context in
      let id = try Asked.parameter("id", context)
      return Answer.json(
        try await desk.work {
          CommentsDocument(comments: try desk.library.project(id).file.comments())
        })
    }
    api.post("projects/:id/comments") { request, context in
      let id = try Asked.parameter("id", context)
      let wish = try await Asked.decode(CommentWish.self, from: request)
      let answer = try await desk.work {
        try desk.change(id) { project in
          try project.file.comment(
            wish.text, at: wish.seconds, author: wish.author ?? "", by: desk.studio.notary)
          return ChangeReport(text: "Kept the comment.")
        }
      }
      desk.hub.tell(.comment(id: id))
      return Answer.json(answer, status: .created)
    }
    api.delete("projects/:id/comments/:number") { _, context in
      let id = try Asked.parameter("id", context)
      guard let number = Int64(try Asked.parameter("number", context)) else {
        throw Problem.notFound
      }
      let answer = try await desk.work {
        try desk.change(id) { project in
          try project.file.removeComment(number, by: desk.studio.notary)
          return ChangeReport(text: "Took the comment away.")
        }
      }
      desk.hub.tell(.comment(id: id))
      return Answer.json(answer)
    }
    api.get("projects/:id/picture/:kind") { request, context in
      let id = try Asked.parameter("id", context)
      let kind = try Asked.parameter("kind", context)
      let isDark = request.uri.queryParameters.get("dark") == "1"
      let picture = try await desk.work { try desk.picture(kind, of: id, dark: isDark) }
      return Answer.bytes(picture, type: "image/svg+xml")
    }
  }
}

private struct CommentWish: Decodable, Sendable {
  var seconds: Double
  var text: String
  var author: String?
}

private struct CommentsDocument: Encodable, Sendable { var comments: [ProjectComment] }

/// A mix, as the interface gives and takes it.
struct MixDocument: Encodable, Sendable {
  var plan: MixPlan?

  /// The bytes of the plan inside `{"plan": ...}`, for the reader of plans, which names what is wrong in them.
  static func plan(in body: Data) throws -> Data {
    guard let object = try? JSONSerialization.jsonObject(with: body) as? [String: Any],
      let plan = object["plan"], JSONSerialization.isValidJSONObject(plan)
    else { throw Problem(400, "The body holds no plan") }
    return try JSONSerialization.data(withJSONObject: plan)
  }
}

extension Desk {
  /// A picture of a project as SVG.
  func picture(_ kind: String, of id: String, dark: Bool) throws -> Data {
    let (song, _, project) = try song(id)
    let path = "\(FileManager.default.temporaryDirectory.path)/etude-\(UUID().uuidString).svg"
    defer { try? FileManager.default.removeItem(atPath: path) }
    switch kind {
    case "roll.svg":
      try studio.drawPianoRoll(song, to: path, bars: nil, dark: dark, replacing: false)
    case "authorship.svg":
      try studio.drawAuthorship(
        try studio.authorship(of: project), to: path, dark: dark, replacing: false)
    default: throw Problem.notFound
    }
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }
}
