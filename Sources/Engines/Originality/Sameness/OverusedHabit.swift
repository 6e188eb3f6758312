/// Something that comes back in more than one piece.
public struct OverusedHabit: Hashable, Codable, Sendable {
  /// What it is: chords of four bars as degrees of the key, or a bar of rhythm as a grid.
  public var name: String
  /// How many pieces have it, of how many that have any.
  public var pieces: Int, of: Int
  /// The share of human songs that have it too, 0...1; nil where it is not known.
  public var humanShare: Double?
  /// The pieces that have it, by their place in the list of pieces, ascending.
  public var members: [Int]

  /// Makes a habit.
  public init(name: String, pieces: Int, of: Int, humanShare: Double? = nil, members: [Int]) {
    self.name = name
    self.pieces = pieces
    self.of = of
    self.humanShare = humanShare
    self.members = members
  }

  /// The successions of chords that more than one piece has, those of most pieces first.
  public static func progressions(
    _ pieces: [WorkFeatures], human shares: [String: Double], most: Int = 8
  ) -> [OverusedHabit] {
    habits(pieces.map { Set($0.loops.keys) }, most: most).map { habit in
      var known = habit
      known.humanShare = shares[habit.name]
      return known
    }
  }

  /// The bars of rhythm that more than one piece comes back to most, those of most pieces first.
  public static func rhythms(_ pieces: [WorkFeatures], most: Int = 8) -> [OverusedHabit] {
    habits(pieces.map { Set([$0.groove].compactMap { $0 }) }, most: most)
  }

  private static func habits(_ sets: [Set<String>], most: Int) -> [OverusedHabit] {
    var members: [String: [Int]] = [:]
    for (index, names) in sets.enumerated() {
      for name in names { members[name, default: []].append(index) }
    }
    let count = sets.count { !$0.isEmpty }
    let shared = members.filter { $0.value.count > 1 }.sorted {
      ($1.value.count, $0.key) < ($0.value.count, $1.key)
    }
    return shared.prefix(most).map {
      OverusedHabit(name: $0.key, pieces: $0.value.count, of: count, members: $0.value)
    }
  }
}
