/// What two lines have in common, as the best local alignment tells.
package struct Alignment: Hashable, Sendable {
  /// Sixteenths of a bit.
  package var score: Int
  /// The most that `Aligner.passage` notes of the work in a row tell, in sixteenths of a bit.
  package var peak = 0
  /// Notes of the piece, from the first matched to behind the last.
  package var piece: Range<Int>
  /// Notes of the work, likewise.
  package var work: Range<Int>
  /// Notes of the work that come back.
  package var notes: Int
  /// The most of them in a row without anything between and in even tempo.
  package var longestExact: Int
  /// Notes of the piece between them.
  package var ornaments: Int
  /// Notes of the work that were left out or changed.
  package var changes: Int

  /// Describes what two lines have in common.
  package init(
    score: Int, peak: Int = 0, piece: Range<Int>, work: Range<Int>, notes: Int, longestExact: Int,
    ornaments: Int, changes: Int
  ) {
    self.score = score
    self.peak = peak
    self.piece = piece
    self.work = work
    self.notes = notes
    self.longestExact = longestExact
    self.ornaments = ornaments
    self.changes = changes
  }
}
