import Music
import Production

/// Where the melody of a section lies: its middle, its compass and how high it may go.
struct MelodyPlace {
  /// The notes that the part may use at all.
  let register: ClosedRange<Int>
  /// The mean height of the melody.
  let center: Double
  /// Where the melody of the section lies.
  let range: ClosedRange<Int>
  /// The highest note outside the climax.
  let cap: Int
  /// Whether the section is where the part reaches its highest note.
  let isClimax: Bool

  init(_ cue: Cue) {
    let register = Sheet.register(of: cue)
    let low = Double(register.lowerBound)
    let width = Double(register.upperBound) - low
    let home = low + min(width * 0.3, 7)
    let climax = ThemePlan(cue).climax
    let isClimax = climax?.id == cue.section.id
    let center = home + Self.lift(cue.section.name, width: width)
    let top = home + Self.lift(climax?.name ?? cue.section.name, width: width)
    let cap = min(Int(top) + 6, register.upperBound - (width >= 10 ? 2 : 0))
    let bottom = max(register.lowerBound, Int(center) - 7)
    let highest = isClimax ? register.upperBound : cap
    self.register = register
    self.center = center
    self.cap = cap
    self.isClimax = isClimax
    range = bottom...max(bottom, min(highest, Int(center) + (isClimax ? 9 : 8)))
  }

  /// Semitones by which a kind of section lies above the verse.
  static func lift(_ name: String, width: Double) -> Double {
    let lift: Double
    switch name {
    case "climax": lift = 6
    case "chorus", "hook", "drop", "refrain": lift = 5
    case "solo", "b": lift = 4
    case "bridge": lift = 3
    case "pre-chorus", "build", "c": lift = 2
    default: lift = 0
    }
    return min(lift, width * 0.3)
  }
}
