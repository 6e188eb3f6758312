public import Signal

extension MixPlan {
  /// A slow hand on the level of the whole: what is soft is brought nearer to what is loud, or set further off.
  public struct Ride: Hashable, Codable, Sendable {
    /// How many dB become of 1 dB between passages: below 1 evens out, above 1 sets apart.
    public var ratio: Double
    /// The short-term loudness that stays as it is, before the gain of the master.
    public var pivot: LUFS
    /// The most that the level moves to either side.
    public var most: Decibels
    /// Why, with numbers.
    public var reason: String

    /// Makes a ride.
    public init(ratio: Double, pivot: LUFS, most: Decibels, reason: String) {
      self.ratio = ratio
      self.pivot = pivot
      self.most = most
      self.reason = reason
    }
  }

  /// Whether anything of what brings the whole into its genre is decided.
  public var isFinished: Bool { tone != nil || ride != nil || saturation != nil }

  /// Keeps what the first mix has found, so that an edit of some bars does not change all others.
  public mutating func keep(_ report: MasterReport?) {
    guard !isFinished, let report else { return }
    (tone, ride, saturation) = (report.tone, report.ride, report.saturation)
  }
}
