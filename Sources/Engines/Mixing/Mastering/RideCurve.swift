import Foundation
package import Production
package import Signal

/// The gain of a ride over the time of a programme.
///
/// The loudness of 3 s around every tenth of a second (EBU Tech 3341's short-term window, centred) is held against
/// the pivot; the gain that follows is smoothed by two means over 2 s. So it depends on some seconds around
/// each moment alone, and is far too slow to be heard as pumping.
package struct RideCurve: Sendable {
  /// Linear gains, one for every ten steps of the loudness curve.
  package let gains: [Float]
  /// Frames between two gains.
  let stride: Int
  private let loops: Bool
  /// Steps of a loudness curve between two gains.
  private static let steps = 10
  /// Half the window of the level and half that of a mean, in gains.
  private static let reach = 15, smoothing = 10

  /// Rides a programme by its loudness curve.
  package init(_ ride: MixPlan.Ride, curve: LoudnessCurve, loops: Bool) {
    self.loops = loops
    stride = Self.steps * curve.stepFrames
    let levels = Self.levels(curve, loops: loops)
    let most = ride.most.value
    var decibels = levels.map { level in
      min(max((ride.ratio - 1) * (level - ride.pivot.value), -most), most)
    }
    for _ in 0..<2 { decibels = Self.mean(decibels, reach: Self.smoothing, loops: loops) }
    gains = decibels.map { Float(pow(10, $0 / 20)) }
  }

  /// The loudness around every gain in LUFS; windows that the ends cut are shorter.
  private static func levels(_ curve: LoudnessCurve, loops: Bool) -> [Double] {
    let steps = curve.steps()
    let powers = Swift.stride(from: 0, to: steps.count, by: Self.steps).map { start in
      let part = steps[start..<min(start + Self.steps, steps.count)]
      return part.reduce(0, +) / Double(part.count * curve.stepFrames)
    }
    return mean(powers, reach: reach, loops: loops).map { -0.691 + 10 * log10(max($0, 1e-9)) }
  }

  /// The mean of each value and those up to `reach` away; round and round if it loops.
  private static func mean(_ values: [Double], reach: Int, loops: Bool) -> [Double] {
    guard loops, values.count > 2 * reach + 1 else {
      return values.indices.map { index in
        let near = values[max(0, index - reach)...min(values.count - 1, index + reach)]
        return near.reduce(0, +) / Double(near.count)
      }
    }
    return values.indices.map { index in
      let near = (index - reach...index + reach).map {
        values[($0 + values.count) % values.count]
      }
      return near.reduce(0, +) / Double(near.count)
    }
  }

  /// The gain at a frame: straight between two gains, held beyond the ends unless it loops.
  private func gain(at frame: Int) -> Float {
    guard !gains.isEmpty else { return 1 }
    // Each gain stands for the middle of its stretch.
    let shifted = frame - stride / 2
    let index = Int((Double(shifted) / Double(stride)).rounded(.down))
    let share = Float(shifted - index * stride) / Float(stride)
    return value(index) + share * (value(index + 1) - value(index))
  }

  private func value(_ index: Int) -> Float {
    guard loops else { return gains[min(max(index, 0), gains.count - 1)] }
    let inside = index % gains.count
    return gains[inside < 0 ? inside + gains.count : inside]
  }

  /// Scales the frames that stand at `position` of the programme.
  package func apply(to block: AudioBlock, at position: Int) {
    // Lines of 64 frames that begin where the programme does, so that no sample depends on the cut into blocks.
    let piece = 64
    var start = 0
    while start < block.frameCount {
      let line = (position + start) & ~(piece - 1)
      let inside = position + start - line
      let count = min(piece - inside, block.frameCount - start)
      let first = gain(at: line)
      let slope = (gain(at: line + piece) - first) / Float(piece)
      for channel in 0..<block.channelCount {
        let samples = block[channel] + start
        for frame in 0..<count { samples[frame] *= first + slope * Float(inside + frame) }
      }
      start += count
    }
  }

  /// The loudness curve behind the ride.
  package func applied(to curve: LoudnessCurve) -> LoudnessCurve {
    var result = curve
    for part in result.energies.indices {
      let step = part / LoudnessCurve.parts
      let inside = curve.partStart(part % LoudnessCurve.parts)
      let gain = gain(at: step * curve.stepFrames + inside)
      result.energies[part] *= gain * gain
      result.peaks[part] *= gain
    }
    return result
  }
}
