import Music
import Production

/// Written loudness of a part through a section: intensity, energy, metre and a slow drift.
struct Dynamics {
  private let cue: Cue
  private let frame: SectionFrame
  private let level: Double
  private let drift: [Double]

  init(_ cue: Cue, frame: SectionFrame) {
    self.cue = cue
    self.frame = frame
    level = (0.70 + 0.25 * cue.intensity) * (0.86 + 0.18 * cue.section.energy)
    drift = (0...max(1, frame.bars.count)).map { index in
      var stream = cue.stream("drift", bar: cue.section.startBar + index)
      return stream.bell() * 2.2
    }
  }

  /// The velocity of a stroke whose plain loudness is `base`, 1...127.
  func velocity(_ base: Double, at beat: Beat, accent: Double = 1) -> Int {
    var value = base * level + (frame.strength(at: beat) - 0.4) * 9 * accent
    if let bar = frame.bar(at: beat), frame.final == nil || beat < (frame.final?.onset ?? beat) {
      let length = max(0.01, (bar.end - bar.start).value)
      let place = min(1, max(0, (beat - bar.start).value / length))
      let here = drift[min(bar.index, drift.count - 1)]
      let there = drift[min(bar.index + 1, drift.count - 1)]
      value += here + (there - here) * place
      let phrase = (Double(bar.indexInPhrase) + place) / Double(max(1, bar.phraseBars))
      value += shape(at: bar, place: place)
      // A phrase swells to its third quarter and relaxes: about 3 dB from end to end.
      value += phrase < 0.7 ? 5 * phrase / 0.7 - 2.5 : 2.5 - 4 * (phrase - 0.7) / 0.3
    }
    // Repeated strokes are never equal: a fixed small unevenness by place, not noise.
    let steps = (beat * 4).floor
    value += Double((steps &* 7 &+ (steps / 16) &* 3) % 5) - 2
    return Int(min(127, max(1, value.rounded())))
  }

  /// What the plan's tension and a riser add in a bar.
  private func shape(at bar: SectionFrame.Bar, place: Double) -> Double {
    let section = cue.section
    var added = 0.0
    if section.tension.indices.contains(bar.phrase) {
      added += 30 * (section.tension[bar.phrase] - section.energy)
    }
    let left = frame.bars.count - bar.index
    if section.transition == .riser, left <= 2, frame.bars.count > 2 {
      // Two bars that grow by about a quarter.
      added += 12 * (Double(2 - left) + place) - 10
    }
    return added
  }

  /// Plain loudness of the characters that all alphabets share.
  static func base(of symbol: Character) -> Double {
    switch symbol {
    case "X", "D", "U", "R", "O", "f", "B": 112
    case "o", "r": 78
    case "g": 40
    default: 96
    }
  }

  /// The velocity of a ghost note: 20...45.
  func ghost(at beat: Beat) -> Int { min(45, max(20, velocity(38, at: beat))) }
}
