import Foundation
import HTTPTypes
import Hummingbird

/// Who may ask what: the page of this server and programs of this machine, nobody else's page.
///
/// The name of the host is checked against DNS rebinding; the origin, and a header that no form can
/// send, against requests that other pages forge. With a token, every request of the interface must carry it.
struct RequestGuard<Context: RequestContext>: RouterMiddleware {
  /// The names and addresses that the server answers to, in small letters, without port.
  let hosts: Set<String>
  let token: AccessToken?

  /// Sent with every answer.
  private static var safety: HTTPFields {
    var fields = HTTPFields()
    fields[.contentSecurityPolicy] = """
      default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
      media-src 'self' blob:; connect-src 'self'; worker-src 'self'; form-action 'none'; \
      base-uri 'none'; frame-ancestors 'none'
      """
    fields[.xContentTypeOptions] = "nosniff"
    if let name = HTTPField.Name("Referrer-Policy") { fields[name] = "no-referrer" }
    if let name = HTTPField.Name("Cross-Origin-Opener-Policy") { fields[name] = "same-origin" }
    if let name = HTTPField.Name("Cross-Origin-Resource-Policy") { fields[name] = "same-origin" }
    return fields
  }

  func handle(
    _ request: Request, context: Context,
    next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    var response: Response
    do {
      try check(request)
      response = try await next(request, context)
    } catch {
      response = Self.problem(error).response
    }
    for field in Self.safety where response.headers[field.name] == nil {
      response.headers.append(field)
    }
    return response
  }

  private func check(_ request: Request) throws {
    guard (request.head.path ?? "").utf8.count <= 4096 else {
      throw Problem(414, "The address is too long")
    }
    // A second Host would make it a matter of taste which one counts (RFC 9112, 3.2).
    if let name = HTTPField.Name("Host"), let other = request.headers[name],
      other != request.head.authority
    {
      throw Problem(400, "The request names two hosts")
    }
    guard let host = Self.name(ofHost: request.head.authority ?? ""), hosts.contains(host) else {
      throw Problem(
        421, "This server does not go by that name",
        hint: "Open the address that the studio printed.")
    }
    if let origin = request.headers[.origin] {
      guard let slashes = origin.range(of: "://"),
        origin[slashes.upperBound...] == (request.head.authority ?? "")[...]
      else { throw Problem(403, "Requests of other pages are refused") }
    }
    if ![HTTPRequest.Method.get, .head].contains(request.method) {
      guard let name = HTTPField.Name("X-Etude"), request.headers[name] != nil else {
        throw Problem(
          403, "The request does not say that it comes from Etude",
          hint: "Send the header X-Etude with any value.")
      }
    }
    if let token, request.uri.path.hasPrefix("/api") {
      guard token.isCarried(by: request) else {
        throw Problem(401, "A token is needed", hint: "Open the address that the studio printed.")
      }
    }
  }

  /// The name in `name:port` or `[address]:port`, in small letters; nil for what is neither.
  static func name(ofHost host: String) -> String? {
    guard !host.isEmpty else { return nil }
    var (name, rest) = (host[...], host[host.endIndex...])
    if host.hasPrefix("[") {
      guard let end = host.firstIndex(of: "]") else { return nil }
      name = host[host.index(after: host.startIndex)..<end]
      rest = host[host.index(after: end)...]
    } else if let colon = host.firstIndex(of: ":") {
      (name, rest) = (host[..<colon], host[colon...])
    }
    guard rest.isEmpty || rest.first == ":", rest.dropFirst().allSatisfy("0123456789".contains)
    else { return nil }
    return name.lowercased()
  }

  /// What an error means to whoever asked.
  private static func problem(_ error: any Error) -> Problem {
    if let problem = error as? Problem { return problem }
    if let error = error as? HTTPError {
      return Problem(error.status.code, error.status.reasonPhrase, detail: error.body)
    }
    if let error = error as? any HTTPResponseError {
      return Problem(error.status.code, error.status.reasonPhrase)
    }
    return Problem(500, "Something went wrong that should not")
  }
}
