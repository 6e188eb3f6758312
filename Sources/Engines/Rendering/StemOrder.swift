import Crypto
import Instruments
import Music
import PresetFiles
import Production
import Signal

/// Everything that the sound of one stem depends on, laid out before any sound is made.
struct StemOrder: Sendable {
  /// Changed whenever the renderer makes other samples of the same input.
  static let version = "etude-stem-1"

  let part: Part
  let schedule: EventSchedule
  /// The preset that plays it; nil for the SoundFont.
  let preset: PresetLibrary.Entry?
  /// The music's length in frames.
  let musicFrames: Int
  /// The SHA-256 of all of the above and of the settings, in hexadecimal.
  let digest: String

  init(
    part: Part, performed: PerformedPart, seconds: Double, settings: RenderSettings,
    soundFont: SoundFontIdentity
  ) throws(RenderingError) {
    self.part = part
    preset = try StemOrder.preset(of: part.instrument, settings)
    let rate = settings.synthesizer.sampleRate
    musicFrames = max(0, rate.frames(in: seconds).count)
    do {
      schedule = try EventSchedule(
        part: performed, seconds: seconds, sampleRate: rate, loops: settings.loop)
    } catch {
      throw .instrument(error)
    }
    digest = StemOrder.digest(
      source: StemOrder.source(of: part, preset, settings, soundFont), schedule: schedule,
      settings: settings, loopFrames: settings.loop ? musicFrames : nil)
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

  private static func preset(
    of instrument: Instrument, _ settings: RenderSettings
  ) throws(RenderingError) -> PresetLibrary.Entry? {
    guard instrument.isSynthesized else { return nil }
    do {
      return try settings.presets.entry(named: instrument.id)
    } catch {
      throw .preset(error)
    }
  }

  /// What makes the sound: a SoundFont's preset, or a voice and the text of its preset file.
  private static func source(
    of part: Part, _ preset: PresetLibrary.Entry?, _ settings: RenderSettings,
    _ soundFont: SoundFontIdentity
  ) -> [String] {
    let synthesizer = settings.synthesizer
    let rate = "\(synthesizer.sampleRate.framesPerSecond)"
    if let preset {
      return ["voice", VoiceSynthesizer.version, rate, preset.preset.id, preset.text]
    }
    return [
      SynthesizerLibrary.version, soundFont.digest, rate, "\(synthesizer.polyphony)",
      synthesizer.interpolation.rawValue, "\(synthesizer.gain)",
      part.instrument.isDrumKit ? "kit" : "melodic", "\(part.instrument.program)",
    ]
  }

  private static func digest(
    source: [String], schedule: EventSchedule, settings: RenderSettings, loopFrames: Int?
  ) -> String {
    let tail = [
      "\(settings.longestTail)", "\(settings.tailFloor.value)",
      loopFrames.map { "\($0)" } ?? "once",
    ]
    let head = ([version] + source + tail).joined(separator: "\n")
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
