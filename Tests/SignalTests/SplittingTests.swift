import Signal
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Noise of a length on both sides, different ones.
private func noise(_ frames: Int, seed: UInt64 = 4) -> AudioBuffer {
  AudioBuffer(
    channels: (0..<2).map { side in
      let noise = NoiseGenerator(seed: seed, stream: UInt64(side))
      return (0..<frames).map { noise.white(at: $0) }
    })
}

@Suite("Crossover")
struct CrossoverTests {
  /// The bands of a buffer.
  private func split(_ input: AudioBuffer, _ crossover: Crossover) -> AudioBuffer {
    var (input, crossover) = (input, crossover)
    var bands = AudioBuffer(
      channelCount: 2 * crossover.bandCount, frameCount: input.frameCount)
    input.withMutableBlock { block in bands.withMutableBlock { crossover.process(block, into: $0) }
    }
    return bands
  }

  @Test(
    "the bands add up to the all-pass that it names",
    arguments: [[], [500], [120, 2000], [90, 400, 2500, 9000]], [SampleRate.compactDisc, 96_000])
  func sum(edges: [Double], rate: SampleRate) {
    let crossover = Crossover(edges.map { Hertz($0) }, at: rate)
    var input = noise(8000)
    let bands = split(input, crossover)
    var whole = crossover.sum
    input.withMutableBlock { whole.process($0) }
    var worst: Float = 0
    for frame in 0..<8000 {
      for side in 0..<2 {
        let sum = (0..<crossover.bandCount).reduce(Float(0)) { $0 + bands[2 * $1 + side, frame] }
        worst = max(worst, abs(sum - input[side, frame]))
      }
    }
    #expect(worst < 2e-6)
  }

  @Test("edges are sorted and held where filters are sound")
  func edges() {
    let crossover = Crossover([50_000, 1000, 3], at: .studio)
    #expect(crossover.edges == [20, 1000, 21_600])
    #expect(split(noise(2000), crossover).isFinite)
  }

  @Test("silence after sound ends in silence within the tail")
  func tail() {
    let crossover = Crossover([120, 2000], at: .studio)
    var input = noise(1000)
    input.resize(toFrames: 1000 + crossover.tail.count + 1000)
    let bands = split(input, crossover)
    #expect(bands[frames: 1000 + crossover.tail.count..<input.frameCount].peak < 3e-5)
  }
}

@Suite("ComplexTransform")
struct ComplexTransformTests {
  @Test("it is the transform of real signals, side by side", arguments: [64, 120, 1024])
  func real(size: Int) {
    let input = noise(size)
    let (left, right) = (input.channel(0), input.channel(1))
    let transform = ComplexTransform(size: size)
    let joined = zip(left, right).map { ComplexFloat($0, $1) }
    var bins = [ComplexFloat](repeating: ComplexFloat(0, 0), count: size)
    transform.forward(joined, into: &bins)
    let (l, r) = (
      FourierTransform(size: size).forward(left), FourierTransform(size: size).forward(right)
    )
    for bin in 0...size / 2 {
      #expect(abs(bins[bin].real - (l[bin].real - r[bin].imaginary)) < 1e-4)
      #expect(abs(bins[bin].imaginary - (l[bin].imaginary + r[bin].real)) < 1e-4)
    }
    var back = bins
    transform.inverse(bins, into: &back)
    for index in 0..<size {
      #expect(abs(back[index].real / Float(size) - left[index]) < 1e-5)
      #expect(abs(back[index].imaginary / Float(size) - right[index]) < 1e-5)
    }
  }
}

@Suite("StereoConvolver")
struct StereoConvolverTests {
  @Test("cuts into blocks and parts change nothing that is heard", arguments: [1, 200, 4096])
  func blocks(size: Int) {
    let response = noise(3000, seed: 9)
    func run(part: Int, size: Int) -> AudioBuffer {
      var convolver = StereoConvolver(response, part: part)
      var buffer = noise(6000)
      buffer.withMutableBlock { block in
        for start in stride(from: 0, to: 6000, by: size) {
          convolver.process(block[frames: start..<min(start + size, 6000)])
        }
      }
      return buffer
    }
    let whole = run(part: 256, size: 6000)
    #expect(run(part: 256, size: size) == whole)
    let other = run(part: 1024, size: size)
    for frame in 0..<6000 {
      #expect(abs(other[0, frame] - whole[0, frame]) < 1e-4)
      #expect(abs(other[1, frame] - whole[1, frame]) < 1e-4)
    }
  }
}
