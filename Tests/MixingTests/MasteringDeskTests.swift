import AudioFiles
import Foundation
import Metering
import Mixing
import Production
import Signal
import Testing

@Suite struct MasteringDeskTests {
  private func master(
    _ fixture: MasteringFixture, _ input: String, _ intent: MasterIntent,
    references: [String] = [], name: String = "out.wav", threads: Int = 2, gap: Double? = nil
  ) throws -> (delivery: MasterDelivery, sound: AudioBuffer) {
    let desk = fixture.desk(threads: threads)
    let source = try desk.open(input)
    let plan = try desk.plan(
      source, intent: intent, references: try references.map { (try desk.open($0), 1) })
    let delivery = try desk.master(
      source, plan: plan,
      output: MasterOutput(
        files: [.init(path: fixture.path(name), format: .wave24)], gap: gap,
        previewsCodecs: false))
    return (delivery, try AudioFileReader.read(path: fixture.path(name)).buffer)
  }

  @Test(
    "a master has its loudness and keeps its ceiling by other meters",
    arguments: [(-14.0, -1.0, 50.0), (-9, -1, 100), (-23, -2, 0), (-16, -0.5, 80)])
  func loudnessAndCeiling(loudness: Double, ceiling: Double, intensity: Double) throws {
    let fixture = try MasteringFixture()
    let input = try fixture.write(MasteringFixture.song(seconds: 35), "in.wav")
    let intent = MasterIntent(
      loudness: LUFS(loudness), isLoudnessNamed: true, ceiling: Decibels(ceiling),
      intensity: intensity)
    let (delivery, sound) = try master(fixture, input, intent)
    let reading = LoudnessMeter.measure(sound, sampleRate: .studio)
    let found = try #require(reading.integrated)
    #expect(abs(found.value - loudness) <= 0.1)
    #expect(try #require(reading.truePeak) <= Decibels(ceiling + 0.01))
    let long = Decibels(gain: Double(TruePeakDetector.truePeak(of: sound)))
    #expect(try #require(long) <= Decibels(ceiling + 0.05))
    #expect(delivery.after.loudness.map { abs($0.value - found.value) < 0.01 } ?? false)
    #expect(sound.frameCount == 35 * 48_000)
  }

  @Test("the same input and plan give the same bytes whatever the threads")
  func threads() throws {
    let fixture = try MasteringFixture()
    let input = try fixture.write(MasteringFixture.song(seconds: 70), "in.wav")
    var bytes: [Data] = []
    for threads in [1, 2, 5] {
      _ = try master(
        fixture, input, MasterIntent(intensity: 80, character: .warm), name: "\(threads).wav",
        threads: threads)
      bytes.append(try Data(contentsOf: URL(fileURLWithPath: fixture.path("\(threads).wav"))))
    }
    #expect(bytes[0] == bytes[1] && bytes[1] == bytes[2])
  }

  @Test("intensity 0 is a gain and nothing else where no peak reaches the ceiling")
  func gainAlone() throws {
    let fixture = try MasteringFixture()
    let song = MasteringFixture.song(seconds: 34)
    let input = try fixture.write(song, "in.wav")
    let (delivery, sound) = try master(
      fixture, input, MasterIntent(loudness: -30, isLoudnessNamed: true, intensity: 0))
    let gain = Float(
      pow(10, ((delivery.after.loudness?.value ?? 0) - (delivery.before.loudness?.value ?? 0)) / 20)
    )
    var worst: Float = 0
    for frame in stride(from: 0, to: song.frameCount, by: 7) {
      worst = max(worst, abs(sound[0, frame] - gain * song[0, frame]))
    }
    // Half a step of 24 bits, and what the gain is known to.
    #expect(worst < 3e-5)
    #expect(delivery.plan.tone == nil && delivery.limiting == 0)
  }

  @Test("a reference is met in spectrum, loudness and width")
  func reference() throws {
    let fixture = try MasteringFixture()
    let input = try fixture.write(MasteringFixture.song(seconds: 40, gain: 0.4), "in.wav")
    // Softer than its peaks would be under the ceiling: what a limiter forbids, no equalizer reaches.
    let goal = MasteringFixture.song(seconds: 32, gain: 0.35, tilt: 4, width: 1.1, seed: 9)
    let reference = try fixture.write(goal, "reference.wav")
    let (delivery, _) = try master(
      fixture, input, MasterIntent(intensity: 100), references: [reference])
    let desk = fixture.desk()
    let wanted = ToneTarget(try desk.open(reference).programme)
    let before = ToneTarget(try desk.open(input).programme)
    let after = ToneTarget(try desk.open(fixture.path("out.wav")).programme)
    #expect(ToneMatch.distance(before.mid, wanted.mid) > 2)
    #expect(ToneMatch.distance(after.mid, wanted.mid) < 0.6)
    #expect(ToneMatch.distance(after.side, wanted.side) < 1)
    #expect(abs(after.width - wanted.width) < 0.5)
    let loudness = try #require(wanted.loudness)
    #expect(abs((delivery.after.loudness?.value ?? 0) - loudness) <= 0.1)
  }

  @Test("a loudness out of reach stops at six decibels of limiting unless it is named")
  func held() throws {
    let fixture = try MasteringFixture()
    let input = try fixture.write(MasteringFixture.song(seconds: 33), "in.wav")
    let (held, _) = try master(
      fixture, input, MasterIntent(loudness: -6, intensity: 0))
    #expect(held.stoppedByLimiting)
    #expect(held.limiting <= 6.05)
    #expect(held.notes.contains { $0.contains("Stopped at") })
    let (named, _) = try master(
      fixture, input, MasterIntent(loudness: -6, isLoudnessNamed: true, intensity: 0))
    #expect(!named.stoppedByLimiting)
    #expect(abs((named.after.loudness?.value ?? 0) + 6) <= 0.1)
    #expect(named.notes.contains { $0.contains("of limiting") })
  }

  @Test("what cannot be mastered is refused with its numbers, and nothing stays")
  func unfit() throws {
    let fixture = try MasteringFixture()
    let rate = SampleRate.studio
    let silent = try fixture.write(AudioBuffer(frameCount: 5 * 48_000), "silent.wav")
    let short = try fixture.write(MasteringFixture.song(seconds: 1), "short.wav")
    var square = AudioBuffer(frameCount: 6 * 48_000)
    for frame in 0..<square.frameCount {
      let sample: Float = frame / 100 % 2 == 0 ? 1 : -1
      (square[0, frame], square[1, frame]) = (sample, sample)
    }
    let clipped = try fixture.write(square, "clipped.wav")
    var bytes = try Data(
      contentsOf: URL(
        fileURLWithPath: try fixture.write(MasteringFixture.song(seconds: 4), "nan.wav")))
    for index in 0..<4 { bytes[bytes.count - 4000 + index] = 0xFF }
    try bytes.write(to: URL(fileURLWithPath: fixture.path("nan.wav")))
    let names = fixture.names
    let desk = fixture.desk()
    func fault(_ path: String) -> SoundFault? {
      do {
        _ = try desk.open(path, sampleRate: rate)
        return nil
      } catch .unfit(.unfit(_, let fault)) {
        return fault
      } catch {
        return nil
      }
    }
    guard case .silent = fault(silent) else { return #expect(Bool(false), "silent") }
    guard case .tooShort(let seconds, 3) = fault(short) else {
      return #expect(Bool(false), "short")
    }
    #expect(abs(seconds - 1) < 0.01)
    guard case .clipped = fault(clipped) else { return #expect(Bool(false), "clipped") }
    guard case .notFinite(let count, _, _) = fault(fixture.path("nan.wav")) else {
      return #expect(Bool(false), "not finite")
    }
    #expect(count == 1)
    #expect(throws: MixingError.unfit(.unreadable(path: "/none", .notFound(path: "/none")))) {
      _ = try desk.open("/none")
    }
    #expect(fixture.names == names)
  }

  @Test("nothing is left of a master that cannot be written")
  func unwritable() throws {
    let fixture = try MasteringFixture()
    let input = try fixture.write(MasteringFixture.song(seconds: 5), "in.wav")
    let desk = fixture.desk()
    let source = try desk.open(input)
    let plan = try desk.plan(source, intent: MasterIntent())
    let output = MasterOutput(
      files: [
        .init(path: fixture.path("a.wav"), format: .wave24),
        .init(path: fixture.path("none/b.wav"), format: .wave24),
      ], previewsCodecs: false)
    #expect(throws: MixingError.self) { _ = try desk.master(source, plan: plan, output: output) }
    #expect(!fixture.names.contains("a.wav"))
    #expect(throws: MixingError.cancelled) {
      _ = try desk.master(
        source, plan: plan,
        output: MasterOutput(files: [.init(path: fixture.path("a.wav"), format: .wave24)]),
        isCancelled: { true })
    }
    #expect(!fixture.names.contains { $0.hasSuffix("a.wav") || $0.contains(".part") })
  }

  @Test("the plan does not depend on the level of the input")
  func level() throws {
    let fixture = try MasteringFixture()
    let desk = fixture.desk()
    let intent = MasterIntent(intensity: 70, character: .open)
    let plans = try [Float(1), 0.1].enumerated().map { index, gain in
      let path = try fixture.write(
        MasteringFixture.song(seconds: 20, gain: gain), "\(index).wav")
      return try desk.plan(try desk.open(path), intent: intent)
    }
    #expect(plans[0].tone?.bands.count == 31)
    for (first, second) in zip(plans[0].tone?.bands ?? [], plans[1].tone?.bands ?? []) {
      #expect(abs(first.mid.value - second.mid.value) < 0.05)
    }
    #expect(abs(plans[1].gain.value - plans[0].gain.value - 20) < 0.01)
  }

  @Test("the tracks of an album keep their distances, and the gap stands between them")
  func album() throws {
    let fixture = try MasteringFixture()
    let desk = fixture.desk()
    let sources = try [Float(0.5), 0.25, 0.4].enumerated().map { index, gain in
      try desk.open(
        try fixture.write(
          MasteringFixture.song(seconds: 12, gain: gain, seed: UInt64(index)), "\(index).wav"))
    }
    let plans = try desk.albumPlans(sources, intent: MasterIntent(loudness: -16))
    let wanted = sources.map { ($0.loudness?.value ?? 0) - (sources[0].loudness?.value ?? 0) }
    for (index, source) in sources.enumerated() {
      let delivery = try desk.master(
        source, plan: plans[index],
        output: MasterOutput(
          files: [.init(path: fixture.path("m\(index).wav"), format: .wave24)], gap: 2,
          previewsCodecs: false))
      let loudness = try #require(delivery.after.loudness)
      #expect(abs(loudness.value - (-16 + wanted[index])) <= 0.1)
      let length = try AudioFileReader.read(path: fixture.path("m\(index).wav")).buffer
      let active = try #require(length.activeRange(above: 0.001))
      #expect(abs(length.frameCount - active.upperBound - 2 * 48_000) < 4800)
    }
    let levelled = try desk.albumPlans(
      sources, intent: MasterIntent(loudness: -16), keepsRelativeLoudness: false)
    #expect(levelled.allSatisfy { $0.limiter.loudness == -16 })
  }

  @Test("a plan comes back from JSON, and impossible numbers are named")
  func planJSON() throws {
    let fixture = try MasteringFixture()
    let desk = fixture.desk()
    let source = try desk.open(try fixture.write(MasteringFixture.song(seconds: 20), "in.wav"))
    var plan = try desk.plan(
      source,
      intent: MasterIntent(
        intensity: 90, character: .warm, width: .amount(1.2), saturation: .amount(0.3)))
    let copy = try JSONDecoder().decode(MasterPlan.self, from: try JSONEncoder().encode(plan))
    #expect(copy == plan && plan.fault == nil)
    #expect(plan.width?.amount == 1.2 && plan.saturation?.amount == 0.3)
    plan.limiter.ceiling = 2
    #expect(plan.fault?.hasPrefix("limiter.ceiling is 2.0") ?? false)
  }

  @Test("codecs are previewed on the loudest passage")
  func codecs() throws {
    let fixture = try MasteringFixture()
    let desk = fixture.desk()
    let source = try desk.open(try fixture.write(MasteringFixture.song(seconds: 25), "in.wav"))
    let plan = try desk.plan(source, intent: MasterIntent())
    let delivery = try desk.master(
      source, plan: plan,
      output: MasterOutput(
        files: [.init(path: fixture.path("a.wav"), format: .wave24, wordLength: 16)],
        comparison: (fixture.path("b.wav"), fixture.path("c.wav"))))
    #expect(delivery.codecs.map(\.codec) == ["MP3", "Opus", "AAC"])
    #expect(delivery.previewSeconds == 10)
    for preview in delivery.codecs.prefix(2) {
      let overshoot = try #require(preview.overshoot)
      #expect(abs(overshoot.value) < 3)
    }
    #expect(delivery.codecs[2].truePeak != nil || delivery.codecs[2].note != nil)
    let pair = try ["b.wav", "c.wav"].map { name in
      try #require(
        LoudnessMeter.measure(
          try AudioFileReader.read(path: fixture.path(name)).buffer, sampleRate: .studio
        ).integrated)
    }
    #expect(abs(pair[0].value - pair[1].value) < 0.1)
  }

  @Test("16 bits are reached with noise where the ear hears least", arguments: [0.0, 50])
  func shapedDither(intensity: Double) throws {
    let fixture = try MasteringFixture()
    let desk = fixture.desk()
    let source = try desk.open(try fixture.write(MasteringFixture.song(seconds: 6), "in.wav"))
    let plan = try desk.plan(source, intent: MasterIntent(intensity: intensity))
    _ = try desk.master(
      source, plan: plan,
      output: MasterOutput(
        files: [
          .init(path: fixture.path("short.wav"), format: .wave24, wordLength: 16),
          .init(path: fixture.path("long.wav"), format: .wave24),
        ], previewsCodecs: false))
    let short = try AudioFileReader.read(path: fixture.path("short.wav")).buffer
    var error = try AudioFileReader.read(path: fixture.path("long.wav")).buffer
    error.withMutableBlock { block in
      for channel in 0..<2 {
        for frame in 0..<block.frameCount {
          block[channel][frame] = short[channel, frame] - block[channel][frame]
        }
      }
    }
    let whole = PowerSpectrum(size: 8192)
    var heard = 0.0
    error.withReadOnlyBlock { block in
      whole.analyze(block[frames: 48_000..<48_000 + 8192])
    }
    let bins = 8192 * 2000 / 48_000..<8192 * 5000 / 48_000
    for bin in bins { heard += Double(whole.power[bin]) * whole.meanSquareFactor }
    // Triangular dither alone has a quarter of a step squared, evenly from 0 to 24 kHz.
    let plain = 0.25 / 32_768 / 32_768 * 3000 / 24_000
    #expect(heard < plain / 10, "\(10 * log10(heard / plain)) dB")
    #expect(heard > 0)
  }
}
