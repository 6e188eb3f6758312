import Music

/// What a person may turn on a player; what is nil stays as the style and the plan have it.
public struct PlayerControls: Hashable, Codable, Sendable {
  /// How a part's pattern lies over the beat.
  public enum Time: String, Codable, CaseIterable, Sendable {
    /// As written.
    case normal
    /// Twice as slow: a bar of the pattern fills two bars.
    case half = "half-time"
    /// Twice as fast: two bars of the pattern fill one.
    case double = "double-time"
  }

  /// How busy and varied the playing is, 0...1.
  public var complexity: Double?
  /// How much is played in every section in which the part plays, 0...1.
  public var intensity: Double?
  /// How often the player fills: 0 never, 0.5 as usual, 1 at the end of every phrase.
  public var fills: Double?
  /// How long and dense fills are, 0...1.
  public var fillComplexity: Double?
  /// Where the second half of a pair falls, 0.5 (straight) to 0.75.
  public var swing: Double?
  /// How loosely time and loudness are held: 0 exactly, 0.5 as the style has it, 1 twice as
  /// loosely.
  public var humanise: Double?
  /// The genre whose drummers' touch, learned from performances, a kit is played with.
  public var drummer: String?
  /// How much bars of a phrase differ: 0 not at all, 0.5 as usual, 1 all of them.
  public var phraseVariation: Double?
  /// Half or double time.
  public var time: Time?
  /// The part whose rhythm the player follows, by id, or `kick` for the kick drum.
  public var follow: String?
  /// The lowest and highest notes it may use, as sounding MIDI numbers.
  public var register: ClosedRange<Int>?
  /// Which pieces of a kit are played.
  public var pieces: DrumPieces?
  /// Where the left hand of a keyboard player plays.
  public var leftHand: ClosedRange<Int>?
  /// Where the right hand of a keyboard player plays.
  public var rightHand: ClosedRange<Int>?
  /// How chords are laid out.
  public var voicing: Voicing?
  /// A pattern of the user's own, played in place of the style's patterns; fills stay the player's.
  public var idea: Pattern?

  /// Makes controls that leave everything as it is.
  public init() {}

  /// Whether nothing is turned.
  public var isEmpty: Bool { self == PlayerControls() }

  /// What is wrong with the places of the hands, as a clause: the left may lie over the right, but
  /// not wholly above it; nil where nothing is.
  public var crossedHands: String? {
    guard let left = leftHand, let right = rightHand, left.lowerBound > right.upperBound else {
      return nil
    }
    func text(_ hand: ClosedRange<Int>) -> String {
      "\(Pitch(number: hand.lowerBound))...\(Pitch(number: hand.upperBound))"
    }
    return "the left hand, \(text(left)), would lie wholly above the right, \(text(right))"
  }

  /// These controls with whatever another set turns put in place of their own.
  public func turned(by other: PlayerControls) -> PlayerControls {
    var turned = self
    turned.complexity = other.complexity ?? complexity
    turned.intensity = other.intensity ?? intensity
    turned.fills = other.fills ?? fills
    turned.fillComplexity = other.fillComplexity ?? fillComplexity
    turned.swing = other.swing ?? swing
    turned.humanise = other.humanise ?? humanise
    turned.drummer = other.drummer ?? drummer
    turned.phraseVariation = other.phraseVariation ?? phraseVariation
    turned.time = other.time ?? time
    turned.follow = other.follow ?? follow
    turned.register = other.register ?? register
    turned.pieces = other.pieces.map { pieces?.turned(by: $0) ?? $0 } ?? pieces
    turned.leftHand = other.leftHand ?? leftHand
    turned.rightHand = other.rightHand ?? rightHand
    turned.voicing = other.voicing ?? voicing
    turned.idea = other.idea ?? idea
    return turned
  }
}

extension Plan.PlannedPart {
  /// The part as its controls turn it: complexity and, within the instrument's range, register.
  public var turned: Plan.PlannedPart {
    var turned = self
    if let complexity = controls.complexity { turned.complexity = min(max(complexity, 0), 1) }
    if let register = controls.register, register.overlaps(instrument.range) {
      turned.register = register.clamped(to: instrument.range)
    }
    return turned
  }
}

extension Groove {
  /// The groove as the controls of one part turn it: its swing, looseness and dynamics.
  public func turned(by controls: PlayerControls) -> Groove {
    var turned = self
    if let swing = controls.swing { turned.swing = min(max(swing, 0.5), 0.75) }
    if let humanise = controls.humanise {
      let share = 2 * min(max(humanise, 0), 1)
      turned.looseness *= share
      turned.dynamics *= share
    }
    return turned
  }
}
