import HTTPTypes
import Hummingbird

/// A secret that requests must carry where the server listens to more than this machine.
package struct AccessToken: Hashable, Sendable {
  /// The secret, as hexadecimal digits.
  package let text: String

  /// Draws 128 random bits.
  package init() {
    var random = SystemRandomNumberGenerator()
    text = (0..<16).map { _ in
      let byte = String(UInt8.random(in: 0...255, using: &random), radix: 16)
      return byte.count == 1 ? "0" + byte : byte
    }.joined()
  }

  /// Takes a secret that was drawn before.
  package init(_ text: String) { self.text = text }

  /// Whether a request carries it: `Authorization: Bearer`, a cookie, or `?token=`.
  func isCarried(by request: Request) -> Bool {
    if let header = request.headers[.authorization], header.hasPrefix("Bearer ") {
      return isEqual(String(header.dropFirst(7)))
    }
    if let cookie = request.cookies["etude-token"]?.value { return isEqual(cookie) }
    return request.uri.queryParameters.get("token").map(isEqual) ?? false
  }

  /// Compares every byte, so that the time says nothing of where they differ.
  package func isEqual(_ other: String) -> Bool {
    let (own, given) = (Array(text.utf8), Array(other.utf8))
    var difference = own.count ^ given.count
    for index in own.indices {
      difference |= Int(own[index] ^ (index < given.count ? given[index] : 0))
    }
    return difference == 0
  }
}
