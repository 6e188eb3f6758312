public import Music
import Production

/// A drummer on a kit: one main groove a section with ghost notes, openings and variations, fills
/// scaled to what follows, builds and drop-outs, and never more than two hands and two feet.
///
/// Silent at intensity 0; below 0.15 only the time is kept, below 0.35 without ghosts and openings.
public struct Drummer: Player {
  /// Makes a drummer.
  public init() {}

  /// The strokes of one section, ascending.
  public func play(_ cue: Cue) -> [Note] {
    guard cue.intensity > 0 else { return [] }
    let frame = SectionFrame(cue)
    var groove = DrumGroove(cue, frame: frame)
    let plan = FillPlan(cue, frame: frame, book: groove.book)
    groove.book.fills = plan.written
    var hits = groove.hits()
    groove.ornament(&hits)
    groove.follow(&hits)
    plan.apply(to: &hits, dynamics: groove.dynamics)
    hits = KitPieces(groove).switched(hits)
    if let stop = frame.dropOut(cue.section) {
      hits.removeAll { $0.onset >= stop }
      if let bar = frame.bars.last, stop < bar.end {
        hits.append(
          Kit.Hit(
            onset: stop, end: min(bar.end, stop + Beat(1, 2)), drum: .kick,
            velocity: groove.dynamics.velocity(110, at: stop)))
      }
    }
    addFinal(to: &hits, cue: cue, frame: frame, dynamics: groove.dynamics)
    return Drummer.notes(hits, cue: cue, frame: frame)
  }

  private func addFinal(
    to hits: inout [Kit.Hit], cue: Cue, frame: SectionFrame, dynamics: Dynamics
  ) {
    guard let final = frame.final else { return }
    hits.removeAll { $0.onset >= final.onset }
    let isSoft = cue.section.energy < 0.35
    let loud = isSoft ? 78.0 : 112.0
    let cymbal: DrumKey = isSoft && DrumGroove.isBrushed(cue) ? .ride : .crash
    var drums: [DrumKey] = [.kick, cymbal]
    if !isSoft, cue.section.energy > 0.6 || cue.plan.ending == .stop { drums.append(.snare) }
    for drum in drums {
      hits.append(
        Kit.Hit(
          onset: final.onset,
          end: drum.isCymbal
            ? final.end
            : min(final.end, final.onset + Beat(1, 2)), drum: drum,
          velocity: dynamics.velocity(loud, at: final.onset), articulation: .accent))
    }
  }

  static func notes(_ hits: [Kit.Hit], cue: Cue, frame: SectionFrame) -> [Note] {
    var sheet = Sheet(cue, frame: frame)
    for hit in Kit.playable(hits.filter { $0.onset >= frame.start }) {
      sheet.write(
        Kit.pitch(hit.drum), from: hit.onset, to: hit.end, velocity: hit.velocity,
        articulation: hit.articulation)
    }
    return sheet.finished()
  }
}
