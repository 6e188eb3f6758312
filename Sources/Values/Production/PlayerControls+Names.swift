extension PlayerControls {
  /// The controls one by one.
  public enum Name: String, CaseIterable, Sendable {
    /// How busy and varied, and how much is played.
    case complexity, intensity
    /// How often and how fully to fill.
    case fills
    case fillComplexity = "fill complexity"
    /// How time is held.
    case swing, humanise, drummer
    /// How bars of a phrase differ.
    case phraseVariation = "phrase variation"
    /// Half or double time.
    case time
    /// Whose rhythm is followed.
    case follow
    /// Which notes and drums are used.
    case register, pieces
    /// Where the hands lie.
    case leftHand = "left hand"
    case rightHand = "right hand"
    /// How chords are laid out, and a pattern of the user's own.
    case voicing, idea

    /// Whether it changes how notes are played and not which.
    public var isOfPerformance: Bool {
      self == .swing || self == .humanise || self == .drummer
    }
  }

  /// The controls that are turned, in the order of their names' declaration.
  public var turnedNames: [Name] { Name.allCases.filter { without($0) != self } }

  /// These controls with one of them as if it had never been turned.
  public func without(_ name: Name) -> PlayerControls {
    var rest = self
    switch name {
    case .complexity: rest.complexity = nil
    case .intensity: rest.intensity = nil
    case .fills: rest.fills = nil
    case .fillComplexity: rest.fillComplexity = nil
    case .swing: rest.swing = nil
    case .humanise: rest.humanise = nil
    case .drummer: rest.drummer = nil
    case .phraseVariation: rest.phraseVariation = nil
    case .time: rest.time = nil
    case .follow: rest.follow = nil
    case .register: rest.register = nil
    case .pieces: rest.pieces = nil
    case .leftHand: rest.leftHand = nil
    case .rightHand: rest.rightHand = nil
    case .voicing: rest.voicing = nil
    case .idea: rest.idea = nil
    }
    return rest
  }
}
