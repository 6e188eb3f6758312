import Foundation
import Music
import Production

/// The wishes of a brief for parts of the piece, as they were understood.
enum BriefWords {
  /// "without drums from 1:00 until 1:10": who plays, and where.
  static func passage(_ passage: Brief.Passage) -> String {
    let wishes = passage.instruments
    var words: [String] = []
    if !wishes.with.isEmpty {
      words.append((wishes.only ? "only " : "with ") + wishes.with.joined(separator: " and "))
    }
    if !wishes.without.isEmpty {
      words.append("without " + wishes.without.joined(separator: " and "))
    }
    if let energy = passage.energy { words.append("energy \(Int(energy * 100 + 0.5))%") }
    if let place = passage.during { words.append("in \(moment(place, isWhole: true))") }
    if let place = passage.from { words.append("from \(moment(place))") }
    if let place = passage.until { words.append("until \(moment(place))") }
    return words.joined(separator: " ")
  }

  /// "key change to E major in the last chorus": what happens, and when.
  static func event(_ event: Brief.Event) -> String {
    var words = event.what
    if let key = event.key { words += " to \(key)" }
    if let semitones = event.semitones {
      let size = abs(semitones)
      words += " \(semitones < 0 ? "down" : "up") \(size) semitone\(size == 1 ? "" : "s")"
    }
    if let time = event.at { words += " at \(Summary.time(time))" }
    if let place = event.place { words += " at \(moment(place))" }
    return words
  }

  /// An energy in brackets; nothing where none was said.
  static func energy(_ energy: Double?) -> String {
    energy.map { " (\(Int($0 * 100 + 0.5))%)" } ?? ""
  }

  /// A point of the form or of time; a section without a number is the first, or every one where a
  /// whole section is meant.
  private static func moment(_ moment: Brief.Moment, isWhole: Bool = false) -> String {
    if let section = moment.section {
      switch moment.number {
      case nil: return isWhole ? "every \(section)" : "the \(section)"
      case .some(-1): return "the last \(section)"
      case let number?: return "\(section) \(number)"
      }
    }
    if let bar = moment.bar {
      if bar == 0, isWhole { return "the beginning" }
      return bar < 0 ? "\(Summary.bars(-bar)) before the end" : "bar \(bar + 1)"
    }
    if let seconds = moment.seconds { return Summary.time(seconds) }
    guard let share = moment.share else { return "the whole" }
    return share == 1 ? "the end" : share == 0.5 ? "the middle" : "\(Int(share * 100 + 0.5))%"
  }
}
