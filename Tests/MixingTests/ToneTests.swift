import AudioFiles
import Foundation
import Metering
import Mixing
import Production
import Signal
import Testing

@Suite struct ToneTests {
  @Test("bands are those of IEC 61260 and share out all power")
  func bands() {
    #expect(ThirdOctaves.count == 31)
    #expect(abs(ThirdOctaves.centres[0] - 19.95) < 0.01)
    #expect(ThirdOctaves.centres[ThirdOctaves.thousand] == 1000)
    // White noise: power in proportion to the width, 23 % of the centre.
    let powers = ThirdOctaves.powers([Double](repeating: 1, count: 4097), binWidth: 48_000.0 / 8192)
    for (band, centre) in ThirdOctaves.centres.enumerated() {
      let width = centre * (pow(10, 0.05) - pow(10, -0.05)) / (48_000.0 / 8192)
      #expect(abs(powers[band] - width) < 1e-6 * width)
    }
  }

  @Test(
    "the filter has the gains of its plan, in stretches as in one piece",
    arguments: [MasterPlan.Tone.Phase.linear, .minimum])
  func filter(phase: MasterPlan.Tone.Phase) {
    let bands = ThirdOctaves.centres.map { centre in
      MasterPlan.Tone.Band(
        frequency: Hertz(centre), mid: Decibels(4 * sin(log(centre))), side: Decibels(-2))
    }
    let tone = MasterPlan.Tone(phase: phase, bands: bands, reason: "test")
    let filter = ToneFilter(tone, sampleRate: .studio)
    let design = ToneFilterDesign(sampleRate: .studio, phase: phase)
    let response = design.response(of: design.impulseResponse(tone.curve(\.mid)))
    for band in 7..<29 {
      let bin = Int((ThirdOctaves.centres[band] / (48_000.0 / 8192)).rounded())
      let wanted = ThirdOctaves.value(of: tone.curve(\.mid), at: Double(bin) * 48_000 / 8192)
      #expect(abs(response[bin] - wanted) < 0.35)
    }
    let song = MasteringFixture.song(seconds: 2)
    func filtered(_ range: Range<Int>) -> AudioBuffer {
      var source = AudioBuffer(frameCount: filter.before + range.count + filter.behind)
      source.mix(song, at: filter.before - range.lowerBound)
      var target = AudioBuffer(frameCount: range.count)
      source.withReadOnlyBlock { source in
        target.withMutableBlock { filter.process(source, into: $0) }
      }
      return target
    }
    let whole = filtered(0..<song.frameCount)
    let part = filtered(30_000..<50_000)
    var worst: Float = 0
    for frame in 0..<part.frameCount {
      worst = max(worst, abs(part[0, frame] - whole[0, frame + 30_000]))
    }
    #expect(worst < 1e-6)
  }

  @Test("a flat curve leaves the sound in its place")
  func flat() {
    let tone = MasterPlan.Tone(
      phase: .linear, bands: [.init(frequency: 1000, mid: 0, side: 0)], reason: "")
    let filter = ToneFilter(tone, sampleRate: .studio)
    var source = AudioBuffer(frameCount: filter.before + 1000 + filter.behind)
    source[0, filter.before + 500] = 1
    var target = AudioBuffer(frameCount: 1000)
    source.withReadOnlyBlock { source in
      target.withMutableBlock { filter.process(source, into: $0) }
    }
    #expect(abs(target[0, 500] - 1) < 1e-4)
    #expect(abs(target[0, 499]) < 1e-4 && abs(target[1, 500]) < 1e-4)
  }

  @Test("nothing precedes an attack behind a minimum-phase filter")
  func minimumPhase() {
    var curve = [Double](repeating: 0, count: ThirdOctaves.count)
    curve[8] = 12
    let design = ToneFilterDesign(sampleRate: .studio, phase: .minimum)
    let impulse = design.impulseResponse(curve)
    let energy = impulse.reduce(0) { $0 + $1 * $1 }
    #expect(impulse[0] * impulse[0] > 0.5 * energy)
    let early = impulse.prefix(2048).reduce(0) { $0 + $1 * $1 }
    #expect(early > 0.98 * energy)
  }

  @Test("gains bring a spectrum to its levels within their limits")
  func match() {
    let width = 48_000.0 / 8192
    // A spectrum with a slope and a resonance inside a band.
    let spectrum = (0...4096).map { bin -> Double in
      let frequency = max(1, Double(bin)) * width
      let resonance = exp(-pow(log(frequency / 700) / 0.03, 2)) * 4
      return (1 + resonance) / frequency
    }
    let wanted = ThirdOctaves.centres.map { -2 * log2($0 / 1000) + sin(3 * log($0)) }
    let design = ToneFilterDesign(sampleRate: .studio, phase: .linear)
    let limits = ToneLimits(limit: 60, edgeBoost: 60)
    let gains = ToneMatch.gains(
      spectrum, binWidth: width, wanted: wanted, limits: limits, design: design)
    let reached = ToneMatch.levels(spectrum, binWidth: width, gains: gains, design: design)
    #expect(ToneMatch.distance(reached, wanted) < 0.1)
    let held = ToneMatch.gains(
      spectrum, binWidth: width, wanted: wanted.map { $0 + 30 }, limits: ToneLimits(limit: 4),
      design: design)
    #expect(held.allSatisfy { abs($0) <= 4 })
    #expect(held[0] == 0 && held[30] == 0)
  }

  @Test("a loud pause or a soft intro does not colour the profile")
  func gating() throws {
    let fixture = try MasteringFixture()
    let desk = fixture.desk()
    var song = MasteringFixture.song(seconds: 12)
    // A hard cut would be heard as a click in the window that sees it.
    song.fadeIn(frames: 9600)
    song.fadeOut(frames: 9600)
    let alone = try desk.open(try fixture.write(song, "a.wav")).programme.tone
    // Windows begin every 4096 frames: the song is cut as before.
    var padded = AudioBuffer(frameCount: 30 * 48_000)
    padded.mix(song, at: 117 * 4096)
    let noise = NoiseGenerator(seed: 8)
    for frame in 0..<9 * 48_000 { padded[0, frame] = 0.000_005 * noise.white(at: frame) }
    let inside = try desk.open(try fixture.write(padded, "b.wav")).programme.tone
    #expect(ToneMatch.distance(alone.midLevels, inside.midLevels) < 0.3)
    // All power lies in the bands of a spectrum that neither leaves nor adds any.
    let power = alone.mid.reduce(0, +) + alone.side.reduce(0, +)
    let mean = Double(song.rootMeanSquare) * Double(song.rootMeanSquare)
    #expect(abs(10 * log10(power / mean)) < 0.6)
  }
}
