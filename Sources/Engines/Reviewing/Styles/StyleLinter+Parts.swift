import Music
import Production

extension StyleLinter {
  /// Parts: rests, registers, room for lines.
  static func parts(_ style: Style) -> [StyleWarning] {
    var warnings: [StyleWarning] = []
    for (index, part) in style.parts.enumerated() {
      let key = "parts[\(index)]"
      warnings += rest(part, in: style, key: key)
      warnings += register(part, in: style, key: key)
      warnings += melody(part, in: style, key: key)
      if let range = part.arpeggiator?.range, range > 2, part.role != .lead {
        warnings.append(
          StyleWarning(
            .wideArpeggio, at: "\(key).arpeggiator.range",
            "\(range) octaves; an arpeggio that is not the lead stays within two"))
      }
    }
    return warnings + clashes(style)
  }

  /// A part needs a section in which it rests: by energy or by kind.
  private static func rest(_ part: StylePart, in style: Style, key: String) -> [StyleWarning] {
    guard !style.exceptions.contains(Critique.Rule.noRest.rawValue), style.parts.count > 2,
      part.presence == 1
    else { return [] }
    let through = style.forms.filter { form in
      form.sections.count > 2
        && form.sections.allSatisfy { section in
          !part.silentIn.contains(section.name)
            && (section.energy >= part.enters || part.alwaysIn.contains(section.name))
        }
    }
    // The foundation may play through a form; everybody else, and everywhere, is a carpet.
    let isFoundation = [.drums, .bass, .chords].contains(part.role)
    guard !isFoundation, through.count == style.forms.count else { return [] }
    return [
      StyleWarning(
        .playsThrough, at: key,
        "\(part.id) plays from the first bar to the last of every form; give it 'enters' or "
          + "'silent-in'")
    ]
  }

  private static func register(
    _ part: StylePart, in style: Style, key: String
  ) -> [StyleWarning] {
    let low = part.register.lowerBound
    let high = part.register.upperBound
    if !isKit(part), high - low < 7, ![.lead, .counter].contains(part.role) {
      let room = high == low ? "one note" : "\(high - low) semitones"
      return [
        StyleWarning(
          .narrowRegister, at: "\(key).register",
          "\(room) of room for \(part.id); a fifth is the least, an octave is usual")
      ]
    }
    switch part.role {
    case .bass where high > 55 && !style.exceptions.contains(Critique.Rule.highBass.rawValue):
      return [
        StyleWarning(
          .highBass, at: "\(key).register",
          "the bass climbs to \(Pitch(number: high)); it stays below G3")
      ]
    case .chords, .pad:
      guard part.voicing == .close, low < 36,
        !style.exceptions.contains(Critique.Rule.lowCloseChord.rawValue)
      else { return [] }
      return [
        StyleWarning(
          .lowChords, at: "\(key).register",
          "close chords down to \(Pitch(number: low)) are mud; they stay above C2")
      ]
    case .lead, .counter:
      let size = high - low
      guard size < 10 || size > 31 else { return [] }
      return [
        StyleWarning(
          .leadRange, at: "\(key).register",
          "\(size) semitones are \(size < 10 ? "too little" : "too much") room for a line; an "
            + "octave to an octave and a half is usual")
      ]
    default: return []
    }
  }

  private static func melody(_ part: StylePart, in style: Style, key: String) -> [StyleWarning] {
    if part.player == .melodist || part.player == .counterpoint, part.melody == nil {
      return [
        StyleWarning(
          .plainMelody, at: key,
          "nothing is said of the melody of \(part.id), so a plain one is written; give it 'melody'"
        )
      ]
    }
    guard let melody = part.melody, melody.rest < 0.5,
      !style.exceptions.contains(Critique.Rule.noBreath.rawValue)
    else { return [] }
    return [
      StyleWarning(
        .noBreath, at: "\(key).melody.rest",
        "\(text(melody.rest)) beats of rest in two bars: the line never breathes; 1 or more is usual"
      )
    ]
  }

  /// Two lines in one register, which are told apart by nothing but their sound.
  private static func clashes(_ style: Style) -> [StyleWarning] {
    guard !style.exceptions.contains(Critique.Rule.partClash.rawValue) else { return [] }
    let lines = style.parts.indices.filter {
      [.lead, .counter].contains(style.parts[$0].role) && !isKit(style.parts[$0])
    }
    var warnings: [StyleWarning] = []
    for (place, second) in lines.enumerated() {
      for first in lines[..<place] {
        let a = style.parts[first]
        let b = style.parts[second]
        let shared =
          min(a.register.upperBound, b.register.upperBound)
          - max(a.register.lowerBound, b.register.lowerBound) + 1
        let smaller = min(a.register.count, b.register.count)
        guard Double(shared) > 0.9 * Double(smaller), a.register.lowerBound <= b.register.lowerBound
        else { continue }
        warnings.append(
          StyleWarning(
            .registerClash, at: "parts[\(second)].register",
            "\(b.id) lies where \(a.id) lies; lower a counter-line by a fifth or more"))
      }
    }
    return warnings
  }

  static func isKit(_ part: StylePart) -> Bool {
    part.instruments.first?.value.isDrumKit ?? false
  }
}
