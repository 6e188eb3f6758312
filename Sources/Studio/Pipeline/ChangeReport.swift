import Music
import Production

/// What a change did to a song, for people.
public struct ChangeReport: Hashable, Codable, Sendable {
  /// What is different now, in one line.
  public var text: String
  /// What the user should know beside that, such as controls that had no effect.
  public var notices: [String]

  /// Makes a report.
  public init(text: String, notices: [String] = []) {
    self.text = text
    self.notices = notices
  }

  /// Tells what is different between two states of a song.
  ///
  /// A note that was exchanged for another counts once; a change of the form is told by its bars.
  init(from old: Song, to new: Song, summary: String? = nil, notices: [String] = []) {
    let lead = summary.map { $0 + ". " } ?? ""
    let isSameForm =
      old.score.sections.map(\.barRange) == new.score.sections.map(\.barRange)
      && old.score.sections.map(\.id) == new.score.sections.map(\.id)
    self.notices = notices
    guard isSameForm else {
      let bars = new.score.bars
      text = lead + "The song has \(bars) bar\(bars == 1 ? "" : "s") now."
      return
    }
    text = lead + (Self.notes(from: old.score, to: new.score) ?? Self.sound(from: old, to: new))
  }

  /// How many notes of which parts changed and where; nil if none did.
  private static func notes(from old: Score, to new: Score) -> String? {
    var count = 0
    var parts: [String] = []
    var bars: Set<Int> = []
    for part in new.parts {
      let before = old.part(part.id)?.notes ?? []
      guard before != part.notes else { continue }
      let removed = rest(of: before, without: part.notes)
      let added = rest(of: part.notes, without: before)
      guard !removed.isEmpty || !added.isEmpty else { continue }
      count += max(removed.count, added.count)
      parts.append(part.id)
      for note in removed + added { bars.insert(new.meters.bar(at: max(.zero, note.onset))) }
    }
    guard count > 0 else { return nil }
    let band =
      parts.count == 1
      ? parts[0] : "\(parts.count) parts (\(parts.joined(separator: ", ")))"
    return "Changed \(count) note\(count == 1 ? "" : "s") of \(band) in \(text(bars))."
  }

  /// The notes of a list that another lacks, each as often as it is missing.
  private static func rest(of notes: [Note], without others: [Note]) -> [Note] {
    var spare: [Note: Int] = [:]
    for note in others { spare[note, default: 0] += 1 }
    return notes.filter { note in
      guard let left = spare[note], left > 0 else { return true }
      spare[note] = left - 1
      return false
    }
  }

  private static func text(_ bars: Set<Int>) -> String {
    let stretches = bars.sorted().stretches
    guard let first = stretches.first, let last = stretches.last else { return "no bar" }
    if stretches.count <= 3 {
      let texts = stretches.map {
        $0.count == 1 ? "\($0.lowerBound + 1)" : "\($0.lowerBound + 1)-\($0.upperBound)"
      }
      return "bar\(bars.count == 1 ? "" : "s") \(texts.joined(separator: ", "))"
    }
    return "\(bars.count) of the bars \(first.lowerBound + 1)-\(last.upperBound)"
  }

  /// Whether it sounds different though no note changed.
  private static func sound(from old: Song, to new: Song) -> String {
    let before = Dictionary(
      old.performance.parts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let parts = new.performance.parts.filter { $0 != before[$0.id] }.map(\.id)
    if !parts.isEmpty {
      return "No note changed; played differently: \(parts.joined(separator: ", "))."
    }
    return old == new ? "Nothing changed." : "No note changed."
  }
}
