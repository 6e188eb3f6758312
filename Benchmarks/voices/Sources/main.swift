import Foundation
import Instruments
import Music
import PresetFiles
import Production
import Signal

/// What one instrument took for one second of one voice.
struct Row: Codable {
  var preset: String
  var kind: String
  /// Notes that sounded at once, on average.
  var notes: Double
  /// Seconds of one note's sound that are made in a second.
  var voices: Double
  /// The same for FluidSynth, playing the General MIDI program that is nearest.
  var peer: Double
}

/// Seconds of processor time that this thread has had: what else the machine does counts for neither.
func threadSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// Seconds of sound of one note, made in one second, and the notes that sounded.
func measure(_ instrument: any PartSynthesizer, keys: [Int], seconds: Int) -> (
  voices: Double, notes: Double
) {
  var block = AudioBuffer(frameCount: 512)
  var spent = 0.0
  var sounding = 0.0
  var turns = 0
  for turn in 0..<seconds * 48_000 / 512 {
    // Two strokes a second, so that attacks and decays count as they do in music.
    if turn % 47 == 0 {
      for key in keys {
        instrument.send(.noteOff(key: key), at: turn * 512, lasting: nil)
        instrument.send(.noteOn(key: key, velocity: 100), at: turn * 512, lasting: 24_000)
      }
    }
    let start = threadSeconds()
    block.withMutableBlock { instrument.render(into: $0) }
    spent += threadSeconds() - start
    sounding += Double(min(instrument.activeVoices, keys.count))
    turns += 1
  }
  let notes = sounding / Double(turns)
  return (notes * Double(seconds) / spent, notes)
}

func kind(of voice: Preset.Voice) -> String {
  switch voice {
  case .synth: "synth"
  case .fm: "fm"
  case .string: "string"
  case .kit: "kit"
  case .hit: "hit"
  case .sweep: "sweep"
  case .texture: "texture"
  }
}

let arguments = CommandLine.arguments
guard arguments.count == 4, let seconds = Int(arguments[3]) else {
  print("usage: voices PRESETS SOUNDFONT SECONDS")
  exit(64)
}
let library = try PresetLibrary.load(folders: [arguments[1]])
var rows: [Row] = []
for name in library.names {
  guard let preset = try library.entry(named: name)?.preset, let instrument = Instrument(id: name)
  else { continue }
  let middle = (instrument.comfort.lowerBound + instrument.comfort.upperBound) / 2
  let count = min(preset.polyphony, 6)
  let keys =
    instrument.isDrumKit
    ? [36, 38, 39, 42, 46, 49] : (0..<count).map { middle - 2 * count + 4 * $0 }
  let own = measure(
    try VoiceSynthesizer.instrument(preset), keys: keys, seconds: seconds)
  let font = try SoundFontSynthesizer(soundFont: arguments[2])
  try font.select(bank: instrument.isDrumKit ? 128 : 0, program: instrument.program)
  let peer = measure(font, keys: keys, seconds: seconds)
  rows.append(
    Row(
      preset: name, kind: kind(of: preset.voice), notes: own.notes, voices: own.voices,
      peer: peer.voices))
}
print(String(decoding: try JSONEncoder().encode(rows), as: UTF8.self))
