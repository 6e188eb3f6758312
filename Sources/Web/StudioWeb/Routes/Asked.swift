import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Studio

typealias StudioContext = BasicRequestContext

/// What a request holds, read with bounds.
enum Asked {
  /// How many bytes of JSON a request may hold.
  static let json = 4 << 20
  /// How many bytes a file may have that is put into the library.
  static let file = 64 << 20
  /// How many bytes a sound file may have.
  static let sound = 512 << 20

  /// A part of the path, its percent signs resolved.
  static func parameter(_ name: String, _ context: StudioContext) throws -> String {
    guard let raw = context.parameters.get(name), let text = raw.removingPercentEncoding else {
      throw Problem(400, "The address cannot be read")
    }
    return text
  }

  /// The body as JSON.
  ///
  /// Throws `Problem` 400 for what cannot be read, 413 for too much and 415 for another type.
  static func decode<Value: Decodable>(
    _ type: Value.Type, from request: Request
  ) async throws -> Value {
    let kind = request.headers[.contentType] ?? ""
    guard kind.lowercased().hasPrefix("application/json") else {
      throw Problem(415, "The body is to be JSON", hint: "Send Content-Type: application/json.")
    }
    let body = try await bytes(of: request, limit: json)
    do {
      return try JSONDecoder().decode(type, from: body)
    } catch let error as DecodingError {
      throw Problem(400, "The body cannot be read", detail: sentence(error))
    } catch {
      throw Problem(400, "The body is not JSON")
    }
  }

  /// The body's bytes, at most so many.
  static func bytes(of request: Request, limit: Int) async throws -> Data {
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
      throw Problem(413, "The body is too large", hint: "At most \(limit) bytes are taken.")
    }
    do {
      return Data(try await request.body.collect(upTo: limit).readableBytesView)
    } catch {
      throw Problem(413, "The body is too large", hint: "At most \(limit) bytes are taken.")
    }
  }

  /// Writes the body to a file, piece by piece.
  ///
  /// The file is removed where not all of it comes. Throws `Problem` 413 for more than so many bytes, and 507
  /// where it cannot be written.
  static func save(_ request: Request, to path: String, limit: Int) async throws {
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
      throw Problem(413, "The body is too large", hint: "At most \(limit) bytes are taken.")
    }
    let folder = PathName(path).parent
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let file = FileHandle(forWritingAtPath: path)
    else { throw Self.noRoom }
    var isWhole = false
    defer {
      try? file.close()
      if !isWhole { try? FileManager.default.removeItem(atPath: path) }
    }
    var count = 0
    for try await part in request.body {
      count += part.readableBytes
      guard count <= limit else {
        throw Problem(413, "The body is too large", hint: "At most \(limit) bytes are taken.")
      }
      do { try file.write(contentsOf: Data(part.readableBytesView)) } catch { throw Self.noRoom }
    }
    isWhole = true
  }

  private static let noRoom = Problem(
    507, "The file cannot be kept", hint: "Make room on the disk, and send it again.")

  private static func sentence(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, _): "'\(key.stringValue)' is missing."
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "'\(path(context))' is of another type than is needed."
    case .dataCorrupted(let context):
      context.codingPath.isEmpty
        ? "It is not sound JSON, or says something that is not known."
        : "'\(path(context))' says something that is not known."
    @unknown default: "It says something that is not known."
    }
  }

  private static func path(_ context: DecodingError.Context) -> String {
    context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
      .joined(separator: ".")
  }
}
