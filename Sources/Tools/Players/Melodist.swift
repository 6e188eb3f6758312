public import Music
import Production

/// A writer of tunes: a motif that can be clapped, questions and answers, one high point a phrase,
/// mostly steps, leaps turned back, breaths.
///
/// A kind of section states its theme once and brings it back with small changes, higher at the
/// climax; bridges and solos develop the main theme, introductions and endings recall it. Silent at
/// intensity 0; below 0.35 only the stronger notes are played. A part whose role is `counter` is
/// played as counterpoint where a lead is heard.
public struct Melodist: Player {
  /// What a hook is worth, 0...1, as notes from the start of time.
  public typealias Judge = @Sendable ([Note]) -> Double

  private let judge: Judge?

  /// Makes a melodist who keeps the first motif that comes, or the one that a judge likes best.
  public init(judge: Judge? = nil) { self.judge = judge }

  /// The notes of one section, ascending.
  public func play(_ cue: Cue) -> [Note] {
    guard cue.intensity > 0 else { return [] }
    if cue.part.role == .counter, cue.roles.values.contains(.lead) {
      return Counterpoint().play(cue)
    }
    let frame = SectionFrame(cue)
    var voice = MelodyVoice(cue, frame: frame)
    voice.write(line(cue, frame: frame))
    voice.writePickup()
    voice.writeFinal()
    return voice.finished()
  }

  /// The section's own theme, or the one that its kind has stated before.
  private func line(_ cue: Cue, frame: SectionFrame) -> MelodyLine {
    guard let original = ThemePlan(cue).original(of: cue.section) else {
      return MelodyWriter.statement(cue, frame: frame, judge: judge)
    }
    var first = cue
    first.section = original
    let layer = original.layers[cue.part.id] ?? cue.intensity
    first.intensity = cue.part.controls.intensity ?? layer
    let stated = SectionFrame(first)
    guard !stated.bars.isEmpty, stated.bars[0].meter == frame.bars.first?.meter else {
      return MelodyWriter.statement(cue, frame: frame, judge: judge)
    }
    var theme = MelodyWriter.statement(first, frame: stated, judge: judge)
    theme.adopt(cue.previous, from: stated.start)
    return MelodyReturn(cue, frame: frame).line(
      of: theme, stated: stated, in: cue.plan.key(ofBar: original.startBar))
  }
}
