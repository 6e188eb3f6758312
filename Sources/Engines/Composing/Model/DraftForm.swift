import Tokens

/// Which bars of a part come back, read from what its player would play: so that what the model
/// writes has the form that was planned.
struct DraftForm {
  let piece: Piece

  /// What of an earlier bar of the part comes back in a bar, among those that are written.
  func sources(
    of place: CellPlace, among bars: [Int]
  ) -> (copied: CellPlace?, rhythm: CellPlace?) {
    let own = figure(place)
    guard !own.isEmpty else { return (nil, nil) }
    let earlier = bars.filter { $0 < place.bar }.map { CellPlace(bar: $0, part: place.part) }
    let same = earlier.filter { bar in figure(bar) == own && chords(bar) == chords(place) }
    let alike = earlier.filter { figure($0).map(\.position) == own.map(\.position) }
    return (same.first, alike.first)
  }

  private struct Struck: Hashable {
    var position, pitch, length: Int
  }

  private func figure(_ place: CellPlace) -> [Struck] {
    piece.notes(in: place).map {
      Struck(position: $0.position, pitch: $0.pitch, length: $0.length)
    }
  }

  private func chords(_ place: CellPlace) -> [ChordValues] {
    let bar = piece.bars[place.bar]
    return stride(from: bar.start, to: bar.end, by: max(1, bar.length / 4)).map(piece.chord(at:))
  }
}
