import Music
import Production

extension Edit {
  /// What the edit does, in one line for people.
  var summary: String {
    switch self {
    case .setChord(let bar, let position, let chord):
      "Put \(chord) on bar \(bar + 1)" + (position > .zero ? ", beat \(position + 1)" : "")
    case .transpose(let semitones, let parts, let bars):
      "Moved \(parts.isEmpty ? "all pitched parts" : parts.joined(separator: ", ")) by "
        + Self.count(semitones, "semitone") + (bars.map { " in \(Studio.text($0))" } ?? "")
    case .swapInstrument(let part, let instrument): "Gave \(part) to \(instrument.name)"
    case .setArpeggiator(let part, let settings):
      settings.map { "Let \(part) break chords: \($0)" } ?? "Let \(part) play as its style says"
    case .setEnergy(let section, let energy):
      "Set the energy of \(section) to \(Int(energy * 100 + 0.5))%"
    case .moveSection(let section, let index): "Moved \(section) to place \(index + 1)"
    case .duplicateSection(let section): "Duplicated \(section)"
    case .deleteSection(let section): "Deleted \(section)"
    case .resizeSection(let section, let bars): "Resized \(section) to \(Self.count(bars, "bar"))"
    case .addNote(let part, let note): "Added \(note.pitch) to \(part)"
    case .setNote(let part, _, let pitch, let note): "Changed \(pitch) of \(part) to \(note.pitch)"
    case .replaceNotes(let part, let old, let new):
      Self.replaced(old.count, by: new.count, in: part)
    case .setControls(let part, let controls, let resets):
      resets && controls.isEmpty ? "Put back the player of \(part)" : "Turned the player of \(part)"
    case .setGrid(let part, let bars, _): "Wrote a grid on \(Studio.text(bars)) of \(part)"
    case .removeNotes(let part, let bars, let pitch):
      "Removed \(pitch.map { "\($0)" } ?? "all notes") from \(part) in \(Studio.text(bars))"
    }
  }

  private static func replaced(_ old: Int, by new: Int, in part: String) -> String {
    if old == new { return "Changed \(count(new, "note")) of \(part)" }
    if old == 0 { return "Added \(count(new, "note")) to \(part)" }
    if new == 0 { return "Removed \(count(old, "note")) from \(part)" }
    return "Put \(count(new, "note")) of \(part) in the place of \(old)"
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(abs(number) == 1 ? "" : "s")"
  }
}
