import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// What went wrong with a request, as `application/problem+json` (RFC 9457).
///
/// Holds sentences for people and never a path of the machine or a trace.
struct Problem: Error, Hashable, Sendable {
  /// The HTTP status.
  var status: Int
  /// What is wrong, in a few words.
  var title: String
  /// One sentence.
  var detail: String?
  /// What may be done about it.
  var hint: String?

  /// Makes a problem.
  init(_ status: Int, _ title: String, detail: String? = nil, hint: String? = nil) {
    self.status = status
    self.title = title
    self.detail = detail
    self.hint = hint
  }

  static let notFound = Problem(404, "There is no such thing here")
}

extension Problem: Codable {
  private enum CodingKeys: String, CodingKey { case type, status, title, detail, hint }

  /// Reads what `encode` writes.
  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try values.decode(Int.self, forKey: .status), try values.decode(String.self, forKey: .title),
      detail: try values.decodeIfPresent(String.self, forKey: .detail),
      hint: try values.decodeIfPresent(String.self, forKey: .hint))
  }

  /// Writes the members that the standard names, and `hint`.
  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode("about:blank", forKey: .type)
    try values.encode(status, forKey: .status)
    try values.encode(title, forKey: .title)
    try values.encodeIfPresent(detail, forKey: .detail)
    try values.encodeIfPresent(hint, forKey: .hint)
  }
}

extension Problem {
  /// The answer.
  var response: Response {
    Answer.json(self, status: HTTPResponse.Status(code: status), type: "application/problem+json")
  }
}

/// Answers in JSON.
enum Answer {
  private static let json = "application/json; charset=utf-8"

  /// JSON that is written already.
  static func json(bytes: Data) -> Response { self.bytes(bytes, type: json) }

  static func json(
    _ value: some Encodable, status: HTTPResponse.Status = .ok, type: String = json
  ) -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else {
      return Response(status: .internalServerError)
    }
    return bytes(data, type: type, status: status)
  }

  static func bytes(
    _ data: Data, type: String, status: HTTPResponse.Status = .ok
  ) -> Response {
    Response(
      status: status, headers: [.contentType: type, .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
  }
}
