import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Studio

/// The files beside a project, whole or in ranges, and the page's own.
struct FileRoutes {
  let desk: Desk
  let page: String

  func add(to api: RouterGroup<StudioContext>) {
    let desk = desk
    api.get("projects/:id/files") { _, context in
      let id = try Asked.parameter("id", context)
      return Answer.json(
        try await desk.work {
          FilesDocument(files: SongFile.all(below: try desk.library.project(id).folder))
        })
    }
    api.get("projects/:id/files/**") { request, context in
      guard !request.uri.path.hasSuffix("/") else { throw Problem.notFound }
      let id = try Asked.parameter("id", context)
      let path = context.parameters.getCatchAll().map {
        String($0).removingPercentEncoding ?? ""
      }.joined(separator: "/")
      let file = try await desk.work {
        guard let file = SongFile.file(path, below: try desk.library.project(id).folder) else {
          throw Problem.notFound
        }
        return file
      }
      return try await Self.answer(file.path, bytes: file.bytes, request, context)
    }
  }

  /// The page: `/`, and its files by their paths.
  func addPage(to router: Router<StudioContext>, token: AccessToken?) {
    let (page, desk, store) = (page, desk, PageStore())
    router.get("/") { request, _ in
      var response = try await Self.page("index.html", page, store, request, desk)
      if let token, request.uri.queryParameters.get("token").map(token.isEqual) == true {
        response.setCookie(
          Cookie(
            name: "etude-token", value: token.text, path: "/", httpOnly: true, sameSite: .strict))
      }
      return response
    }
    router.get("/api/openapi.json") { request, _ in
      try await Self.page("openapi.json", page, store, request, desk)
    }
    router.get("/**") { request, context in
      // A slash at the end would name a folder; the router leaves it out.
      guard !request.uri.path.hasSuffix("/") else { throw Problem.notFound }
      let path = context.parameters.getCatchAll().map(String.init).joined(separator: "/")
      return try await Self.page(path, page, store, request, desk)
    }
  }

  /// A file of the page, compressed where the browser takes that.
  private static func page(
    _ path: String, _ folder: String, _ store: PageStore, _ request: Request, _ desk: Desk
  ) async throws -> Response {
    let found = try await desk.work {
      PageFile.file(path, below: folder).flatMap { file in
        store.entry(file.path, tag: tag(of: file.path, bytes: file.bytes))
      }
    }
    guard let entry = found else { throw Problem.notFound }
    var headers: HTTPFields = [
      .contentType: PageFile.type(of: path) ?? "application/octet-stream", .eTag: entry.tag,
      .cacheControl: "no-cache", .vary: "Accept-Encoding",
    ]
    if request.headers[.ifNoneMatch] == entry.tag {
      return Response(status: .notModified, headers: headers)
    }
    let takesGzip = request.headers[.acceptEncoding]?.lowercased().contains("gzip") ?? false
    var body = entry.plain
    if takesGzip, let gzip = entry.gzip {
      headers[.contentEncoding] = "gzip"
      body = gzip
    }
    return Response(
      status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }

  /// What names the state of a file.
  private static func tag(of path: String, bytes: Int) -> String {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    let time = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    return "\"\(bytes)-\(Int(time * 1000))\""
  }

  /// A file with its type, tag and range.
  private static func answer(
    _ path: String, bytes: Int, _ request: Request, _ context: StudioContext
  ) async throws -> Response {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    let time = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    let tag = "\"\(bytes)-\(Int(time * 1000))\""
    var headers: HTTPFields = [
      .contentType: PageFile.type(of: path) ?? SongFile.type(of: path)
        ?? "application/octet-stream",
      .eTag: tag, .acceptRanges: "bytes", .cacheControl: "no-cache",
    ]
    if path.hasSuffix(".html") {
      // A document is shown without any right to act as the page.
      headers[.contentSecurityPolicy] =
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox"
    }
    if request.headers[.ifNoneMatch] == tag {
      return Response(status: .notModified, headers: headers)
    }
    guard bytes > 0 else { return Response(status: .ok, headers: headers) }
    if let asked = request.headers[.range] {
      guard let range = ByteRange.read(asked, of: bytes) else {
        headers[.contentRange] = "bytes */\(bytes)"
        return Response(status: .rangeNotSatisfiable, headers: headers)
      }
      headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound)/\(bytes)"
      return Response(
        status: .partialContent, headers: headers,
        body: try await FileIO().loadFile(path: path, range: range, context: context))
    }
    return Response(
      status: .ok, headers: headers,
      body: try await FileIO().loadFile(path: path, context: context))
  }
}

/// The bytes that a request asks for (RFC 9110, 14.1.2): one range.
package enum ByteRange {
  /// Reads the header of a request for a file of `length` bytes; nil for what is no such range.
  package static func read(_ header: String, of length: Int) -> ClosedRange<Int>? {
    guard header.hasPrefix("bytes="), length > 0 else { return nil }
    let ends = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2 else { return nil }
    if ends[0].isEmpty {
      guard let count = Int(ends[1]), count > 0 else { return nil }
      return max(0, length - count)...(length - 1)
    }
    guard let first = Int(ends[0]), first >= 0, first < length else { return nil }
    if ends[1].isEmpty { return first...(length - 1) }
    guard let last = Int(ends[1]), last >= first else { return nil }
    return first...min(last, length - 1)
  }
}

/// Files of the page.
enum PageFile {
  private static let types = [
    "js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml", "html": "text/html; charset=utf-8", "json": "application/json",
    "webmanifest": "application/manifest+json",
  ]

  static func type(of name: String) -> String? {
    types[(name as NSString).pathExtension.lowercased()]
  }

  /// A file below the page's folder, however deep; nil for what is none.
  static func file(_ path: String, below folder: String) -> (path: String, bytes: Int)? {
    let components = path.split(separator: "/", omittingEmptySubsequences: false)
    guard components.count <= 4,
      components.allSatisfy({ name in
        !name.isEmpty && !name.hasPrefix(".")
          && name.unicodeScalars.allSatisfy {
            $0.isASCII
              && ($0.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains($0))
          }
      }), type(of: path) != nil
    else { return nil }
    let place = "\(folder)/\(path)"
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: place),
      attributes[.type] as? FileAttributeType == .typeRegular,
      let size = attributes[.size] as? NSNumber
    else { return nil }
    return (place, size.intValue)
  }
}
