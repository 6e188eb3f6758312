import Crypto
import Instruments
import Music
import Production
import Signal

/// Everything that the sound of one stem depends on, laid out before any sound is made.
struct StemOrder: Sendable {
  /// Changed whenever the renderer makes other samples of the same input.
  static let version = "etude-stem-1"

  let part: Part
  let schedule: EventSchedule
  /// The music's length in frames.
  let musicFrames: Int
  /// The SHA-256 of all of the above and of the settings, in hexadecimal.
  let digest: String

  init(
    part: Part, performed: PerformedPart, seconds: Double, settings: RenderSettings,
    soundFont: SoundFontIdentity
  ) throws(InstrumentsError) {
    self.part = part
    let rate = settings.synthesizer.sampleRate
    musicFrames = max(0, rate.frames(in: seconds).count)
    schedule = try EventSchedule(
      part: performed, seconds: seconds, sampleRate: rate, loops: settings.loop)
    digest = StemOrder.digest(
      part: part, schedule: schedule, settings: settings, soundFont: soundFont,
      loopFrames: settings.loop ? musicFrames : nil)
  }

  /// The bank of the part's instrument: 128 holds the drum kits (SoundFont 2.04, 7.2).
  var bank: Int { part.instrument.isDrumKit ? 128 : 0 }

  /// How much work the stem is: about the seconds of sounding notes, in blocks.
  var cost: Int {
    var cost = 0
    var starts = [Int](repeating: 0, count: 128)
    for event in schedule.events {
      switch event.message {
      case .noteOn(let key, _): starts[key] = event.block
      case .noteOff(let key): cost += event.block - starts[key] + 400
      default: break
      }
    }
    return cost
  }

  private static func digest(
    part: Part, schedule: EventSchedule, settings: RenderSettings, soundFont: SoundFontIdentity,
    loopFrames: Int?
  ) -> String {
    let synthesizer = settings.synthesizer
    let head = [
      version, SynthesizerLibrary.version, soundFont.digest,
      "\(synthesizer.sampleRate.framesPerSecond)", "\(synthesizer.polyphony)",
      synthesizer.interpolation.rawValue, "\(synthesizer.gain)",
      part.instrument.isDrumKit ? "kit" : "melodic", "\(part.instrument.program)",
      "\(settings.longestTail)", "\(settings.tailFloor.value)",
      loopFrames.map { "\($0)" } ?? "once",
    ].joined(separator: "\n")
    var bytes = Array(head.utf8) + [0]
    bytes.reserveCapacity(bytes.count + schedule.events.count * 8)
    for event in schedule.events {
      let block = UInt32(event.block)
      bytes += (0..<4).map { UInt8(truncatingIfNeeded: block >> ($0 * 8)) }
      bytes += event.message.bytes
    }
    return hexadecimal(SHA256.hash(data: bytes))
  }
}
