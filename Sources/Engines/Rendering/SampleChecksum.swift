import Signal

/// A checksum of stereo samples that finds any changed bit pattern of a damaged cache file.
///
/// FNV-1a over 32-bit words (Fowler, Noll, Vo), one lane a channel; it does not depend on how the audio
/// is cut into blocks. Not for cryptography.
struct SampleChecksum {
  private var left: UInt64 = 0xCBF2_9CE4_8422_2325
  private var right: UInt64 = 0x8422_2325_CBF2_9CE4

  /// Takes in the next frames of a stereo block.
  mutating func update(_ block: AudioBlock) {
    let (first, second) = (block[0], block[1])
    var (left, right) = (left, right)
    for frame in 0..<block.frameCount {
      left = (left ^ UInt64(first[frame].bitPattern)) &* 0x0000_0100_0000_01B3
      right = (right ^ UInt64(second[frame].bitPattern)) &* 0x0000_0100_0000_01B3
    }
    self.left = left
    self.right = right
  }

  /// The checksum so far.
  var value: UInt64 { left ^ (right &* 0x9E37_79B9_7F4A_7C15) }
}
