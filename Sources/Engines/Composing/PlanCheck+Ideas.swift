import Music
import Production

/// What players were given to play: patterns, motifs and settings of an arpeggiator.
extension PlanCheck {
  /// Steps in a quarter note that a grid may have, as in style files.
  private static let grids = [2, 3, 4, 6, 8, 12]
  /// How far a tone may lie from the first.
  private static let widest = 36

  mutating func lookAtIdeas(of part: Plan.PlannedPart, path: String) {
    if let fault = part.controls.crossedHands {
      add("\(path).controls.leftHand", fault, "a left hand that reaches below the right")
    }
    if let idea = part.controls.idea { lookAt(idea, path: "\(path).controls.idea") }
    for (name, motif) in (part.motifs ?? [:]).sorted(by: { $0.key < $1.key }) {
      lookAt(motif, path: "\(path).motifs.\(name)")
    }
    if let settings = part.arpeggiator { lookAt(settings, path: "\(path).arpeggiator") }
  }

  private mutating func lookAt(_ idea: Pattern, path: String) {
    guard Self.grids.contains(idea.stepsPerBeat) else {
      add("\(path).stepsPerBeat", idea.stepsPerBeat, "2, 3, 4, 6, 8 or 12 steps")
      return
    }
    if idea.length <= .zero || idea.length > bounds.idea {
      add("\(path).voices", "\(idea.length) quarter notes", "steps for at most \(bounds.idea)")
    }
  }

  private mutating func lookAt(_ motif: Motif, path: String) {
    if !(1...64).contains(motif.tones.count) {
      add("\(path).tones", motif.tones.count, "1 to 64 tones")
      return
    }
    checkTime(motif.length, "\(path).length")
    if motif.length <= .zero || motif.length > bounds.idea {
      add("\(path).length", motif.length, "more than 0 and at most \(bounds.idea)")
    }
    for (index, tone) in motif.tones.enumerated() {
      let place = "\(path).tones[\(index)]"
      checkTime(tone.onset, "\(place).onset")
      checkTime(tone.duration, "\(place).duration")
      if tone.onset < .zero { add("\(place).onset", tone.onset, "0 or later") }
      if tone.duration <= .zero { add("\(place).duration", tone.duration, "more than 0") }
      if !(-Self.widest...Self.widest).contains(tone.step) {
        add("\(place).step", tone.step, "-\(Self.widest) to \(Self.widest) steps")
      }
    }
  }

  private mutating func lookAt(_ settings: ArpeggiatorSettings, path: String) {
    typealias Bounds = ArpeggiatorSettings
    check(settings.range, Bounds.ranges, "\(path).range")
    check(settings.rate, Bounds.rates, "\(path).rate")
    check(settings.times, Bounds.factors, "\(path).times")
    check(settings.gate, Bounds.gates, "\(path).gate")
    check(settings.swing, Bounds.swings, "\(path).swing")
    check(settings.levels, Bounds.shares, "\(path).levels")
    if let pattern = settings.pattern, pattern.length <= .zero || pattern.length > bounds.idea {
      add("\(path).pattern.length", pattern.length, "more than 0 and at most \(bounds.idea)")
    }
  }

  private mutating func check<Value: Comparable & CustomStringConvertible>(
    _ value: Value?, _ bounds: ClosedRange<Value>, _ path: String
  ) {
    guard let value, !bounds.contains(value) else { return }
    add(path, value, "\(bounds.lowerBound) to \(bounds.upperBound)")
  }
}
