import Foundation
import HTTPTypes
import Hummingbird
import Music
import Production
import Studio
import StyleFiles

/// Projects as a list: search, marks, trash, files that come in.
struct LibraryRoutes {
  let desk: Desk

  func add(to api: RouterGroup<StudioContext>) {
    let desk = desk
    api.get("studio") { _, _ in
      Answer.json(try await desk.work { try desk.studioDocument() })
    }
    api.get("projects") { request, _ in
      let query = LibraryQuery(request.uri.queryParameters)
      return Answer.json(try await desk.work { try desk.library(query) })
    }
    api.patch("projects/:id") { request, context in
      let id = try Asked.parameter("id", context)
      let wish = try await Asked.decode(MarkWish.self, from: request)
      let mark = try await desk.work {
        _ = try desk.library.file(of: id)
        return try desk.marks.mark(id, tags: wish.tags, rating: wish.rating)
      }
      desk.hub.tell(.library)
      return Answer.json(mark)
    }
    api.delete("projects/:id") { _, context in
      let id = try Asked.parameter("id", context)
      let name = try await desk.work { try desk.library.discard(id) }
      desk.hub.tell(.library)
      return Answer.json(["trashed": name])
    }
    api.post("trash/:name/restore") { _, context in
      let name = try Asked.parameter("name", context)
      try await desk.work { try desk.library.bringBack(name) }
      desk.hub.tell(.library)
      return Answer.json(["restored": name])
    }
    api.post("brief") { request, _ in
      let wish = try await Asked.decode(BriefWish.self, from: request)
      return Answer.json(
        try await desk.work {
          try desk.check(prompt: wish.prompt)
          return BriefDocument(
            try desk.studio.brief(prompt: wish.prompt, named: wish.options ?? [:]),
            titles: desk.titles)
        })
    }
  }
}

private struct MarkWish: Decodable, Sendable {
  var tags: [String]?
  var rating: Int?
}

private struct BriefWish: Decodable, Sendable {
  var prompt: String
  var options: [String: String]?
}

/// Which projects are listed, and in what order.
struct LibraryQuery: Sendable {
  enum Order: String, Sendable { case modified, name, rating, tempo }
  var words: [String]
  var order: Order
  var tag: String?

  init(_ parameters: Parameters) {
    words = (parameters.get("search") ?? "").lowercased().split(separator: " ").map(String.init)
    order = parameters.get("sort").flatMap(Order.init) ?? .modified
    tag = parameters.get("tag")
  }

  func matches(_ entry: LibraryEntry) -> Bool {
    if let tag, !entry.tags.contains(tag) { return false }
    guard !words.isEmpty else { return true }
    let text =
      ([entry.name, entry.title, entry.prompt, entry.key] + entry.tags
      + entry.styles.map(\.name)).joined(separator: " ").lowercased()
    return words.allSatisfy(text.contains)
  }

  func sorted(_ entries: [LibraryEntry]) -> [LibraryEntry] {
    switch order {
    case .modified: entries.sorted { ($1.modified, $0.id) < ($0.modified, $1.id) }
    case .name: entries.sorted { ($0.title.lowercased(), $0.id) < ($1.title.lowercased(), $1.id) }
    case .rating: entries.sorted { ($1.rating, $0.id) < ($0.rating, $1.id) }
    case .tempo: entries.sorted { ($0.tempo, $0.id) < ($1.tempo, $1.id) }
    }
  }
}

extension Desk {
  func library(_ query: LibraryQuery) throws -> LibraryDocument {
    let marks = try marks.all()
    let entries = library.places().map { place in
      let mark = marks[place.id.text] ?? LibraryMarks.Mark()
      if let known = overviews.overview(place) { return LibraryEntry(place, known, mark) }
      do {
        let now = Date().timeIntervalSince1970
        let overview = try shelf.overview(place)
        overviews.keep(overview, of: place, now: now)
        return LibraryEntry(place, overview, mark)
      } catch {
        return LibraryEntry(place, fault: explain(error).sentence, mark)
      }
    }
    return LibraryDocument(projects: query.sorted(entries.filter(query.matches)))
  }

  func studioDocument() throws -> StudioDocument {
    StudioDocument(
      version: EtudeVersion.current, folder: PathName(library.folder).last,
      styles: studio.library.names.map {
        StudioDocument.StyleName(name: $0, title: titles[$0] ?? $0)
      },
      instruments: Instrument.catalogue.map {
        StudioDocument.Named(id: $0.id, name: $0.name, isDrums: $0.isDrumKit)
      },
      targets: try studio.deliveryTargets().map {
        StudioDocument.Named(id: $0.name, name: $0.title)
      },
      roles: Role.allCases.map(\.rawValue), features: StudioDocument.features)
  }
}
