import Signal
import Testing

@Suite("AudioBuffer")
struct AudioBufferTests {
  @Test("interleaved and planar samples agree")
  func interleaving() {
    let buffer = AudioBuffer(interleaved: [1, -1, 2, -2, 3, -3], channelCount: 2)
    #expect(buffer == AudioBuffer(channels: [[1, 2, 3], [-1, -2, -3]]))
    #expect(buffer.interleaved() == [1, -1, 2, -2, 3, -3])
    #expect(buffer.channel(1) == [-1, -2, -3])
    #expect(buffer[1, 2] == -3)
  }

  @Test("copies are independent")
  func values() {
    let first = AudioBuffer(frameCount: 4)
    var second = first
    second[0, 1] = 1
    second.withMutableBlock { $0[1][3] = 2 }
    #expect(first.peak == 0)
    #expect(second[0, 1] == 1 && second[1, 3] == 2)
  }

  @Test("a read-only view shows all samples")
  func readOnly() {
    let buffer = AudioBuffer(channels: [[1, 2], [3, 4]])
    #expect(buffer.withReadOnlyBlock { $0[1][0] + $0[0][1] } == 5)
    #expect(AudioBuffer(frameCount: 0).withReadOnlyBlock { $0.frameCount } == 0)
  }

  @Test("blocks cover every frame once", arguments: [1, 3, 7, 10, 50])
  func blocks(size: Int) {
    var buffer = AudioBuffer(frameCount: 10)
    var lengths: [Int] = []
    buffer.forEachBlock(of: size) { block in
      lengths.append(block.frameCount)
      for channel in 0..<2 { for frame in 0..<block.frameCount { block[channel][frame] += 1 } }
    }
    #expect(lengths.reduce(0, +) == 10)
    #expect(lengths.allSatisfy { $0 <= size })
    #expect(buffer.samples.allSatisfy { $0 == 1 })
  }

  @Test("an empty buffer works everywhere")
  func empty() {
    var buffer = AudioBuffer(frameCount: 0)
    buffer.forEachBlock(of: 8) { _ in Issue.record("no block") }
    buffer.withMutableBlock { #expect($0.frameCount == 0) }
    #expect(buffer.peak == 0 && buffer.rootMeanSquare == 0)
    #expect(buffer.activeRange(above: 0) == nil)
    #expect(buffer.mono().frameCount == 0)
    #expect(buffer.interleaved().isEmpty)
  }

  @Test("mixing places audio and leaves out what does not fit", arguments: [-2, 0, 3, 9, 20, -20])
  func mixing(start: Int) {
    var buffer = AudioBuffer(frameCount: 10)
    buffer.mix(AudioBuffer(channels: [[1, 2, 3, 4]]), at: start, gain: 0.5)
    for frame in 0..<10 {
      let index = frame - start
      let expected = index >= 0 && index < 4 ? 0.5 * Float(index + 1) : 0
      #expect(buffer[0, frame] == expected && buffer[1, frame] == expected)
    }
  }

  @Test("parts, lengths and joins")
  func parts() {
    var buffer = AudioBuffer(channels: [[1, 2, 3], [4, 5, 6]])
    #expect(buffer[frames: 1..<3] == AudioBuffer(channels: [[2, 3], [5, 6]]))
    #expect(buffer[frames: 2..<2].frameCount == 0)
    buffer.resize(toFrames: 4)
    #expect(buffer == AudioBuffer(channels: [[1, 2, 3, 0], [4, 5, 6, 0]]))
    buffer.resize(toFrames: 1)
    buffer.append(AudioBuffer(channels: [[7], [8]]))
    #expect(buffer == AudioBuffer(channels: [[1, 7], [4, 8]]))
  }

  @Test("levels")
  func levels() {
    var buffer = AudioBuffer(channels: [[0.5, -1], [0.5, 1]])
    #expect(buffer.peak == 1)
    #expect(abs(buffer.rootMeanSquare - 0.7906) < 1e-3)
    buffer.scale(by: Decibels(-20))
    #expect(abs(buffer.peak - 0.1) < 1e-6)
    #expect(buffer.mono().channel(0).count == 2)
    #expect(buffer.mono().stereo().channelCount == 2)
    #expect(buffer.isFinite)
    buffer[0, 0] = .nan
    #expect(!buffer.isFinite)
    #expect(abs(buffer.peak - 0.1) < 1e-6)
  }

  @Test("fades begin and end in silence")
  func fades() {
    var buffer = AudioBuffer(channels: [[Float](repeating: 1, count: 10)])
    buffer.fadeIn(frames: 4)
    buffer.fadeOut(frames: 4)
    #expect(buffer.channel(0) == [0, 0.25, 0.5, 0.75, 1, 1, 0.75, 0.5, 0.25, 0])
    buffer.fadeOut(frames: 100)
    #expect(buffer[0, 9] == 0)
  }

  @Test("the active range ends where the sound ends")
  func active() {
    let buffer = AudioBuffer(channels: [[0, 0.1, 0, 0, 0], [0, 0, 0, -0.2, 0]])
    #expect(buffer.activeRange(above: 0.05) == 1..<4)
    #expect(buffer.activeRange(above: 0.15) == 3..<4)
  }

  @Test("broken samples are silenced and counted")
  func broken() {
    var buffer = AudioBuffer(frameCount: 600)
    buffer[0, 5] = .nan
    buffer[1, 599] = -.infinity
    buffer[1, 300] = 2e6
    buffer[1, 301] = 0.5
    #expect(buffer.withMutableBlock { $0.silenceNonFinite() } == 3)
    #expect(buffer.isFinite && buffer.peak == 0.5)
  }

  @Test("block arithmetic")
  func blockArithmetic() {
    var target = AudioBuffer(channels: [[1, 1], [1, 1]])
    var source = AudioBuffer(channels: [[1, 2], [3, 4]])
    target.withMutableBlock { target in
      source.withMutableBlock { source in
        target.add(source, gain: 2)
        target.scale(by: 0.5)
      }
    }
    #expect(target == AudioBuffer(channels: [[1.5, 2.5], [3.5, 4.5]]))
    source.withMutableBlock { source in target.withMutableBlock { $0.copy(from: source) } }
    #expect(target == source)
    target.withMutableBlock { $0.silence() }
    #expect(target.peak == 0)
  }

  @Test("a description shows the shape")
  func description() {
    #expect("\(AudioBuffer(channelCount: 1, frameCount: 2))" == "1 channel x 2 frames")
  }
}
