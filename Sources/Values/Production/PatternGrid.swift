public import Music

/// One bar of a part as a grid of steps in which accents stand out bright and ghost notes dim.
///
/// A row is a drum of a kit or a pitch; its cells are the characters of patterns: `X` bright
/// accent, `x` normal, `o` soft, `g` ghost, `-` a pitch that is held on, `.` nothing. Printed, each
/// row is a line `name: cells`, and the same text is read again.
public struct PatternGrid: Hashable, Codable, Sendable {
  /// What one drum or pitch does in the bar.
  public struct Row: Hashable, Codable, Sendable {
    /// The drum's name, such as `closed-hat`, or the pitch, such as `A2`.
    public var name: String
    /// One character a step.
    public var cells: String

    /// Makes a row.
    public init(name: String, cells: String) {
      self.name = name
      self.cells = cells
    }

    /// The key that the row plays; nil for a name that is neither a drum nor a pitch.
    public var key: Int? { DrumKey(name: name)?.rawValue ?? Pitch(name)?.number }
  }

  /// How a cell is struck.
  private static let levels: [(cell: Character, velocity: Int, articulation: Articulation)] = [
    ("X", 112, .accent), ("x", 92, .normal), ("o", 66, .normal), ("g", 36, .ghost),
  ]

  /// Steps in a quarter note; 4 makes sixteenths.
  public var stepsPerBeat: Int
  /// The rows from the highest key down.
  public var rows: [Row]
  /// How many notes of the bar lie between the steps; they are shown at the nearest step.
  public private(set) var offGrid = 0

  /// Makes a grid.
  public init(stepsPerBeat: Int = 4, rows: [Row]) {
    self.stepsPerBeat = stepsPerBeat
    self.rows = rows
  }

  /// The grid of a bar (counted from 0) of a part, in sixteenths unless fewer notes lie between the
  /// steps of a grid of 3, 6, 8 or 12 a beat.
  public init(part: Part, bar: Int, meters: MeterMap) {
    let start = meters.start(ofBar: bar)
    let length = meters.meter(ofBar: bar).barLength
    let notes = part.notes.filter { $0.onset >= start && $0.onset < start + length }
    func misses(_ steps: Int) -> Int {
      notes.filter { (($0.onset - start) * steps).denominator != 1 }.count
    }
    let grids: [Int] = [4, 3, 6, 8, 12]
    let choices = grids.filter { (length * $0).denominator == 1 }
    let finest = choices.min { misses($0) < misses($1) } ?? 4
    let count = max(1, (length * finest).floor)
    var lines: [Int: [Character]] = [:]
    for note in notes {
      let position = ((note.onset - start) * finest).quantized(to: 1).floor
      let place = min(count - 1, max(0, position))
      var line = lines[note.pitch.number] ?? Array(repeating: ".", count: count)
      if !part.instrument.isDrumKit {
        let held = min(count, place + max(1, (note.duration * finest).quantized(to: 1).floor))
        for step in place..<max(held, place + 1) where line[step] == "." { line[step] = "-" }
      }
      line[place] = PatternGrid.cell(of: note)
      lines[note.pitch.number] = line
    }
    let names = Dictionary(
      notes.map { note in
        let drum = part.instrument.isDrumKit ? DrumKey(rawValue: note.pitch.number)?.name : nil
        return (note.pitch.number, drum ?? "\(note.pitch)")
      }, uniquingKeysWith: { first, _ in first })
    stepsPerBeat = finest
    rows = lines.keys.sorted(by: >).map {
      Row(name: names[$0] ?? "\(Pitch(number: $0))", cells: String(lines[$0] ?? []))
    }
    offGrid = misses(finest)
  }

  private static func cell(of note: Note) -> Character {
    if note.articulation == .ghost || note.velocity <= 48 { return "g" }
    if note.articulation == .accent || note.velocity >= 102 { return "X" }
    return note.velocity < 78 ? "o" : "x"
  }

  /// How many steps the longest row has.
  public var steps: Int { rows.map(\.cells.count).max() ?? 0 }

  /// The length of the grid.
  public var length: Beat { Beat(steps, max(1, stepsPerBeat)) }

  /// The notes of the grid from a time on, ascending; rows that name no key are left out.
  public func notes(from start: Beat) -> [Note] {
    let step = Beat(1, max(1, stepsPerBeat))
    return rows.flatMap { row -> [Note] in
      guard let key = row.key else { return [] }
      let isDrum = DrumKey(name: row.name) != nil
      let pitch = isDrum ? Pitch(number: key) : Pitch(row.name) ?? Pitch(number: key)
      var notes: [Note] = []
      for (index, cell) in row.cells.enumerated() {
        let onset = start + step * index
        if cell == "-", !isDrum, let last = notes.last, last.end == onset {
          notes[notes.count - 1].duration = last.duration + step
        }
        guard let level = PatternGrid.levels.first(where: { $0.cell == cell }) else { continue }
        notes.append(
          Note(
            onset: onset, duration: step, pitch: pitch, velocity: level.velocity,
            articulation: level.articulation))
      }
      return notes
    }.sorted()
  }
}

extension PatternGrid: CustomStringConvertible, LosslessStringConvertible {
  /// The rows as text, one a line, with the beats counted above them.
  public var description: String {
    let width = max(6, rows.map(\.name.count).max() ?? 0)
    func padded(_ name: String) -> String {
      name + String(repeating: " ", count: max(0, width - name.count))
    }
    let beats = (0..<max(1, steps)).map { step -> String in
      let beat = String(step / max(1, stepsPerBeat) + 1)
      return step % max(1, stepsPerBeat) == 0 ? String(beat.suffix(1)) : " "
    }
    var lines = ["\(padded("steps")) \(stepsPerBeat) a beat", padded("") + "  " + beats.joined()]
    lines += rows.map { "\(padded($0.name)): \($0.cells)" }
    return lines.joined(separator: "\n")
  }

  /// Reads rows `name: cells`, one a line or parted by `;`, and `steps N a beat`; blanks and `|` in
  /// cells are for the eye.
  ///
  /// Nil for an unknown drum or pitch, an unknown character, no row, or rows of different lengths.
  public init?(_ description: String) {
    self.init(rows: [])
    for line in description.split(whereSeparator: { $0 == "\n" || $0 == ";" }) {
      let words = line.split(separator: " ")
      if words.first == "steps", words.count >= 2, let count = Int(words[1]) {
        guard [2, 3, 4, 6, 8, 12].contains(count) else { return nil }
        stepsPerBeat = count
        continue
      }
      guard let colon = line.firstIndex(of: ":") else {
        // The line that counts the beats.
        guard line.allSatisfy({ $0 == " " || $0.isNumber }) else { return nil }
        continue
      }
      let name = line[..<colon].filter { $0 != " " }
      let cells = line[line.index(after: colon)...].filter { $0 != " " && $0 != "|" }
      let row = Row(name: String(name), cells: String(cells))
      guard row.key != nil, !cells.isEmpty, cells.allSatisfy({ "Xxog-.".contains($0) }),
        !rows.contains(where: { $0.key == row.key })
      else { return nil }
      rows.append(row)
    }
    guard !rows.isEmpty, Set(rows.map(\.cells.count)).count == 1 else { return nil }
  }
}
