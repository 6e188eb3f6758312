import Music
import Production

/// A score as text to read: sections, then bars with chords and what each part plays.
func text(of score: Score, plan: Plan) -> String {
  var lines = [
    "\(plan.title) \(plan.meters.meter(ofBar: 0)) \(plan.tempo.beatsPerMinute(at: .zero)) BPM, "
      + "\(score.bars) bars, \(score.seconds) s, ending \(plan.ending)"
  ]
  lines += plan.notices.map { "  ! \($0)" }
  for part in plan.parts {
    lines.append(
      "  \(part.id) [\(part.role)] \(part.instrument.id) \(part.register) "
        + "\(score.part(part.id)?.notes.count ?? 0) notes")
  }
  for section in plan.sections {
    let layers = section.layers.sorted { $0.key < $1.key }.map(\.key).joined(separator: " ")
    lines.append(
      "== \(section.id) bars \(section.startBar + 1)-\(section.startBar + section.bars) energy "
        + "\(section.energy) phrase \(section.phrase) -> \(section.transition.rawValue): \(layers)")
    for bar in section.barRange {
      let span = score.span(ofBars: bar..<(bar + 1))
      let chords = score.chords.filter { span.contains($0.onset) }.map(\.chord.symbol)
      lines.append(" bar \(bar + 1)  \(chords.joined(separator: " "))")
      for part in score.parts {
        let notes = part.notes.filter { span.contains($0.onset) }
        guard !notes.isEmpty else { continue }
        let words = notes.map { note in
          let time = note.onset - span.lowerBound
          let name =
            part.instrument.isDrumKit
            ? DrumKey(rawValue: note.pitch.number)?.name ?? "?" : note.pitch.description
          return part.instrument.isDrumKit
            ? "\(time):\(name)/\(note.velocity)" : "\(time):\(name)(\(note.duration))"
        }
        lines.append("    \(part.id): " + words.joined(separator: " "))
      }
    }
  }
  return lines.joined(separator: "\n")
}
