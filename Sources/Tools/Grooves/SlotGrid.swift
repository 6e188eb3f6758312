public import Music

/// The slots of a bar on which the drum model thinks: six a pulse, those of sixteenths and of triplets.
///
/// A pulse is a quarter note, or a dotted one in compound metres.
public struct SlotGrid: Hashable, Sendable {
  /// Slots of a pulse.
  public static let perPulse = 6
  /// Where they lie in a pulse.
  static let places = [Beat.zero, Beat(1, 4), Beat(1, 3), Beat(1, 2), Beat(2, 3), Beat(3, 4)]
  /// Slots that only sixteenths use, and those that only triplets use.
  static let straight = [1, 5], triplet = [2, 4]

  /// The length of a pulse, in quarter notes.
  public let pulse: Beat
  /// Pulses of a bar, 1 or more.
  public let pulses: Int
  /// Whether pulses are dotted, in threes of eighths.
  public let isCompound: Bool

  /// The slots of a metre.
  public init(_ meter: Meter) {
    pulse = meter.isCompound ? meter.unit * 3 : meter.unit
    pulses = max(1, (meter.barLength / pulse).floor)
    isCompound = meter.isCompound
  }

  /// Slots of a bar.
  public var count: Int { pulses * Self.perPulse }

  /// Where a slot begins, in quarter notes from the start of its bar.
  public func place(of slot: Int) -> Beat {
    pulse * (slot / Self.perPulse) + pulse * Self.places[slot % Self.perPulse]
  }

  /// The nearest slots of times in pulses, counted from the first pulse, and how far after them the times
  /// are; each pulse is in sixteenths or in triplets, or all are in triplets.
  public static func slots(
    of times: [Double], isTriple: Bool = false
  ) -> [(slot: Int, gap: Double)] {
    var found = [(slot: Int, gap: Double)](repeating: (0, 0), count: times.count)
    // What is close before a pulse belongs to it.
    let pulses = times.map { max(0, Int(($0 + 0.125).rounded(.down))) }
    for (pulse, members) in Dictionary(grouping: times.indices, by: { pulses[$0] }) {
      func nearest(_ slots: [Int]) -> [(slot: Int, gap: Double)] {
        members.map { index in
          slots.map { (slot: $0, gap: times[index] - Double(pulse) - places[$0].value) }
            .min { $0.gap.magnitude < $1.gap.magnitude } ?? (0, 0)
        }
      }
      func miss(_ found: [(slot: Int, gap: Double)]) -> Double {
        found.reduce(0) { $0 + $1.gap.magnitude }
      }
      let (sixteenths, triplets) = (nearest([0, 1, 3, 5]), nearest([0, 2, 4]))
      // Triplets have fewer lines: where both are as near, they say more.
      let chosen =
        isTriple || miss(triplets) < 0.8 * miss(sixteenths) ? triplets : sixteenths
      for (index, near) in zip(members, chosen) {
        found[index] = (pulse * perPulse + near.slot, near.gap)
      }
    }
    return found
  }
}
