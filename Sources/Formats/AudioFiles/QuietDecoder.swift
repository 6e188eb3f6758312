#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Keeps what a decoder prints about a broken stream off the terminal: libmpg123 tells `stderr`, whoever asks.
///
/// For the time of a call the C library's `stderr` leads to /dev/null; the file descriptor 2, which this
/// program and Swift's runtime write to, stays. Calls of several threads may overlap: each ends with the
/// stream that the process started with, so that a line may slip through and none is kept back for good.
/// Where the C library hides its streams (musl) nothing is changed.
enum QuietDecoder {
  /// The variable `stderr`, what it held at first, and a stream that leads nowhere.
  ///
  /// Proof: the addresses are found once and the streams are never closed; the variable is a pointer, which
  /// is written whole, with one of two streams that are always valid.
  private struct Streams: @unchecked Sendable {
    var variable: UnsafeMutablePointer<UnsafeMutablePointer<FILE>?>
    var usual: UnsafeMutablePointer<FILE>
    var nowhere: UnsafeMutablePointer<FILE>
  }

  private static let streams: Streams? = {
    guard let variable = dlsym(nil, "stderr"), let usual = dlsym(nil, "_IO_2_1_stderr_"),
      let nowhere = fopen("/dev/null", "we")
    else { return nil }
    return Streams(
      variable: variable.assumingMemoryBound(to: UnsafeMutablePointer<FILE>?.self),
      usual: usual.assumingMemoryBound(to: FILE.self), nowhere: nowhere)
  }()

  /// Runs a call of a decoder, which prints nothing if `isQuiet`.
  static func run<Result>(_ isQuiet: Bool, _ call: () -> Result) -> Result {
    guard isQuiet, let streams = QuietDecoder.streams else { return call() }
    streams.variable.pointee = streams.nowhere
    defer { streams.variable.pointee = streams.usual }
    return call()
  }
}
