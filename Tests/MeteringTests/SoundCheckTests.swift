import Metering
import Signal
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("SoundCheck")
struct SoundCheckTests {
  static func sine(_ amplitude: Double = 0.5, frequency: Double = 440, phase: Double = 0)
    -> [Float]
  {
    (0..<48_000).map {
      Float(amplitude * sin(2 * Double.pi * frequency * Double($0) / 48_000 + phase))
    }
  }

  static func check(_ channels: [Float]...) -> [SoundFault] {
    SoundCheck.check(AudioBuffer(channels: channels), sampleRate: .studio)
  }

  @Test("a good sound has no fault")
  func good() {
    let (left, right) = (SoundCheckTests.sine(), SoundCheckTests.sine(frequency: 660))
    #expect(SoundCheckTests.check(left, right).isEmpty)
    #expect(SoundCheckTests.check(left).isEmpty)
    #expect(SoundCheckTests.check(left, left).isEmpty)
  }

  @Test("silence and near silence", arguments: [nil, -90.0])
  func silence(level: Double?) {
    let amplitude = level.map { pow(10, $0 / 20) } ?? 0
    let faults = SoundCheckTests.check(SoundCheckTests.sine(amplitude))
    guard case .silent(let peak) = faults.first else {
      Issue.record("\(faults)")
      return
    }
    #expect(faults.count == 1 && faults.allSatisfy(\.isFatal))
    #expect((peak == nil) == (level == nil))
    if let peak, let level { #expect(abs(peak.value - level) < 0.01) }
  }

  @Test("an empty and a short sound")
  func short() {
    let empty = SoundCheck.check(AudioBuffer(frameCount: 0), sampleRate: .studio)
    #expect(empty == [.tooShort(seconds: 0, least: 0.4), .silent(peak: nil)])
    let brief = AudioBuffer(channels: [Array(SoundCheckTests.sine().prefix(4800))])
    #expect(
      SoundCheck.check(brief, sampleRate: .studio) == [.tooShort(seconds: 0.1, least: 0.4)])
  }

  @Test("broken samples, with the place of the first")
  func broken() {
    var (left, right) = (SoundCheckTests.sine(), SoundCheckTests.sine())
    left[500] = .nan
    right[400] = -.infinity
    let faults = SoundCheckTests.check(left, right)
    #expect(faults == [.notFinite(count: 2, channel: 1, frame: 400)])
    #expect(faults[0].isFatal)
  }

  @Test("clipping at full scale and what was turned down after it", arguments: [1.0, 0.5])
  func clipped(gain: Float) {
    let wave = SoundCheckTests.sine(1.25).map { max(-1, min(1, $0)) * gain }
    let faults = SoundCheckTests.check(wave, SoundCheckTests.sine(0.3))
    guard
      case .clipped(let runs, let longest, let share, let level, let channel, let frame) =
        faults.first
    else {
      Issue.record("\(faults)")
      return
    }
    // asin(1 / 1.25) = 53.1 degrees: 73.7 of 180 degrees are flat, 22.3 of each half period's 54.5 frames.
    #expect(runs == 880)
    #expect(longest == 23 || longest == 22)
    #expect(abs(share - 0.41 / 2) < 0.005)
    #expect(abs(level.value - 20 * log10(Double(gain))) < 0.01)
    #expect(channel == 0 && frame == 17)
    // One fifth of all samples on flat tops: beyond repair, but only where it is surely clipping.
    #expect(faults[0].isFatal == (gain == 1))
  }

  @Test("rare clipping is a fault but not fatal")
  func rarelyClipped() {
    var wave = SoundCheckTests.sine(0.9)
    for frame in 1000..<1005 { wave[frame] = 1 }
    let faults = SoundCheckTests.check(wave)
    #expect(faults.count == 1 && !faults[0].isFatal)
  }

  @Test("a slow sine in 16 bit is flat at its peak and yet not clipped")
  func slowSine() {
    let wave = SoundCheckTests.sine(0.9, frequency: 20).map { ($0 * 32_768).rounded() / 32_768 }
    #expect(SoundCheckTests.check(wave).isEmpty)
  }

  @Test("samples beyond full scale")
  func beyond() {
    let faults = SoundCheckTests.check(SoundCheckTests.sine(2))
    guard case .beyondFullScale(let peak, let samples) = faults.first else {
      Issue.record("\(faults)")
      return
    }
    #expect(abs(peak.value - 6.02) < 0.01)
    #expect(samples > 30_000 && faults.count == 1)
  }

  @Test("direct current of one channel")
  func directCurrent() {
    let faults = SoundCheckTests.check(
      SoundCheckTests.sine().map { $0 + 0.05 }, SoundCheckTests.sine())
    guard case .directCurrent(let means) = faults.first else {
      Issue.record("\(faults)")
      return
    }
    #expect(abs(means[0] - 0.05) < 1e-4 && abs(means[1]) < 1e-4)
  }

  @Test("an inverted side")
  func inverted() {
    let wave = SoundCheckTests.sine()
    let faults = SoundCheckTests.check(wave, wave.map { -$0 })
    #expect(faults == [.outOfPhase(correlation: -1, monoLoss: nil)])
    let partly = SoundCheckTests.check(wave, wave.map { -0.5 * $0 })
    guard case .outOfPhase(let correlation, let loss?) = partly.first else {
      Issue.record("\(partly)")
      return
    }
    // Powers 1 and 0.25; the sum 0.5^2: 2 * 1.25 / 0.25 = 10 dB.
    #expect(correlation == -1 && abs(loss.value - 10) < 0.01)
  }

  @Test("sound on one side only")
  func oneSided() {
    let silence = [Float](repeating: 0, count: 48_000)
    #expect(
      SoundCheckTests.check(SoundCheckTests.sine(), silence)
        == [.oneChannelOnly(silentChannel: 1)])
    #expect(
      SoundCheckTests.check(silence, SoundCheckTests.sine())
        == [.oneChannelOnly(silentChannel: 0)])
  }

  @Test("the loss in mono: none for one signal, 3 dB for strangers")
  func monoLoss() throws {
    for (right, expected) in [
      (SoundCheckTests.sine(), 0.0), (SoundCheckTests.sine(phase: .pi / 2), 3.01),
    ] {
      var check = SoundCheck(sampleRate: .studio)
      check.add(AudioBuffer(channels: [SoundCheckTests.sine(), right]))
      #expect(abs(try #require(check.monoLoss).value - expected) < 0.01)
    }
  }

  @Test("blocks of any size give the same", arguments: [1, 100, 4096])
  func blocks(size: Int) {
    let wave = SoundCheckTests.sine(1.25).map { max(-1, min(1, $0)) }
    var buffer = AudioBuffer(channels: [wave, wave.map { -$0 * 0.3 + 0.01 }])
    var check = SoundCheck(sampleRate: .studio)
    buffer.forEachBlock(of: size) { check.add($0) }
    #expect(check.faults == SoundCheck.check(buffer, sampleRate: .studio))
    #expect(check.faults.count == 3)
  }
}
