/// A scale of colours for levels, even in lightness and readable in grey.
///
/// Nine anchors of the maps by Nathaniel Smith and Stéfan van der Walt (2015), joined linearly.
public enum ColorMap: String, CaseIterable, Codable, Sendable {
  /// Black through purple and orange to pale yellow.
  case magma
  /// Purple through green to yellow.
  case viridis

  private var anchors: [UInt32] {
    switch self {
    case .magma:
      [0x000004, 0x1C1044, 0x4F127B, 0x812581, 0xB5367A, 0xE55064, 0xFB8761, 0xFEC287, 0xFCFDBF]
    case .viridis:
      [0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725]
    }
  }

  /// The colour of a share, 0...1, as 0xRRGGBB; values outside are moved to the nearest end.
  public func pixel(_ share: Double) -> UInt32 {
    let place = min(max(share.isFinite ? share : 0, 0), 1) * 8
    let index = min(Int(place), 7)
    let rest = place - Double(index)
    let (low, high) = (anchors[index], anchors[index + 1])
    func channel(_ shift: UInt32) -> UInt32 {
      let first = Double(low >> shift & 0xFF)
      return UInt32((first + (Double(high >> shift & 0xFF) - first) * rest).rounded()) << shift
    }
    return channel(16) | channel(8) | channel(0)
  }

  /// The map in 256 steps.
  var table: [UInt32] { (0..<256).map { pixel(Double($0) / 255) } }
}
