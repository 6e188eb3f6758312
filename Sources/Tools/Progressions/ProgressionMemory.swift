import Music
import Weights

/// What the model remembers of a progression that is under way.
///
/// The fields are those that `Training/etude_training/chord_events.py` counts.
struct ProgressionMemory: Sendable {
  let vocabulary: ChordVocabulary
  let setting: ChordSetting
  /// The numbers of the chords, each another than the one before.
  private(set) var words: [Int] = []
  /// Their functions, counted from 1.
  private(set) var functions: [Int] = []
  private var follow: [Int: Int] = [:]
  private var again: [Int: Int] = [:]

  init(_ vocabulary: ChordVocabulary, _ setting: ChordSetting) {
    self.vocabulary = vocabulary
    self.setting = setting
  }

  /// The function before, counted from 1; 0 at the beginning.
  var last: Int { functions.last ?? 0 }
  /// The function before that.
  var before: Int { functions.dropLast().last ?? 0 }
  /// What followed the last time after the function before, counted from 1; 0 where it is new.
  var expected: Int { follow[last] ?? 0 }

  /// What is known before a function, at a half bar counted from the beginning.
  func place(atHalf half: Int) -> CountChain.Place {
    [
      .mode: setting.isMinor ? 1 : 0, .genre: setting.genre, .section: setting.section,
      .place: half % 8, .last: last, .before: before, .follow: expected, .colour: colour,
    ]
  }

  /// What is known before the figures on a function.
  func place(atHalf half: Int, function: Int) -> CountChain.Place {
    var place = place(atHalf: half)
    place[.function] = function + 1
    place[.again] = again[function] ?? 0
    return place
  }

  /// What the chords so far are like: 0 nothing yet, 1 triads, 2 some sevenths, 3 sevenths in more
  /// than three of five chords, 4 bare fifths alone; 5 more where some chord was inverted.
  private var colour: Int {
    guard !words.isEmpty else { return 0 }
    let entries = words.map { vocabulary.entries[$0] }
    let sevenths = entries.filter { $0.shape.seventh != nil }.count
    var colour = sevenths == 0 ? 1 : sevenths * 5 > words.count * 3 ? 3 : 2
    if entries.allSatisfy({ $0.shape.triad == .power }) { colour = 4 }
    return colour + (entries.contains { $0.bass != 1 } ? 5 : 0)
  }

  /// Goes on to a chord; one that only goes on is no new one.
  mutating func remember(_ word: Int) {
    guard words.last != word else { return }
    let function = vocabulary.function(of: word, isMinor: setting.isMinor)
    if let last = functions.last { follow[last] = function + 1 }
    words.append(word)
    functions.append(function + 1)
    again[function] = vocabulary.entries[word].figure + 1
  }
}
