import Lexicons
import Music
import Production

/// Metre, key, tempo and loudness.
extension Reading {
  mutating func readMeterAndKey() {
    for index in items.indices where !items[index].isUsed {
      switch items[index].content {
      case .meter(let numerator, let denominator):
        if Meter.writtenDenominators.contains(denominator),
          let meter = Meter(numerator, denominator)
        {
          take(meter, index)
        }
      case .key(let text, let hasScale):
        items[index].isUsed = true
        guard let key = Key(text) else { continue }
        if let first = brief.key {
          if first != key {
            note("Two keys are named; the piece is in \(first), \(key) is left out.")
          }
        } else {
          brief.key = key
          if !hasScale { isScaleOpen = true }
        }
      case .phrase(let meanings):
        for meaning in meanings {
          switch meaning {
          case .meter(let meter): take(meter, index)
          case .scale(let scale): take(scale, index)
          case .foreignScale(let scale):
            note(
              "'\(raw(items[index].range))' is not a scale here; the nearest is \(scale.rawValue).")
            take(scale, index)
          default: break
          }
        }
      default: break
      }
    }
  }

  private mutating func take(_ meter: Meter, _ index: Int) {
    items[index].isUsed = true
    if let first = brief.meter, first != meter {
      note("Two metres are named; \(first) stands, \(meter) is left out.")
    } else {
      brief.meter = meter
    }
  }

  private mutating func take(_ scale: Scale, _ index: Int) {
    guard !governing(items[index]).isNegated else {
      items[index].isUsed = true
      if scale == .minor || scale == .major {
        brief.scale = scale == .minor ? .major : .minor
      } else {
        note("'\(raw(items[index].range))' is refused; another scale is taken.")
      }
      return
    }
    items[index].isUsed = true
    if let key = brief.key {
      if isScaleOpen {
        brief.key = Key(key.tonic, scale)
        isScaleOpen = false
      } else if key.scale != scale,
        key.scale.parent != scale.parent || scale.isMinor != key.scale.isMinor
      {
        note("The key is \(key); '\(raw(items[index].range))' is left out.")
      }
    } else if let first = brief.scale, first != scale {
      note("Two scales are named; \(first.rawValue) stands, \(scale.rawValue) is left out.")
    } else {
      brief.scale = scale
    }
  }

  mutating func readTempo() {
    for index in items.indices {
      switch items[index].content {
      case .tempo(let range, _) where !items[index].isUsed:
        items[index].isUsed = true
        let tempo = (range.lowerBound + range.upperBound) / 2
        if range.lowerBound < range.upperBound, brief.tempo == nil {
          note(
            "Of \(Reading.text(range.lowerBound)) to \(Reading.text(range.upperBound)) BPM the middle is taken."
          )
        }
        if let first = brief.tempo, first != tempo {
          note(
            "Two tempos are named; \(Reading.text(first)) BPM stands, \(Reading.text(tempo)) BPM is left out."
          )
        } else {
          brief.tempo = tempo
        }
      case .loudness(let value):
        items[index].isUsed = true
        let loudness = value > 0 ? -value : value
        if value > 0 { note("Loudness is read as \(Reading.text(loudness)) LUFS.") }
        if let first = brief.loudness, first != loudness {
          note("Two loudness targets are named; \(Reading.text(first)) LUFS stands.")
        } else {
          brief.loudness = loudness
        }
      case .era(let era): takeEra(era, index)
      case .phrase(let meanings):
        for case .era(let era) in meanings { takeEra(era, index) }
      default: break
      }
    }
    guard brief.tempo == nil else { return }
    for index in items.indices {
      // A number that stands alone and could be nothing else.
      guard case .number(let value) = items[index].content, (55...220).contains(value),
        !items[index].isUsed, items[index].range.count == 1,
        tokens[items[index].range.lowerBound].kind == .number,
        items[index].range.upperBound == tokens.count
          || isMark(at: items[index].range.upperBound)
          || item(at: items[index].range.upperBound) != nil,
        text(at: items[index].range.upperBound) != "%"
      else { continue }
      items[index].isUsed = true
      brief.tempo = value
      note("Read \(Reading.text(value)) as beats a minute.")
      return
    }
  }

  private mutating func takeEra(_ era: String, _ index: Int) {
    items[index].isUsed = true
    if let first = brief.era, first != era {
      note("Two eras are named; the \(first) stand, the \(era) are left out.")
    } else {
      brief.era = era
    }
  }

  /// A number without a needless fraction.
  static func text(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e9 ? "\(Int(value))" : "\(value)"
  }
}
