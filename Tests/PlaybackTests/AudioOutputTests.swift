import Playback
import Signal
import Testing

@Suite("AudioOutput") struct AudioOutputTests {
  @Test("a device that does not exist is a clear error")
  func noDevice() {
    #expect {
      _ = try AudioOutput(device: "no-such-device", sampleRate: 48_000, channels: 2)
    } throws: { error in
      guard case PlaybackError.noDevice(let name, let reason)? = error as? PlaybackError else {
        return false
      }
      return name == "no-such-device" && !reason.isEmpty
    }
  }

  @Test("the null device takes sound")
  func nullDevice() throws {
    let output = try AudioOutput(device: "null", sampleRate: 48_000, channels: 2)
    try output.write([Float](repeating: 0, count: 9_600))
    output.finish()
  }
}
