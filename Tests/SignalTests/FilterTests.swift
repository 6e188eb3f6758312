import Signal
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("BiquadCoefficients")
struct BiquadCoefficientsTests {
  private func level(_ section: BiquadCoefficients, _ frequency: Double) -> Double {
    20 * log10(section.gain(at: Hertz(frequency), sampleRate: .studio))
  }

  @Test("each design has its textbook gains")
  func designs() {
    #expect(abs(level(.lowPass(1000, at: .studio), 1000) + 3.01) < 0.01)
    #expect(abs(level(.lowPass(1000, at: .studio), 10)) < 0.01)
    #expect(abs(level(.highPass(1000, at: .studio), 100) + 40) < 0.1)
    #expect(abs(level(.bandPass(1000, quality: 2, at: .studio), 1000)) < 0.01)
    #expect(level(.notch(1000, quality: 2, at: .studio), 1000) < -100)
    #expect(abs(level(.allPass(1000, at: .studio), 777)) < 1e-9)
    #expect(abs(level(.peak(1000, gain: 6, quality: 1, at: .studio), 1000) - 6) < 1e-6)
    #expect(abs(level(.lowShelf(500, gain: -4, at: .studio), 5) + 4) < 0.01)
    #expect(abs(level(.lowShelf(500, gain: -4, at: .studio), 500) + 2) < 0.01)
    #expect(abs(level(.highShelf(5000, gain: 3, at: .studio), 23_900) - 3) < 0.01)
    #expect(level(.identity, 1234) == 0)
  }

  @Test("Butterworth cascades fall by 6 dB an octave for each order", arguments: [2, 4, 6])
  func butterworth(order: Int) {
    let cascade = BiquadCascade(
      BiquadCoefficients.butterworthHighPass(200, order: order, at: .studio))
    let cut = 20 * log10(cascade.gain(at: 200, sampleRate: .studio))
    let below = 20 * log10(cascade.gain(at: 25, sampleRate: .studio))
    #expect(abs(cut + 3.01) < 0.02)
    #expect(abs(below + 18.06 * Double(order)) < 0.1)
    let low = BiquadCascade(
      BiquadCoefficients.butterworthLowPass(200, order: order, at: .studio))
    #expect(abs(20 * log10(low.gain(at: 200, sampleRate: .studio)) + 3.01) < 0.02)
  }

  @Test("frequencies out of reach give stable filters", arguments: [-5, 0, 24_000, 1e9])
  func extremes(frequency: Double) {
    let section = BiquadCoefficients.lowPass(Hertz(frequency), at: .studio)
    #expect(section.poleRadius < 1)
    #expect(section.b0.isFinite)
  }

  @Test("the K-weighting of BS.1770-5 comes out of the high-pass formula's family")
  func poles() {
    let section = BiquadCoefficients(
      b0: 1, b1: -2, b2: 1, a1: -1.99004745483398, a2: 0.99007225036621)
    #expect(section.poleRadius < 1 && section.poleRadius > 0.99)
  }
}

@Suite("BiquadCascade")
struct BiquadCascadeTests {
  /// A plain evaluation of the difference equation.
  private func reference(_ sections: [BiquadCoefficients], _ input: [Float]) -> [Double] {
    var signal = input.map { Double($0) }
    for s in sections {
      var (x1, x2, y1, y2) = (0.0, 0.0, 0.0, 0.0)
      for index in signal.indices {
        let x = signal[index]
        let y = s.b0 * x + s.b1 * x1 + s.b2 * x2 - s.a1 * y1 - s.a2 * y2
        (x2, x1, y2, y1) = (x1, x, y1, y)
        signal[index] = y
      }
    }
    return signal
  }

  @Test("it follows the difference equation for any number of sections", arguments: 0...5)
  func equation(count: Int) {
    let sections = (0..<count).map { index in
      BiquadCoefficients.peak(Hertz(200 * Double(index + 1)), gain: 5, quality: 2, at: .studio)
    }
    let noise = NoiseGenerator(seed: 3)
    let wave = (0..<3000).map { noise.white(at: $0) }
    var stereo = AudioBuffer(channels: [wave, wave.map { -$0 }])
    var mono = AudioBuffer(channels: [wave])
    var cascade = BiquadCascade(sections)
    stereo.withMutableBlock { cascade.process($0) }
    cascade.reset()
    mono.withMutableBlock { cascade.process($0) }
    let expected = reference(sections, wave)
    for frame in stride(from: 0, to: 3000, by: 7) {
      #expect(abs(Double(stereo[0, frame]) - expected[frame]) < 2e-6)
      #expect(stereo[1, frame] == -stereo[0, frame])
      #expect(mono[0, frame] == stereo[0, frame])
    }
  }

  @Test("the cut into blocks changes nothing", arguments: [1, 100, 257])
  func blocks(size: Int) {
    let sections = BiquadCoefficients.butterworthHighPass(100, order: 6, at: .studio)
    let noise = NoiseGenerator(seed: 3)
    let wave = (0..<3000).map { noise.white(at: $0) }
    var (whole, cut) = (AudioBuffer(channels: [wave, wave]), AudioBuffer(channels: [wave, wave]))
    var (first, second) = (BiquadCascade(sections), BiquadCascade(sections))
    whole.withMutableBlock { first.process($0) }
    cut.forEachBlock(of: size) { second.process($0) }
    #expect(whole == cut)
    #expect(first == second)
  }

  @Test("silence after sound ends in exact zero")
  func silence() {
    var cascade = BiquadCascade([.highPass(30, at: .studio), .lowPass(200, at: .studio)])
    var buffer = AudioBuffer(frameCount: 480_000)
    buffer[0, 0] = 1
    buffer.withMutableBlock { cascade.process($0) }
    #expect(buffer[0, 479_999] == 0)
  }

  @Test("changing as many sections keeps the memory, other numbers clear it")
  func retune() {
    var cascade = BiquadCascade([.lowPass(100, at: .studio)])
    var buffer = AudioBuffer(channels: [[Float](repeating: 1, count: 1000)])
    buffer.withMutableBlock { cascade.process($0) }
    cascade.sections = [.lowPass(200, at: .studio)]
    var next = AudioBuffer(channels: [[1]])
    next.withMutableBlock { cascade.process($0) }
    #expect(next[0, 0] > 0.5)
    cascade.sections = []
    #expect(cascade == BiquadCascade([]))
  }
}

@Suite("TruePeakDetector")
struct TruePeakDetectorTests {
  @Test("it finds the peak between samples", arguments: [0.05, 0.11, 0.25, 0.31, 0.4, 0.44])
  func sine(frequency: Double) {
    for degrees in stride(from: 0.0, to: 180, by: 22.5) {
      let wave = (0..<4000).map { frame in
        let envelope = min(1, Double(min(frame, 3999 - frame)) / 500)
        let phase = 2 * Double.pi * frequency * Double(frame) + degrees * Double.pi / 180
        return Float(envelope * sin(phase))
      }
      let peak = TruePeakDetector.truePeak(of: AudioBuffer(channels: [wave]))
      // An eight-fold grid reads up to 0.14 dB low at 0.45 of the rate.
      #expect(peak < 1.005 && peak > 0.982)
    }
  }

  @Test("relevance changes nothing above it; seed 8")
  func relevance() {
    let noise = NoiseGenerator(seed: 8)
    let wave = (0..<20_000).map { noise.white(at: $0) * ($0 / 1000 % 3 == 0 ? 1 : 0.4) }
    var exact = [Float](repeating: 0, count: wave.count)
    var quick = exact
    var (first, second) = (TruePeakDetector(), TruePeakDetector())
    first.process(wave, count: wave.count, peaks: &exact)
    second.process(wave, count: wave.count, peaks: &quick, relevance: 0.9)
    for frame in wave.indices where exact[frame] > 0.9 { #expect(quick[frame] == exact[frame]) }
    #expect(zip(quick, exact).allSatisfy { $0 <= $1 })
  }

  @Test("looking stepwise misses no peak of a limited signal; seed 11")
  func stepwise() {
    let noise = NoiseGenerator(seed: 11)
    let wave = (0..<20_000).map { noise.white(at: $0) * 0.9 }
    var exact = [Float](repeating: 0, count: wave.count)
    var quick = exact
    var first = TruePeakDetector(span: 128)
    var second = TruePeakDetector(span: 128, isStepwise: true)
    first.process(wave, count: wave.count, peaks: &exact)
    let relevance = 0.88 * (exact.max() ?? 0)
    second.process(wave, count: wave.count, peaks: &quick, relevance: relevance)
    let found = wave.indices.filter { exact[$0] > relevance }
    #expect(found.count > 2)
    #expect(found.allSatisfy { quick[$0] == exact[$0] })
    #expect(zip(quick, exact).allSatisfy { $0 <= $1 })
  }

  @Test("a reset forgets")
  func reset() {
    var detector = TruePeakDetector()
    var peaks = [Float](repeating: 0, count: 100)
    detector.process([Float](repeating: 1, count: 100), count: 100, peaks: &peaks)
    detector.reset()
    detector.process([Float](repeating: 0, count: 100), count: 100, peaks: &peaks)
    #expect(peaks.max() == 0)
  }
}

@Suite("Oversampler")
struct OversamplerTests {
  @Test("up and down again is a delay", arguments: [2, 4, 8])
  func identity(factor: Int) {
    var oversampler = Oversampler(factor: factor)
    let wave = (0..<4000).map { Float(sin(0.3 * Double($0)) + 0.5 * sin(2.2 * Double($0))) }
    var output = wave
    output.withUnsafeMutableBufferPointer { pointer in
      guard let base = pointer.baseAddress else { return }
      oversampler.process(base, count: pointer.count) { _, length in
        #expect(length % factor == 0)
      }
    }
    let delay = oversampler.latency.count
    for frame in 200..<4000 { #expect(abs(output[frame] - wave[frame - delay]) < 2e-3) }
  }
}

@Suite("FrameGrid")
struct FrameGridTests {
  @Test("lines fall on the same frames for any cut", arguments: [1, 3, 10, 64])
  func lines(size: Int) {
    var grid = FrameGrid(step: 10)
    var (frame, lines) = (0, [Int]())
    while frame < 64 {
      let block = min(size, 64 - frame)
      var done = 0
      while done < block {
        let (count, isLine) = grid.advance(remaining: block - done)
        if isLine { lines.append(frame + done) }
        done += count
      }
      frame += block
    }
    #expect(lines == [0, 10, 20, 30, 40, 50, 60])
  }
}
