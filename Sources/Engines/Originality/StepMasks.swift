import Production

/// Which notes of a short stretch of a work come behind which interval, as bits.
struct StepMasks {
  /// Notes of the work in a stretch.
  static let length = UInt64.bitWidth

  /// What every move but the plain one costs at least.
  private static let leastCost = Aligner.move(2).cost

  /// By the lower bits of the interval from the note before, or of the change of chords, and, 256
  /// places on, by those from the one before that.
  private var bits = [UInt64](repeating: 0, count: 512)
  /// The notes whose intervals tell anything, and those that tell more than any move but the plain
  /// one costs at least.
  private var telling: UInt64 = 0, rich: UInt64 = 0
  /// The first note of the stretch; none is taken yet.
  private var start = Int.max

  /// Whether the stretch that was taken last has the notes of a row that begins at `first`.
  func reach(_ first: Int) -> Bool {
    first >= start && first + Aligner.width <= start + Self.length
  }

  /// Forgets the stretch, as when another work comes.
  mutating func forget() { start = .max }

  /// Takes the stretch that begins at a note, which may lie before the first.
  mutating func take(
    from start: Int, of values: UnsafePointer<Int16>, _ intervals: UnsafePointer<UInt8>,
    _ count: Int, _ kind: Verdict.Line
  ) {
    self.start = start
    (telling, rich) = (0, 0)
    let notes = max(1, start)..<max(max(1, start), min(count, start + Self.length))
    bits.withUnsafeMutableBufferPointer { bits in
      bits.update(repeating: 0)
      for note in notes {
        let bit = UInt64(1) << UInt64(note &- start)
        if intervals[note] > 0 { telling |= bit }
        if Int(intervals[note]) > Self.leastCost { rich |= bit }
        if kind == .chords {
          bits[StepModel.change(values[note], after: values[note &- 1]) & 255] |= bit
          continue
        }
        bits[(Int(values[note]) &- Int(values[note &- 1])) & 255] |= bit
        if note > 1 { bits[256 | (Int(values[note]) &- Int(values[note &- 2])) & 255] |= bit }
      }
    }
  }

  /// The masks as they stand in memory for the length of a call.
  @inline(__always)
  func withView<Result>(_ body: (View) -> Result) -> Result {
    bits.withUnsafeBufferPointer { bits in
      body(View(bits: bits, telling: telling, rich: rich, start: start))
    }
  }

  /// Masks to look into.
  struct View {
    let bits: UnsafeBufferPointer<UInt64>
    let telling: UInt64, rich: UInt64
    let start: Int

    /// The notes from `first` on, lowest bit first, that stand `interval` from the one so many before.
    @inline(__always)
    func notes(from first: Int, behind: Int, by interval: Int) -> UInt32 {
      let key = (behind == 2 ? 256 : 0) | interval & 255
      return UInt32(truncatingIfNeeded: bits[key] &>> UInt64(truncatingIfNeeded: first &- start))
    }

    /// The notes from `first` on at which an alignment can begin with the plain move, or another.
    @inline(__always)
    func starts(from first: Int, isPlain: Bool) -> UInt32 {
      UInt32(
        truncatingIfNeeded: (isPlain ? telling : rich)
          &>> UInt64(truncatingIfNeeded: first &- start))
    }
  }
}
