import CAllocationCounter
import Effects
import Signal
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What every effect has to keep; `Subject.all` is the table.
@Suite("Effect")
struct EffectTests {
  @Test("silence in gives silence out", arguments: Subject.silentOnes, Subject.rates)
  func silence(subject: Subject, rate: SampleRate) {
    var effect = subject.effect
    effect.prepare(sampleRate: rate, maximumFrames: 4096)
    var buffer = AudioBuffer(frameCount: 4096)
    effect.process(&buffer)
    #expect(buffer.peak == 0)
  }

  @Test("very low and very high sample rates are sound", arguments: Subject.all, [8000, 192_000])
  func extremes(subject: Subject, rate: SampleRate) {
    var effect = subject.effect
    effect.prepare(sampleRate: rate, maximumFrames: 4096)
    let output = effect.output(for: TestSignals.music(frames: 12_000), blockSize: 1000)
    #expect(output.isFinite && output.peak > 0.01 && output.peak < 20)
  }

  @Test("NaN, infinity and huge samples leave no trace", arguments: Subject.all)
  func broken(subject: Subject) {
    var effect = subject.effect
    effect.prepare(sampleRate: .studio, maximumFrames: 4096)
    var buffer = TestSignals.music(frames: 4096)
    let values: [Float] = [.nan, .infinity, -.infinity, .greatestFiniteMagnitude, -3e30]
    for (index, value) in values.enumerated() {
      buffer[index % 2, 100 + 37 * index] = value
      buffer[(index + 1) % 2, 500 + 371 * index] = value
    }
    effect.process(&buffer)
    #expect(buffer.isFinite)
    #expect(buffer.peak < 100)
    var next = TestSignals.music(frames: 4096)
    effect.process(&next)
    #expect(next.isFinite)
  }

  @Test("broken samples count as silence, bit for bit", arguments: Subject.all)
  func brokenIsSilent(subject: Subject) {
    var effect = subject.effect
    effect.prepare(sampleRate: .studio, maximumFrames: 4096)
    var (broken, silent) = (TestSignals.music(frames: 4096), TestSignals.music(frames: 4096))
    for frame in stride(from: 50, to: 4000, by: 411) {
      broken[frame % 2, frame] = frame % 4 < 2 ? .nan : .infinity
      silent[frame % 2, frame] = 0
    }
    var copy = effect
    #expect(effect.output(for: broken, blockSize: 256) == copy.output(for: silent, blockSize: 256))
  }

  @Test(
    "the output does not depend on the block size", arguments: Subject.all, Subject.rates)
  func blockSize(subject: Subject, rate: SampleRate) {
    let input = TestSignals.music(frames: 20_011)
    var effect = subject.effect
    effect.prepare(sampleRate: rate, maximumFrames: 32_768)
    let whole = effect.output(for: input, blockSize: input.frameCount)
    #expect(whole.isFinite)
    for size in rate == .studio ? [1, 64, 333, 1000] : [97] {
      effect.reset()
      #expect(effect.output(for: input, blockSize: size) == whole, "blocks of \(size)")
    }
  }

  @Test("a reset returns to the first state", arguments: Subject.all)
  func reset(subject: Subject) {
    var effect = subject.effect
    effect.prepare(sampleRate: .studio, maximumFrames: 4096)
    let first = effect.output(for: TestSignals.music(frames: 9000), blockSize: 512)
    _ = effect.output(for: TestSignals.noise(amplitude: 2, frames: 5000, seed: 9), blockSize: 77)
    effect.reset()
    #expect(effect.output(for: TestSignals.music(frames: 9000), blockSize: 512) == first)
    effect.prepare(sampleRate: .studio, maximumFrames: 4096)
    #expect(effect.output(for: TestSignals.music(frames: 9000), blockSize: 512) == first)
  }

  @Test("a copy is independent", arguments: Subject.all)
  func copies(subject: Subject) {
    var effect = subject.effect
    effect.prepare(sampleRate: .studio, maximumFrames: 4096)
    _ = effect.output(for: TestSignals.noise(amplitude: 1, frames: 700), blockSize: 70)
    var copy = effect
    let first = effect.output(for: TestSignals.music(frames: 3000), blockSize: 512)
    #expect(copy.output(for: TestSignals.music(frames: 3000), blockSize: 512) == first)
  }

  @Test(
    "the output falls below -90 dB within the declared tail",
    arguments: Subject.silentOnes, Subject.rates)
  func tail(subject: Subject, rate: SampleRate) {
    var effect = subject.effect
    effect.prepare(sampleRate: rate, maximumFrames: 4096)
    var input = TestSignals.noise(amplitude: 0.5, frames: 6000)
    input.fadeOut(frames: 10)
    let peak = input.peak
    input.resize(toFrames: 6000 + effect.tail.count + 4800)
    let output = effect.output(for: input, blockSize: 1024)
    let rest = output[frames: 6000 + effect.tail.count..<output.frameCount]
    #expect(rest.peak < peak * Float(Decibels(-90).gain))
  }

  @Test("the output comes as late as declared", arguments: Subject.directOnes, Subject.rates)
  func latency(subject: Subject, rate: SampleRate) {
    var effect = subject.effect
    effect.prepare(sampleRate: rate, maximumFrames: 4096)
    let declared = effect.latency.count
    var input = TestSignals.noise(amplitude: 0.25, frames: 8000, seed: 12)
    input.resize(toFrames: 8000 + declared + 40)
    let output = effect.output(for: input, blockSize: 512)
    // The lag at which the output is most like the input.
    let likeness = (max(0, declared - 40)...declared + 40).map { lag in
      (lag, abs((0..<8000).reduce(Float(0)) { $0 + input[0, $1] * output[0, $1 + lag] }))
    }
    #expect(likeness.max { $0.1 < $1.1 }?.0 == declared)
  }

  @Test("settings that do nothing do nothing", arguments: Subject.restingOnes)
  func rest(subject: Subject) throws {
    let resting = try #require(subject.resting)
    var input = TestSignals.music(frames: 12_000)
    let output = resting.effect.applied(to: input, sampleRate: .studio)
    switch resting.is {
    case .exact: #expect(output == input)
    case .filter(let sections):
      var filter = BiquadCascade(sections)
      input.withMutableBlock { filter.process($0) }
      let difference = zip(output.samples, input.samples).map { abs($0 - $1) }.max() ?? 0
      #expect(difference < 1e-6)
    }
  }

  @Test("processing allocates nothing", arguments: Subject.all)
  func allocations(subject: Subject) {
    func count<Processor: Effect>(_ effect: Processor) -> Int {
      var effect = effect
      effect.prepare(sampleRate: .studio, maximumFrames: 4096)
      var buffer = TestSignals.music(frames: 4096)
      return buffer.withMutableBlock { block in
        effect.process(block[frames: 0..<100])
        let before = etude_allocations()
        effect.process(block[frames: 100..<1000])
        effect.process(block[frames: 1000..<4096])
        return Int(etude_allocations() - before)
      }
    }
    #expect(count(subject.effect) == 0)
  }

  @Test("an allocation would be noticed")
  func counter() {
    let before = etude_allocations()
    var buffer = AudioBuffer(frameCount: 1000)
    buffer[0, 0] = 1
    #expect(etude_allocations() > before)
    #expect(buffer.peak == 1)
  }

  @Test("empty blocks are allowed", arguments: Subject.all)
  func empty(subject: Subject) {
    var effect = subject.effect
    effect.prepare(sampleRate: .studio, maximumFrames: 16)
    var buffer = AudioBuffer(frameCount: 0)
    effect.process(&buffer)
    buffer.withMutableBlock { effect.process($0) }
    #expect(buffer.frameCount == 0)
  }

  @Test("applying an effect takes its latency away")
  func applied() {
    let input = TestSignals.sine(440, amplitude: 0.1, frames: 4800)
    let output = TruePeakLimiter(ceiling: -1).applied(to: input, sampleRate: .studio)
    #expect(output == input)
    let chain = EffectChain([TruePeakLimiter(), Saturation()]).prepared()
    #expect(
      chain.latency == TruePeakLimiter().prepared().latency + Saturation().prepared().latency)
  }
}

/// What every effect with a key has to keep.
@Suite("SideChained")
struct SideChainedTests {
  static let all: [Subject] = Subject.all.filter { $0.effect is any SideChained }

  @Test("a key that is the input itself changes nothing", arguments: all)
  func ownKey(subject: Subject) throws {
    let effect = try #require(subject.effect as? any SideChained)
    let input = TestSignals.music(frames: 9000)
    let alone = effect.applied(to: input, sampleRate: .studio)
    #expect(effect.applied(to: input, key: input, sampleRate: .studio) == alone)
  }

  @Test("a key is heard, only read, and may be broken", arguments: all)
  func otherKey(subject: Subject) throws {
    let effect = try #require(subject.effect as? any SideChained)
    let input = TestSignals.music(frames: 9000)
    let alone = effect.applied(to: input, sampleRate: .studio)
    var key = AudioBuffer(frameCount: 9000)
    #expect(effect.applied(to: input, key: key, sampleRate: .studio) != alone)
    key[0, 4000] = .nan
    key[1, 4001] = .infinity
    let output = effect.applied(to: input, key: key, sampleRate: .studio)
    #expect(output.isFinite)
    #expect(key[0, 4000].isNaN && key[1, 4001] == .infinity)
  }

  @Test("the key may come in blocks of any size", arguments: all)
  func blockSize(subject: Subject) throws {
    let effect = try #require(subject.effect as? any SideChained)
    func run(_ size: Int) -> AudioBuffer {
      var effect = effect
      effect.prepare(sampleRate: .studio, maximumFrames: 4096)
      var buffer = TestSignals.music(frames: 5000)
      let key = TestSignals.noise(amplitude: 0.8, frames: 5000, seed: 31)
      buffer.withMutableBlock { block in
        key.withReadOnlyBlock { key in
          for start in stride(from: 0, to: 5000, by: size) {
            let range = start..<min(start + size, 5000)
            effect.process(block[frames: range], key: key[frames: range])
          }
        }
      }
      return buffer
    }
    #expect(run(1) == run(4096))
    #expect(run(311) == run(4096))
  }
}
