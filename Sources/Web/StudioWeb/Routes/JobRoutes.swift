import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Studio

/// Long work: ordered, listed, stopped; and the stream of all that happens.
struct JobRoutes {
  let desk: Desk

  func add(to api: RouterGroup<StudioContext>) {
    let desk = desk
    api.post("jobs") { request, _ in
      let wish = try await Asked.decode(OrderDocument.self, from: request)
      try await desk.work { try desk.check(wish.order) }
      return Answer.json(
        JobDocument(
          try await Self.asked { () async throws(JobError) in
            try await desk.queue.submit(
              wish.order, by: desk.studio(for: request).notary.interface)
          }),
        status: .accepted)
    }
    api.get("jobs") { _, _ in
      Answer.json(bytes: try desk.jobs.json(await desk.queue.all))
    }
    api.get("jobs/:job") { _, context in
      let id = try Asked.parameter("job", context)
      return Answer.json(
        JobDocument(
          try await Self.asked { () async throws(JobError) in try await desk.queue.job(id) }))
    }
    api.delete("jobs/:job") { _, context in
      let id = try Asked.parameter("job", context)
      return Answer.json(
        JobDocument(
          try await Self.asked { () async throws(JobError) in try await desk.queue.cancel(id) }))
    }
    api.get("events") { _, _ in
      Response(
        status: .ok,
        headers: [
          .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store",
        ],
        body: ResponseBody { writer in
          try await EventStream(hub: desk.hub).write(to: &writer)
        })
    }
  }

  private static func asked<Value: Sendable>(
    _ body: () async throws(JobError) -> Value
  ) async throws(Problem) -> Value {
    do { return try await body() } catch { throw Problem(error) }
  }
}

/// Server-sent events (WHATWG HTML, 9.2): one block of lines an event, and a comment every quarter of a
/// minute, so that a page that has gone is noticed.
struct EventStream {
  let hub: EventHub

  private enum Beat { case event(ServerEvent), tick, end }

  func write(to writer: inout any ResponseBodyWriter) async throws {
    try await writer.write(ByteBuffer(string: ": welcome\nretry: 1000\n\n"))
    let (beats, source) = AsyncStream.makeStream(
      of: Beat.self, bufferingPolicy: .bufferingNewest(512))
    let events = hub.events()
    let feed = Task {
      for await event in events { source.yield(.event(event)) }
      source.yield(.end)
    }
    let ticks = Task {
      while !Task.isCancelled {
        try await Task.sleep(for: .seconds(15))
        source.yield(.tick)
      }
    }
    defer {
      feed.cancel()
      ticks.cancel()
    }
    for await beat in beats {
      switch beat {
      case .event(let event): try await writer.write(ByteBuffer(string: try Self.text(event)))
      case .tick: try await writer.write(ByteBuffer(string: ": here\n\n"))
      case .end:
        try await writer.finish(nil)
        return
      }
    }
    try await writer.finish(nil)
  }

  private static func text(_ event: ServerEvent) throws -> String {
    switch event {
    case .project(let id, let revision):
      "event: project\ndata: \(try JSONText.line(ProjectNews(id: id, revision: revision)))\n\n"
    case .job(let job): "event: job\ndata: \(try JSONText.line(job))\n\n"
    case .library: "event: library\ndata: {}\n\n"
    case .comment(let id): "event: comment\ndata: \(try JSONText.line(["id": id]))\n\n"
    }
  }

  private struct ProjectNews: Encodable {
    var id: String
    var revision: Int64
  }
}
