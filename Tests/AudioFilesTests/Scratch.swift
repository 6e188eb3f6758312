import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A folder of its own for a test, removed when the object goes.
final class Scratch {
  let folder: String

  init() {
    var template = Array("/tmp/audio-files-XXXXXX".utf8CString)
    folder = template.withUnsafeMutableBufferPointer { pointer in
      guard let base = pointer.baseAddress, let made = mkdtemp(base) else { return "/tmp" }
      return String(cString: made)
    }
  }

  deinit {
    chmod(folder, 0o755)
    for name in names { unlink("\(folder)/\(name)") }
    rmdir(folder)
  }

  /// The path of a file in the folder.
  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// The names in the folder.
  var names: [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The bytes of a file.
  static func bytes(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "rb") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&piece, 1, piece.count, file)
      if count == 0 { return bytes }
      bytes += piece[..<count]
    }
  }

  /// Writes bytes to a file of the folder and returns its path.
  func write(_ bytes: [UInt8], to name: String) -> String {
    let path = path(name)
    guard let file = fopen(path, "wb") else { return path }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
    return path
  }
}

/// Two decaying tones, stereo, exact in 24 bit.
func sampleBuffer(frames: Int = 24_000, channels: Int = 2) -> AudioBuffer {
  AudioBuffer(
    channels: (0..<channels).map { channel in
      (0..<frames).map { frame in
        let phase = Double(frame) * (0.03 + 0.017 * Double(channel))
        let value = 0.6 * sin(phase) * exp(-Double(frame % 9000) / 4000)
        return Float((value * 0x1p23).rounded() * 0x1p-23)
      }
    })
}
