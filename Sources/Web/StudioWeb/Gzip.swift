import CZlib
import Foundation

/// Bytes in the gzip format (RFC 1952), made by zlib.
enum Gzip {
  /// The bytes, compressed as far as zlib can; nil where it refuses.
  static func compressed(_ bytes: Data) -> Data? {
    var stream = z_stream()
    // Sixteen more than the window's bits asks for a gzip header and trailer.
    guard
      deflateInit2_(
        &stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return nil }
    defer { deflateEnd(&stream) }
    var output = Data(count: Int(deflateBound(&stream, UInt(bytes.count))))
    var input = bytes
    // Proof: both buffers outlive the one call that uses them, and zlib is told their lengths.
    let status = input.withUnsafeMutableBytes { from in
      output.withUnsafeMutableBytes { to in
        stream.next_in = from.bindMemory(to: Bytef.self).baseAddress
        stream.avail_in = UInt32(from.count)
        stream.next_out = to.bindMemory(to: Bytef.self).baseAddress
        stream.avail_out = UInt32(to.count)
        return deflate(&stream, Z_FINISH)
      }
    }
    guard status == Z_STREAM_END else { return nil }
    return output.prefix(Int(stream.total_out))
  }
}
