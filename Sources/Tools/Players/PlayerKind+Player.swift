public import Production

extension PlayerKind {
  /// The musician of this kind.
  public var player: any Player {
    switch self {
    case .drummer: Drummer()
    case .percussionist: Percussionist()
    case .bassist: Bassist()
    case .keyboardist: Keyboardist()
    case .guitarist: Guitarist()
    case .pad: PadPlayer()
    case .strings: StringsPlayer()
    case .brass: BrassPlayer()
    case .arpeggiator: Arpeggiator()
    case .melodist: Melodist()
    case .counterpoint: Counterpoint()
    case .organist: Organist()
    case .woodwinds: WoodwindsPlayer()
    case .choir: ChoirPlayer()
    case .innerVoice: InnerVoice()
    }
  }
}
