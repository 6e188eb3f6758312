/// A counter-based noise source: the value at an index depends on seed, stream and index alone.
///
/// Any part of the noise can be made at any time, in any order, on any thread, with the same result;
/// nothing is shared. The mixer is the finaliser of SplitMix64 (Steele, Lea, Flood 2014) over a Weyl
/// sequence. Not for cryptography.
public struct NoiseGenerator: Hashable, Sendable {
  @usableFromInline let key: UInt64

  /// Makes the noise of a seed; different streams of one seed are independent.
  public init(seed: UInt64, stream: UInt64 = 0) {
    key = NoiseGenerator.mix(seed ^ NoiseGenerator.mix(stream &+ 0x9E37_79B9_7F4A_7C15))
  }

  /// 64 uniform bits for an index.
  @inlinable @inline(__always)
  public func bits(at index: Int) -> UInt64 {
    NoiseGenerator.mix(key &+ UInt64(bitPattern: Int64(index)) &* 0x9E37_79B9_7F4A_7C15)
  }

  /// A uniform value in -1..<1 for an index.
  @inlinable @inline(__always)
  public func white(at index: Int) -> Float {
    Float(Int32(truncatingIfNeeded: bits(at: index) >> 32) >> 8) * 0x1p-23
  }

  /// A triangular value in -1...1 for an index: the sum of two uniform values of half the width.
  ///
  /// In units of one quantisation step this is the dither of Lipshitz, Wannamaker, Vanderkooy (1992).
  @inlinable @inline(__always)
  public func triangular(at index: Int) -> Float {
    let bits = bits(at: index)
    let first = Int32(truncatingIfNeeded: bits >> 32) >> 8
    let second = Int32(truncatingIfNeeded: bits) >> 8
    return Float(first + second) * 0x1p-24
  }

  @inlinable @inline(__always)
  static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
