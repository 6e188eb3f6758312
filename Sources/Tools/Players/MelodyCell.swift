import Music
import Production

/// The rhythm that a section's melody is built of: one or two bars of the written pattern, or of the
/// rhythm made from the profile.
struct MelodyCell {
  /// A stroke by its place in the cell.
  struct Place {
    var onset: Beat
    var duration: Beat
    var symbol: Character
    var degree: Int?

    var end: Beat { onset + duration }
  }

  /// The bars that the cell takes: one or two.
  let bars: Int
  let barLength: Beat
  /// The strokes, ascending.
  var places: [Place]

  var length: Beat { barLength * bars }

  /// The cell of a section and all strokes written for the section, if any are.
  static func read(_ cue: Cue, frame: SectionFrame) -> (
    cell: MelodyCell, written: [MelodyForm.Slot]?
  ) {
    let written = MelodyForm.written(cue, frame: frame)
    let barLength = frame.bars.first?.meter.barLength ?? 4
    let cycle = written.map(\.cycle) ?? 1
    let bars = cycle % 2 == 0 && frame.bars.count > 1 ? 2 : 1
    var cell = MelodyCell(bars: bars, barLength: barLength, places: [])
    if let slots = written?.slots {
      cell.places = slots.filter { $0.stroke.bar < bars }.map { cell.place(of: $0, in: frame) }
    } else if let bar = frame.bars.first {
      cell.places = MelodyRhythm(cue).strokes(in: bar, kind: .motif).map {
        cell.place(of: MelodyForm.Slot(stroke: $0), in: frame)
      }
    }
    return (cell, written?.slots)
  }

  private func place(of slot: MelodyForm.Slot, in frame: SectionFrame) -> Place {
    Place(
      onset: slot.stroke.onset - frame.start, duration: slot.stroke.duration,
      symbol: slot.stroke.symbol, degree: slot.degree)
  }

  /// Whether strokes of one of its bars, by onset from the bar's start, are this cell's.
  func agrees(with onsets: [Beat], bar: Int) -> Bool {
    let start = barLength * (bar % bars)
    let own = places.filter { $0.onset >= start && $0.onset < start + barLength }
    return own.map { $0.onset - start } == onsets
  }

  // MARK: Small changes

  /// The cell with a long note struck twice, two notes joined, or a note brought forward.
  func mutated(_ stream: inout RandomStream, syncopation: Double, meter: Meter) -> MelodyCell {
    var cell = self
    switch stream.weightedIndex([1, 1, syncopation * 1.5]) ?? 0 {
    case 0:
      let long = places.indices.filter { places[$0].duration >= 1 }
      guard let index = stream.element(of: Array(long)) else { return self }
      var half = places[index]
      let middle = half.duration >= 2 ? half.duration - 1 : half.duration / 2
      cell.places[index].duration = middle
      half.onset = half.onset + middle
      half.duration = half.duration - middle
      half.symbol = "x"
      cell.places.insert(half, at: index + 1)
    case 1:
      let weak = places.indices.dropFirst().filter {
        meter.strength(at: places[$0].onset % barLength) < 0.5
          && places[$0 - 1].end == places[$0].onset
      }
      guard places.count > 3, let index = stream.element(of: Array(weak)) else { return self }
      cell.places[index - 1].duration = places[index].end - places[index - 1].onset
      cell.places.remove(at: index)
    default:
      let half = Beat(1, 2)
      let strong = places.indices.dropFirst().filter {
        meter.strength(at: places[$0].onset % barLength) >= 0.5
          && places[$0].onset - places[$0 - 1].onset > half
      }
      guard !meter.isCompound, let index = stream.element(of: Array(strong)) else { return self }
      cell.places[index].onset = places[index].onset - half
      cell.places[index].duration = places[index].duration + half
      cell.places[index - 1].duration = min(
        places[index - 1].duration, cell.places[index].onset - places[index - 1].onset)
    }
    return cell
  }

  /// The cell with a motif's rhythm in place of its first strokes.
  func carrying(_ motif: Motif) -> MelodyCell {
    guard motif.length <= length else { return self }
    var cell = self
    let end = motif.tones.last?.end ?? .zero
    cell.places =
      motif.tones.enumerated().map { index, tone in
        Place(
          onset: tone.onset, duration: tone.duration, symbol: index == 0 ? "X" : "x", degree: nil)
      } + places.filter { $0.onset >= end && motif.length < length }
    return cell
  }
}
