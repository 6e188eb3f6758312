import AudioFiles
import Foundation
import Metering
import Mixing
import Production
import Signal
import Synchronization
import Testing

@Suite("Mixer")
struct MixerTests {
  @Test("the master has its loudness and keeps its ceiling", arguments: [-23.0, -18, -14])
  func loudness(_ target: Double) throws {
    let fixture = try MixingFixture(bursts: 0.4)
    let report = try fixture.mixer().mix(
      fixture.stems, plan: fixture.plan(loudness: LUFS(target)),
      output: MixOutput(masters: [.init(path: fixture.path("m.wav"), format: .wave24)]))
    let reading = LoudnessMeter.measure(try fixture.read("m.wav"), sampleRate: .studio)
    let measured = try #require(reading.integrated)
    #expect(abs(measured.value - target) <= 0.2)
    #expect(try #require(reading.truePeak) <= -1)
    #expect(abs(try #require(report.loudness).value - measured.value) < 0.01)
    #expect(!report.stoppedByLimiting)
    #expect(report.limiting <= 6)
  }

  @Test("limiting stops at six decibels and says so")
  func limiting() throws {
    let fixture = try MixingFixture(bursts: 1)
    let report = try fixture.mixer().mix(
      fixture.stems, plan: fixture.plan(loudness: -4, effects: false),
      output: MixOutput(masters: [.init(path: fixture.path("m.wav"), format: .wave24)]))
    #expect(report.stoppedByLimiting)
    #expect((5.5...6.05).contains(report.limiting.value))
    #expect(try #require(report.loudness) < -4.2)
    #expect(try #require(report.truePeak) <= -1)
  }

  @Test("the bus holds the bass in the middle where its plan says so, and only there")
  func bassInTheMiddle() throws {
    let fixture = try MixingFixture(seconds: 2)
    func side(_ corner: Hertz) throws -> Float {
      var plan = fixture.plan(effects: false)
      plan.channels[1].pan = 0.8
      plan.bus = MixPlan.Bus(ratio: 1, threshold: 0, drive: 0, lowPass: nil, monoBelow: corner)
      _ = try fixture.mixer().mix(
        fixture.stems, plan: plan, output: fixture.output("m-"))
      let master = try fixture.read("m-master.wav")
      var side = AudioBuffer(channels: [
        zip(master.channel(0), master.channel(1)).map { ($0 - $1) / 2 }
      ])
      var filter = BiquadCascade([.lowPass(100, at: .studio), .lowPass(100, at: .studio)])
      side.withMutableBlock { filter.process($0) }
      return side.rootMeanSquare / master.rootMeanSquare
    }
    #expect(try side(120) < 0.7 * side(0))
    #expect(fixture.plan().bus.monoBelow == 120)
  }

  @Test("the written stems add up to the mix before its bus, whatever the number of threads")
  func sum() throws {
    let fixture = try MixingFixture(seconds: 2)
    // A bus that does nothing, and a loudness that is the mix's own, leave nothing but the sum.
    var plan = fixture.plan()
    plan.bus = MixPlan.Bus(ratio: 1, threshold: 0, drive: 0, lowPass: nil)
    _ = try fixture.mixer(threads: 1).mix(fixture.stems, plan: plan, output: fixture.output("a-"))
    _ = try fixture.mixer(threads: 2).mix(fixture.stems, plan: plan, output: fixture.output("b-"))
    let names = ["drums", "bass", "pad", "reverb", "delay"]
    for name in names + ["master"] {
      #expect(try fixture.bytes("a-\(name).wav") == fixture.bytes("b-\(name).wav"))
    }
    let stems = try names.map { try fixture.read("a-\($0).wav") }
    #expect(stems.allSatisfy { $0.peak > 0.001 && $0.frameCount == stems[0].frameCount })
    let master = try fixture.read("a-master.wav")
    #expect(master.frameCount == stems[0].frameCount)
    var total = AudioBuffer(frameCount: master.frameCount)
    for stem in stems { total.mix(stem) }
    // The middle passes the bus untouched but for one gain; the limiter rests in the pad's passages.
    let (mix, out) = (total.mono(), master.mono())
    let gain = out.rootMeanSquare / mix.rootMeanSquare
    var worst: Float = 0
    for frame in 0..<mix.frameCount where frame % 24_000 > 20_000 {
      worst = max(worst, abs(out[0, frame] - gain * mix[0, frame]))
    }
    #expect(worst < 0.002)
  }

  @Test("a stem depends on its own sound and strip alone")
  func independence() throws {
    let fixture = try MixingFixture(seconds: 2)
    _ = try fixture.mixer().mix(
      fixture.stems, plan: fixture.plan(effects: false), output: fixture.output("a-"))
    _ = try fixture.mixer().mix(
      fixture.stems, plan: fixture.plan(muted: "drums", effects: false),
      output: fixture.output("b-"))
    #expect(try fixture.bytes("a-bass.wav") == fixture.bytes("b-bass.wav"))
    #expect(try fixture.bytes("a-pad.wav") == fixture.bytes("b-pad.wav"))
    #expect(try fixture.read("b-drums.wav").peak == 0)
    #expect(!FileManager.default.fileExists(atPath: fixture.path("a-reverb.wav")))
  }

  @Test("echoes and rooms sound to their end")
  func tail() throws {
    let fixture = try MixingFixture(seconds: 2)
    let report = try fixture.mixer().mix(
      fixture.stems, plan: fixture.plan(), output: fixture.output(""))
    #expect(report.frames > fixture.stems.frames + 24_000)
    let master = try fixture.read("master.wav")
    let end = master[frames: master.frameCount - 4_800..<master.frameCount]
    #expect(end.peak < 3e-4)
  }

  @Test("a loop keeps its length, and its end leads into its beginning")
  func loop() throws {
    // 82 Hz and bursts each half second come round exactly after 4 s.
    let fixture = try MixingFixture(seconds: 4)
    var plan = fixture.plan()
    plan.channels[2].muted = true
    let report = try fixture.mixer().mix(
      fixture.stems, plan: plan, output: fixture.output(""), loops: true)
    #expect(report.frames == 192_000)
    for name in ["master", "bass", "drums", "reverb"] {
      let sound = try fixture.read("\(name).wav")
      #expect(sound.frameCount == 192_000)
    }
    // The bass alone crosses the seam as smoothly as any other place.
    let bass = try fixture.read("bass.wav")
    let step = abs(bass[0, 0] - bass[0, 191_999])
    let usual = (1..<2_000).map { abs(bass[0, $0] - bass[0, $0 - 1]) }.max() ?? 0
    #expect(step <= usual * 1.01)
    // The room of the last burst is heard at the beginning.
    let room = try fixture.read("reverb.wav")
    #expect(room[frames: 0..<200].peak > 0.0005)
    #expect(abs(room[0, 0] - room[0, 191_999]) < 0.01)
  }

  @Test("a fade ends the piece in silence at its time")
  func fade() throws {
    let fixture = try MixingFixture(seconds: 4)
    var plan = fixture.plan()
    (plan.fade, plan.fadeEnd) = (2, 3.5)
    let report = try fixture.mixer().mix(
      fixture.stems, plan: plan, output: fixture.output(""))
    #expect(report.frames == 168_000)
    let master = try fixture.read("master.wav")
    #expect(master[frames: 167_900..<168_000].peak < 0.001)
    #expect(master[frames: 160_000..<162_000].peak < 0.2 * master.peak)
  }

  @Test("cancelling and failing leave no file", arguments: [3, 40])
  func cancel(_ after: Int) throws {
    let fixture = try MixingFixture(seconds: 2)
    let before = try FileManager.default.contentsOfDirectory(atPath: fixture.folder).sorted()
    let count = Atomic(0)
    #expect(throws: MixingError.cancelled) {
      try fixture.mixer().mix(
        fixture.stems, plan: fixture.plan(), output: fixture.output(""),
        isCancelled: { count.add(1, ordering: .relaxed).newValue > after })
    }
    var output = fixture.output("")
    output.masters[0].path = fixture.path("missing/master.wav")
    #expect(throws: MixingError.output(.notFound(path: output.masters[0].path))) {
      try fixture.mixer().mix(fixture.stems, plan: fixture.plan(), output: output)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.folder).sorted() == before)
  }

  @Test("a plan without a strip, and a stem that is gone or cut, are errors")
  func broken() throws {
    let fixture = try MixingFixture(seconds: 1)
    var plan = fixture.plan()
    let removed = plan.channels.removeLast()
    let output = MixOutput(masters: [])
    #expect(throws: MixingError.missingChannel(part: "pad")) {
      try fixture.mixer().mix(fixture.stems, plan: plan, output: output)
    }
    plan.channels.append(removed)
    let path = fixture.path(fixture.stems.stems[0].digest)
    try FileManager.default.removeItem(atPath: path)
    #expect(throws: MixingError.stem(part: "drums", .notFound(path: path))) {
      try fixture.mixer().mix(fixture.stems, plan: plan, output: output)
    }
  }

  @Test("silence stays silence and has no loudness")
  func silence() throws {
    let fixture = try MixingFixture(seconds: 1)
    var plan = fixture.plan()
    for index in plan.channels.indices { plan.channels[index].muted = true }
    let report = try fixture.mixer().mix(
      fixture.stems, plan: plan, output: fixture.output(""))
    #expect(report.loudness == nil && report.truePeak == nil)
    #expect(try fixture.read("master.wav").peak == 0)
  }
}
