/// Whether the caller wants the work to stop.
struct Cancellation: Sendable {
  private let isAsked: @Sendable () -> Bool

  init(_ isAsked: @escaping @Sendable () -> Bool) { self.isAsked = isAsked }

  /// Whether the caller asks for it now.
  var isAskedNow: Bool { isAsked() }

  /// Throws `cancelled` if the caller asks for it.
  func check() throws(MixingError) {
    if isAsked() { throw .cancelled }
  }
}
