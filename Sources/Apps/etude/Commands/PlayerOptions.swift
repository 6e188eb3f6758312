import ArgumentParser
import Music
import Production

/// Notes as a person writes them: `C2...G3`.
struct RegisterArgument: ExpressibleByArgument {
  /// The lowest and highest MIDI number.
  let range: ClosedRange<Int>

  init?(argument: String) {
    let ends = argument.split(separator: ".").map(String.init)
    guard ends.count == 2, let low = Pitch(ends[0]), let high = Pitch(ends[1]),
      low.number <= high.number
    else { return nil }
    range = low.number...high.number
  }
}

/// What can be turned on a player.
struct PlayerOptions: ParsableArguments {
  @Option(name: .long, help: "How busy and varied the playing is, 0 to 1 or in percent.")
  var complexity: ShareArgument?

  @Option(name: .long, help: "How much is played, 0 to 1 or in percent.")
  var intensity: ShareArgument?

  @Option(name: .long, help: "How often to fill: 0 never, 0.5 as usual, 1 after every phrase.")
  var fills: ShareArgument?

  @Option(name: .customLong("fill-complexity"), help: "How long and dense fills are, 0 to 1.")
  var fillComplexity: ShareArgument?

  @Option(name: .long, help: "Where the second of a pair falls: 0.5 straight, 0.667 a shuffle.")
  var swing: ShareArgument?

  @Option(
    name: .customLong("humanise"), help: "How loose time and loudness are: 0.5 as the style has it."
  )
  var humanise: ShareArgument?

  @Option(
    name: .long,
    help: "Play a kit with the touch of a genre's drummers: funk, jazz... (see etude drums genres)."
  )
  var drummer: String?

  @Option(name: .customLong("phrase-variation"), help: "How much bars differ: 0.5 as usual.")
  var phraseVariation: ShareArgument?

  @Flag(name: .customLong("half-time"), help: "Stretch the pattern over two bars.")
  var halfTime = false

  @Flag(name: .customLong("double-time"), help: "Play two bars of the pattern in one.")
  var doubleTime = false

  @Option(name: .long, help: "Take the rhythm of a part, by id, or of the kick.")
  var follow: String?

  @Option(name: .long, help: "The lowest and highest note, such as C2...G3.")
  var register: RegisterArgument?

  @Option(
    name: .long, parsing: .unconditional,
    help: "Pieces of a kit to play or, with a minus, to leave out: ride,-hats,-toms.")
  var pieces: String?

  @Option(name: .customLong("left-hand"), help: "Where a keyboard's left hand plays: C2...C4.")
  var leftHand: RegisterArgument?

  @Option(name: .customLong("right-hand"), help: "Where a keyboard's right hand plays: C4...C6.")
  var rightHand: RegisterArgument?

  @Option(name: .long, help: "How chords are laid out: close, open, drop-2, rootless...")
  var voicing: String?

  /// The controls that were given.
  func controls() throws -> PlayerControls {
    var controls = PlayerControls()
    controls.complexity = complexity?.value
    controls.intensity = intensity?.value
    controls.fills = fills?.value
    controls.fillComplexity = fillComplexity?.value
    controls.swing = swing?.value
    controls.humanise = humanise?.value
    controls.drummer = drummer?.lowercased()
    controls.phraseVariation = phraseVariation?.value
    guard !halfTime || !doubleTime else {
      throw ValidationError("--half-time and --double-time exclude each other.")
    }
    controls.time = halfTime ? .half : doubleTime ? .double : nil
    controls.follow = follow
    controls.register = register?.range
    controls.leftHand = leftHand?.range
    controls.rightHand = rightHand?.range
    if let pieces {
      guard let switches = DrumPieces(pieces) else {
        throw ValidationError(
          "'\(pieces)' are no pieces of a kit. Groups are "
            + DrumPieces.Group.allCases.map(\.rawValue).joined(separator: ", ")
            + "; drums have names such as closed-hat.")
      }
      controls.pieces = switches
    }
    if let voicing {
      guard let layout = Voicing(rawValue: voicing) else {
        throw ValidationError(
          "'\(voicing)' is no voicing. Voicings are "
            + Voicing.allCases.map(\.rawValue).joined(separator: ", ") + ".")
      }
      controls.voicing = layout
    }
    return controls
  }
}
