import CALSA
public import Signal

/// Why sound could not be played.
public enum PlaybackError: Error, Hashable, Sendable {
  /// There is no sound device, or it could not be opened; `reason` is ALSA's.
  case noDevice(name: String, reason: String)
  /// The device does not take the format.
  case unsupported(sampleRate: SampleRate, channels: Int, reason: String)
  /// Playing broke off.
  case failed(reason: String)
}

/// The system's sound output through ALSA: 32-bit float stereo or mono, written in blocks.
///
/// Owned by one thread at a time. `write` blocks until the device has room, so that the caller
/// runs at the speed of the sound.
public struct AudioOutput: ~Copyable {
  private let device: OpaquePointer
  private let channels: Int

  /// Opens a device, by default the system's.
  ///
  /// Throws `noDevice` when there is none and `unsupported` when it refuses the format.
  public init(device name: String = "default", sampleRate: SampleRate, channels: Int)
    throws(PlaybackError)
  {
    // ALSA prints its own complaints to the terminal; the error thrown here replaces them.
    snd_lib_error_set_handler(etude_alsa_silent_handler())
    var opened: OpaquePointer?
    let code = snd_pcm_open(&opened, name, SND_PCM_STREAM_PLAYBACK, 0)
    guard code == 0, let opened else {
      throw .noDevice(name: name, reason: AudioOutput.reason(code))
    }
    let latency: UInt32 = 200_000
    let set = snd_pcm_set_params(
      opened, SND_PCM_FORMAT_FLOAT_LE, SND_PCM_ACCESS_RW_INTERLEAVED, UInt32(channels),
      UInt32(sampleRate.framesPerSecond), 1, latency)
    guard set == 0 else {
      snd_pcm_close(opened)
      throw .unsupported(
        sampleRate: sampleRate, channels: channels, reason: AudioOutput.reason(set))
    }
    device = opened
    self.channels = channels
  }

  deinit { snd_pcm_close(device) }

  /// Plays interleaved frames, `[frames][channels]`; underruns are caught up.
  public func write(_ interleaved: [Float]) throws(PlaybackError) {
    var offset = 0
    let frames = interleaved.count / channels
    while offset < frames {
      let written = interleaved.withUnsafeBufferPointer { samples -> Int in
        guard let base = samples.baseAddress else { return 0 }
        return snd_pcm_writei(
          device, base + offset * channels, snd_pcm_uframes_t(frames - offset))
      }
      if written < 0 {
        let code = snd_pcm_recover(device, Int32(written), 1)
        guard code == 0 else { throw .failed(reason: AudioOutput.reason(code)) }
      } else {
        offset += written
      }
    }
  }

  /// Waits until everything written has sounded.
  public func finish() { snd_pcm_drain(device) }

  private static func reason(_ code: Int32) -> String {
    snd_strerror(code).map { String(cString: $0) } ?? "error \(code)"
  }
}
