/// Counts along a chain of contexts, each of which knows more than the one before.
///
/// Smoothed as Pitman-Yor processes are (Teh, "A hierarchical Bayesian language model", 2006): see
/// ``Level/discount``.
public struct CountChain: Sendable {
  /// What a context may be made of; 0 stands for what is not known or not there.
  public enum Field: String, CaseIterable, Hashable, Sendable {
    /// Major 0, minor 1.
    case mode
    /// The genre, counted from 1.
    case genre
    /// The kind of section, counted from 1.
    case section
    /// The half bar among the eight of four bars, 0...7.
    case place
    /// The bar among four, 0...3.
    case bar
    /// The value before, and the one before that, counted from 1.
    case last, before
    /// What followed the last time after the value before, counted from 1.
    case follow
    /// The value four bars ago, counted from 1.
    case phrase
    /// The function that figures stand on, counted from 1.
    case function
    /// What the figures so far are like.
    case colour
    /// The last figure on the same function, counted from 1.
    case again

    /// Whether a context that has it is of no use where it is 0.
    var isWhole: Bool { self == .genre || self == .section }
  }

  /// The values of the fields in one place.
  public typealias Place = [Field: Int]

  /// One kind of context.
  public struct Level: Sendable {
    /// The fields, in the order of the keys.
    public let fields: [Field]
    /// d in `P = (n - d) / (N + s) + rest * P'`, for a value counted n times in a context that was
    /// counted N times; P' is the chance on the level before.
    public let discount: Double
    /// s in the same equation.
    public let strength: Double
    /// Contexts, ascending, a byte a field.
    let keys: [UInt64]
    let totals: [Int32]
    let starts: [Int32]
    let values: [Int32]
    let counts: [Int32]
  }

  /// How many values there are.
  public let size: Int
  /// From the plainest to the most telling.
  public let levels: [Level]

  /// The chances of all values in a place, as many as ``size``; they sum to 1.
  ///
  /// A depth asks only so many levels, from the plainest on.
  public func chances(at place: Place, depth: Int? = nil) -> [Double] {
    var found = [Double](repeating: 1 / Double(size), count: size)
    for level in levels.prefix(depth ?? levels.count) { level.raise(&found, at: place) }
    return found
  }
}

extension CountChain.Level {
  /// Puts what is known of a context on top of the chances of the level before.
  func raise(_ chances: inout [Double], at place: CountChain.Place) {
    guard let key = key(of: place), let row = row(of: key) else { return }
    let whole = Double(totals[row]) + strength
    let range = Int(starts[row])..<Int(starts[row + 1])
    var own = 0.0
    for index in range { own += (Double(counts[index]) - discount) / whole }
    for value in chances.indices { chances[value] *= 1 - own }
    for index in range {
      chances[Int(values[index])] += (Double(counts[index]) - discount) / whole
    }
  }

  private func key(of place: CountChain.Place) -> UInt64? {
    var key: UInt64 = 0
    for field in fields {
      let value = place[field] ?? 0
      if field.isWhole, value == 0 { return nil }
      guard (0...255).contains(value) else { return nil }
      key = key << 8 | UInt64(value)
    }
    return key
  }

  private func row(of key: UInt64) -> Int? {
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low < keys.count && keys[low] == key ? low : nil
  }
}

extension CountChain {
  /// What a file says of a chain.
  struct Outline: Decodable, Sendable {
    struct Level: Decodable, Sendable {
      var fields: [String]
      var discount: Double
      var strength: Double
    }

    var size: Int
    var levels: [Level]
  }

  /// Reads the counts of a chain and checks them.
  init(
    _ name: String, _ outline: Outline?, in file: TensorFile, size: Int, fields allowed: Set<Field>
  ) throws(WeightsError) {
    guard let outline, outline.size == size, (1...16).contains(outline.levels.count) else {
      throw .malformedMetadata(
        key: "chains", found: outline.map { "\(name) of \($0.size)" } ?? "no \(name)",
        expected: "\(name) of \(size) with 1 to 16 levels")
    }
    self.size = size
    var levels: [Level] = []
    for (number, told) in outline.levels.enumerated() {
      let fields = told.fields.compactMap(Field.init(rawValue:))
      guard fields.count == told.fields.count, Set(fields).count == fields.count,
        fields.count <= 8, allowed.isSuperset(of: fields), (0..<1).contains(told.discount),
        (0...65_504).contains(told.strength)
      else {
        throw .malformedMetadata(
          key: "chains", found: "\(name) \(number): \(told.fields.joined(separator: ","))",
          expected: "fields of a \(name), discount 0..<1, strength 0...65504")
      }
      levels.append(
        try Level(
          "\(name).\(number)", fields: fields, discount: told.discount, strength: told.strength,
          in: file, size: size))
    }
    self.levels = levels
  }
}

extension CountChain.Level {
  fileprivate init(
    _ name: String, fields: [CountChain.Field], discount: Double, strength: Double,
    in file: TensorFile, size: Int
  ) throws(WeightsError) {
    self.fields = fields
    self.discount = discount
    self.strength = strength
    func numbers(_ part: String, _ shape: [Int]) throws(WeightsError) -> [Int32] {
      try file.tensor("\(name).\(part)", [.int32], shape).words() ?? []
    }
    let rows = file.tensors["\(name).totals"]?.count ?? 0
    totals = try numbers("totals", [rows])
    let contexts = try numbers("contexts", [rows, fields.count])
    starts = try numbers("starts", [rows + 1])
    let entries = file.tensors["\(name).values"]?.count ?? 0
    values = try numbers("values", [entries])
    counts = try numbers("counts", [entries])
    keys = try Self.keys(contexts, width: fields.count, name: "\(name).contexts")
    guard starts.first == 0, starts.last.map(Int.init) == entries else {
      throw .contradiction(tensor: "\(name).starts", index: starts.count - 1)
    }
    for row in 0..<rows {
      guard starts[row] < starts[row + 1], Int(starts[row + 1]) <= entries else {
        throw .contradiction(tensor: "\(name).starts", index: row + 1)
      }
    }
    for row in 0..<rows {
      var sum = 0
      var last: Int32 = -1
      for index in Int(starts[row])..<Int(starts[row + 1]) {
        guard values[index] > last, values[index] < size else {
          throw .contradiction(tensor: "\(name).values", index: index)
        }
        guard counts[index] > 0 else {
          throw .contradiction(tensor: "\(name).counts", index: index)
        }
        last = values[index]
        sum += Int(counts[index])
      }
      guard sum <= Int(totals[row]) else {
        throw .contradiction(tensor: "\(name).totals", index: row)
      }
    }
  }

  private static func keys(
    _ contexts: [Int32], width: Int, name: String
  ) throws(WeightsError) -> [UInt64] {
    var keys: [UInt64] = []
    guard width > 0 else { return keys }
    for start in stride(from: 0, to: contexts.count, by: width) {
      var key: UInt64 = 0
      for (offset, value) in contexts[start..<start + width].enumerated() {
        guard (0...255).contains(value) else {
          throw .contradiction(tensor: name, index: start + offset)
        }
        key = key << 8 | UInt64(value)
      }
      if let last = keys.last, last >= key { throw .contradiction(tensor: name, index: start) }
      keys.append(key)
    }
    return keys
  }
}
