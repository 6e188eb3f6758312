import Weights

/// The input of a net: which numbers of its blocks are 1; all others are 0.
package struct NetInput {
  /// Where a block begins in the input, by name.
  struct Layout: Hashable, Sendable {
    private let starts: [String: Int]

    /// Checks that the blocks of a file are those that this program fills in.
    init(
      _ found: [DrumFile.Block], expected: [(name: String, width: Int)], net: String
    ) throws(WeightsError) {
      let wanted = expected.map { DrumFile.Block(name: $0.name, width: $0.width) }
      guard found == wanted else {
        func text(_ blocks: [DrumFile.Block]) -> String {
          blocks.map { "\($0.name) \($0.width)" }.joined(separator: ", ")
        }
        throw .malformedMetadata(key: net, found: text(found), expected: text(wanted))
      }
      var starts: [String: Int] = [:]
      var at = 0
      for block in found {
        starts[block.name] = at
        at += block.width
      }
      self.starts = starts
    }

    /// Where a block begins.
    func start(of name: String) -> Int { starts[name] ?? 0 }
  }

  let layout: Layout
  private(set) var active: [Int] = []

  init(_ layout: Layout) { self.layout = layout }

  /// Puts 1 at a place of a block.
  mutating func set(_ block: String, _ index: Int = 0) {
    active.append(layout.start(of: block) + index)
  }

  /// Fills in what both nets are told of the setting and of a slot in the bar.
  mutating func set(_ setting: DrumSetting, slot: Int, isFill: Bool) {
    let perPulse = SlotGrid.perPulse
    let pulse = min(slot / perPulse, DrumModel.pulses - 1)
    set("slot", pulse * perPulse + slot % perPulse)
    set("pulses", min(setting.grid.pulses, DrumModel.pulses) - 1)
    if setting.genre > 0 { set("genre", setting.genre) }
    set("tempo", DrumModel.tempos.filter { setting.tempo >= $0 }.count)
    if isFill { set("fill") }
  }
}

/// Layers of whole numbers; sums are exact, so that every processor gives the same.
struct WholeNet: Sendable {
  /// The first layer, column after column: an input adds its columns.
  private let columns: [Int32]
  private let first: DrumFile.Layer
  private let second: DrumFile.Layer

  init(_ trunk: [DrumFile.Layer]) {
    (first, second) = (trunk[0], trunk[1])
    var columns = [Int32](repeating: 0, count: first.weights.count)
    for row in 0..<first.rows {
      for column in 0..<first.columns {
        columns[column * first.rows + row] = first.weights[row * first.columns + column]
      }
    }
    self.columns = columns
  }

  /// The features of an input, 4096 for 1.
  func features(_ input: NetInput) -> [Int] {
    var sums = first.bias.map(Int.init)
    for index in input.active {
      let start = index * first.rows
      for row in sums.indices { sums[row] += Int(columns[start + row]) }
    }
    return Self.applied(second, to: sums.map { max(0, $0) }).map { max(0, $0) }
  }

  /// What a layer makes of numbers.
  static func applied(_ layer: DrumFile.Layer, to numbers: [Int]) -> [Int] {
    (0..<layer.rows).map { row in
      var sum = 0
      let start = row * layer.columns
      for column in 0..<layer.columns {
        sum += Int(layer.weights[start + column]) * numbers[column]
      }
      return sum >> 12 + Int(layer.bias[row])
    }
  }
}
