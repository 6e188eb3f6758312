import CSndFile
import Signal

/// How the channels of a file become left and right.
///
/// Centre and surround channels are added at -3 dB as ITU-R BS.775-4, Annex 4, Table 2 gives for two-channel
/// reproduction of 3/2; sides and rears of 7.1 go to their own side alike, and a channel on the median plane
/// behind goes to both at -6 dB (the 3/1 row). The low-frequency effects channel is left out, as that
/// annex and BS.1770 do. Nothing is turned down afterwards: sums may pass full scale, in floats without
/// loss.
public struct FoldDown: Hashable, Sendable {
  /// What each channel of the file gives to the left, linear, `[channels]`.
  public let left: [Float]
  /// What each channel of the file gives to the right, linear, `[channels]`.
  public let right: [Float]
  /// How the layout is called, such as `5.1`.
  public let layout: String

  /// Whether this is stereo as it came.
  public var isIdentity: Bool { left == [1, 0] && right == [0, 1] }

  private enum Place {
    case left, right, centre, lowFrequencies, leftSurround, rightSurround, rearCentre
  }

  /// The fold-down of a layout: as the file says, else as its format orders so many channels.
  ///
  /// nil where a file has more than eight channels, or names places (heights, Ambisonics) without a rule.
  init?(channelCount: Int, map: [Int32]?, container: AudioContainer) {
    guard channelCount > 2 else {
      guard channelCount > 0 else { return nil }
      left = channelCount == 1 ? [1] : [1, 0]
      right = channelCount == 1 ? [1] : [0, 1]
      layout = channelCount == 1 ? "mono" : "stereo"
      return
    }
    guard let places = map.map(FoldDown.places) ?? FoldDown.standard(channelCount, container)
    else {
      return nil
    }
    // 0.7071 and its square, to the digits of Table 2 and beyond.
    let (less, muchLess) = (Float(0.5).squareRoot(), Float(0.5))
    var (left, right): ([Float], [Float]) = ([], [])
    for place in places {
      switch place {
      case .left: (left, right) = (left + [1], right + [0])
      case .right: (left, right) = (left + [0], right + [1])
      case .centre: (left, right) = (left + [less], right + [less])
      case .lowFrequencies: (left, right) = (left + [0], right + [0])
      case .leftSurround: (left, right) = (left + [less], right + [0])
      case .rightSurround: (left, right) = (left + [0], right + [less])
      case .rearCentre: (left, right) = (left + [muchLess], right + [muchLess])
      }
    }
    self.left = left
    self.right = right
    let effects = places.count { $0 == .lowFrequencies }
    layout = "\(channelCount - effects).\(effects)"
  }

  private static func places(_ map: [Int32]) -> [Place]? {
    var places: [Place] = []
    for code in map {
      switch Int(code) {
      case SF_CHANNEL_MAP_LEFT, SF_CHANNEL_MAP_FRONT_LEFT,
        SF_CHANNEL_MAP_FRONT_LEFT_OF_CENTER:
        places.append(.left)
      case SF_CHANNEL_MAP_RIGHT, SF_CHANNEL_MAP_FRONT_RIGHT,
        SF_CHANNEL_MAP_FRONT_RIGHT_OF_CENTER:
        places.append(.right)
      case SF_CHANNEL_MAP_CENTER, SF_CHANNEL_MAP_FRONT_CENTER,
        SF_CHANNEL_MAP_MONO:
        places.append(.centre)
      case SF_CHANNEL_MAP_LFE: places.append(.lowFrequencies)
      case SF_CHANNEL_MAP_REAR_LEFT, SF_CHANNEL_MAP_SIDE_LEFT:
        places.append(.leftSurround)
      case SF_CHANNEL_MAP_REAR_RIGHT, SF_CHANNEL_MAP_SIDE_RIGHT:
        places.append(.rightSurround)
      case SF_CHANNEL_MAP_REAR_CENTER: places.append(.rearCentre)
      default: return nil
      }
    }
    return places
  }

  /// The order of the speaker bits of WAVE_FORMAT_EXTENSIBLE, which RFC 9639, section 9.1.3, shares; in Ogg
  /// that of Vorbis (RFC 7845, section 5.1.1.2), which the decoder hands on as it is.
  private static func standard(_ channelCount: Int, _ container: AudioContainer) -> [Place]? {
    let isOgg = container == .vorbis || container == .opus
    let surround = [Place.leftSurround, .rightSurround]
    let front: [Place] = isOgg ? [.left, .centre, .right] : [.left, .right, .centre]
    let (before, after): ([Place], [Place]) =
      isOgg ? ([], [.lowFrequencies]) : ([.lowFrequencies], [])
    return switch channelCount {
    case 3: front
    case 4: [.left, .right] + surround
    case 5: front + surround
    case 6: front + before + surround + after
    case 7:
      front + before + (isOgg ? surround + [.rearCentre] : [.rearCentre] + surround) + after
    case 8: front + before + surround + surround + after
    default: nil
    }
  }

  /// Writes `count` frames of a block as interleaved left and right.
  func apply(_ block: AudioBlock, count: Int, to target: UnsafeMutablePointer<Float>) {
    for frame in 0..<count * 2 { target[frame] = 0 }
    for channel in 0..<block.channelCount {
      let (source, left, right) = (block[channel], left[channel], right[channel])
      if left != 0 {
        for frame in 0..<count { target[2 * frame] += left * source[frame] }
      }
      if right != 0 {
        for frame in 0..<count { target[2 * frame + 1] += right * source[frame] }
      }
    }
  }
}
