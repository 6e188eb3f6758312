/// One oscillator over one control period: reads tables while its pitch moves in a straight line.
///
/// Where the pitch needs another level of harmonics than before, the old one fades into the new one.
struct Tone {
  /// The phase at the start, then at the end, in 2^-32 cycles.
  var phase: UInt32
  /// The increment a frame at the start and at the end, in 2^-32 cycles.
  let increment, target: UInt32
  /// Gains on both sides.
  let left, right: Float

  init(phase: UInt32, increment: UInt32, target: UInt32, left: Float, right: Float) {
    self.phase = phase
    self.increment = increment
    self.target = target
    self.left = left
    self.right = right
  }

  private var slope: UInt32 {
    let way = Int64(target) - Int64(increment)
    return UInt32(truncatingIfNeeded: way / Int64(ControlPeriod.frames))
  }

  /// Adds a table.
  mutating func plain(
    _ table: WaveTable, from old: Int, to new: Int, _ block: ControlBlock, _ isStereo: Bool
  ) {
    layer(table, from: old, to: new, weight: 1, offset: 0, block, isStereo)
  }

  /// Adds a pulse: a saw less the same saw later by a width of the cycle.
  mutating func pulse(
    _ table: WaveTable, from old: Int, to new: Int, width: Double, _ block: ControlBlock,
    _ isStereo: Bool
  ) {
    let start = phase
    layer(table, from: old, to: new, weight: 0.5, offset: 0, block, isStereo)
    phase = start
    let offset = 0 &- UInt32(width * 0x1p32)
    layer(table, from: old, to: new, weight: -0.5, offset: offset, block, isStereo)
  }

  /// Adds a place between the tables of a wavetable.
  mutating func morph(
    _ tables: [WaveTable], from old: Int, to new: Int, place: Double, _ block: ControlBlock,
    _ isStereo: Bool
  ) {
    let start = phase
    let exact = place * Double(tables.count - 1)
    let first = min(tables.count - 2, Int(exact))
    let share = Float(exact - Double(first))
    layer(tables[first], from: old, to: new, weight: 1 - share, offset: 0, block, isStereo)
    phase = start
    layer(tables[first + 1], from: old, to: new, weight: share, offset: 0, block, isStereo)
  }

  /// Adds a table with a weight, from one level of harmonics to another.
  private mutating func layer(
    _ table: WaveTable, from old: Int, to new: Int, weight: Float, offset: UInt32,
    _ block: ControlBlock, _ isStereo: Bool
  ) {
    guard old != new else {
      return add(table, new, block, isStereo, offset: offset, gains: (weight, weight))
    }
    let start = phase
    add(table, old, block, isStereo, offset: offset, gains: (weight, 0))
    phase = start
    add(table, new, block, isStereo, offset: offset, gains: (0, weight))
  }

  /// Adds one level of a table, its gain moving in a straight line.
  private mutating func add(
    _ table: WaveTable, _ level: Int, _ block: ControlBlock, _ isStereo: Bool, offset: UInt32,
    gains: (start: Float, end: Float)
  ) {
    let count = ControlPeriod.frames
    let (left, right, slope) = (left, right, slope)
    var phase = phase &+ offset
    var step = increment
    let rise = (gains.end - gains.start) / Float(count)
    var gain = gains.start
    table.withLevel(level) { points, bits in
      if isStereo {
        for frame in 0..<count {
          let sample = gain * read(points, bits, phase)
          block.scratch[frame] += left * sample
          block.side[frame] += right * sample
          phase &+= step
          step &+= slope
          gain += rise
        }
      } else {
        for frame in 0..<count {
          block.scratch[frame] += left * gain * read(points, bits, phase)
          phase &+= step
          step &+= slope
          gain += rise
        }
      }
    }
    self.phase = phase &- offset
  }
}
