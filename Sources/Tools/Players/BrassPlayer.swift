public import Music
import Production

/// A brass section, or one of its players: short stabs together, and held chords.
///
/// Silent at intensity 0; below 0.3 only strong strokes and changes of chord remain.
public struct BrassPlayer: Player {
  /// Makes a brass section.
  public init() {}

  /// The notes of one section, ascending.
  public func play(_ cue: Cue) -> [Note] {
    guard cue.intensity > 0 else { return [] }
    let frame = SectionFrame(cue)
    var comping = Comping(cue, frame: frame, voices: ["stabs", "hits", "hold"])
    let register = Sheet.register(of: cue)
    let size = min(cue.part.instrument.polyphony, Keyboardist.fullness(cue))
    var voicer = Voicer(
      cue.style.voicing == .rootless ? .close : cue.style.voicing, register: register, count: size,
      span: 24, last: Voicer.lastVoicing(in: cue.previous))
    var byChord: [Beat: [Int]] = [:]
    for span in comping.changes.spans { byChord[span.onset] = voicer.voice(span.chord) }
    let stabs =
      comping.book.main == nil
      ? comping.prepared(ownStrokes(cue, frame: frame))
      : comping.variedStrokes(of: "stabs") + comping.variedStrokes(of: "hits")
    for stroke in stabs {
      guard let span = comping.changes.span(of: stroke) else { continue }
      let style: Articulation = stroke.duration <= Beat(1, 2) ? .staccato : .accent
      comping.write(
        stroke, voicing: byChord[span.onset] ?? [], register: register, articulation: style)
    }
    for stroke in comping.strokes(of: "hold") {
      guard let span = comping.changes.span(of: stroke) else { continue }
      comping.write(
        stroke, voicing: byChord[span.onset] ?? [], register: register, articulation: .tenuto)
    }
    if let final = frame.final, let span = comping.changes.span(at: final.onset) {
      let stroke = Stroke(
        onset: final.onset, end: final.end, symbol: "X", bar: final.bar.index)
      comping.write(
        stroke, voicing: byChord[span.onset] ?? [], register: register, articulation: .accent)
    }
    return comping.sheet.finished()
  }

  /// Two answering stabs in the second bar of two, for a part without patterns.
  private func ownStrokes(_ cue: Cue, frame: SectionFrame) -> [Stroke] {
    frame.bars.filter { $0.index % 2 == 1 }.flatMap { bar -> [Stroke] in
      let half = bar.meter.isCompound ? bar.meter.unit : Beat(1, 2)
      return [bar.middle - half, bar.middle + half].map {
        Stroke(onset: $0, end: min($0 + half, bar.end), symbol: "X", bar: bar.index)
      }.filter { $0.onset >= bar.start && $0.onset < bar.end }
    }
  }
}
