import Composing
import Music
import Production

/// A look at a song that was read from a project, before anything is made of it.
///
/// A stored value bears a digest, which finds damage but no ill will: anybody can write a value and
/// its digest. What would end or stall the program, or write outside of the project's folder, is
/// found here; whether the music is sound is not asked.
enum SongCheck {
  /// Quarter notes and seconds that no piece reaches.
  static let longest = 1_000_000.0

  /// Throws `ProjectError.damagedValue` at the first thing that cannot be.
  static func check(_ song: Song) throws(ProjectError) {
    if let fault = PlanCheck.structuralFaults(in: song.plan).first {
      throw damaged("plan", fault.path, fault.found, fault.expected)
    }
    var scored = song.plan
    (scored.meters, scored.tempo) = (song.score.meters, song.score.tempo)
    (scored.chords, scored.length) = (song.score.chords, song.score.length)
    scored.keys = song.score.keys
    if let fault = PlanCheck.structuralFaults(in: scored).first {
      throw damaged("score", fault.path, fault.found, fault.expected)
    }
    try checkChords(song)
    try check(song.style)
    try check(song.score)
    try check(song.performance)
    if let mix = song.mix { try check(mix) }
    guard (0...1).contains(song.settings.performance) else {
      throw damaged("settings", "performance", "\(song.settings.performance)", "0 to 1")
    }
    guard [44_100, 48_000].contains(song.settings.sampleRate) else {
      throw damaged("settings", "sampleRate", "\(song.settings.sampleRate)", "44100 or 48000")
    }
  }

  /// Plan and score have chords or neither has: an imported piece of drums alone has none.
  private static func checkChords(_ song: Song) throws(ProjectError) {
    guard song.plan.chords.isEmpty != song.score.chords.isEmpty else { return }
    throw damaged(
      song.plan.chords.isEmpty ? "plan" : "score", "chords", "nothing",
      "chords from 0 to \(song.plan.length), the length")
  }

  private static func check(_ score: Score) throws(ProjectError) {
    guard (0...longest).contains(score.length.value) else {
      throw damaged("score", "length", "\(score.length)", "0 to \(Int(longest)) quarter notes")
    }
    for section in score.sections
    where section.startBar < 0 || !(1...Int(longest)).contains(section.bars)
      || section.startBar > Int(longest)
    {
      throw damaged(
        "score", "sections", "\(section.bars) bars from \(section.startBar)",
        "1 to \(Int(longest)) bars")
    }
    for part in score.parts {
      try check(name: part.id, "score")
      for note in part.notes
      where !isTime(note.onset) || !isTime(note.duration) || note.onset < .zero
        || note.duration < .zero || note.end.value > longest
        || !(0...127).contains(note.pitch.number) || !(0...127).contains(note.velocity)
      {
        throw damaged(
          "score", part.id, "a note of key \(note.pitch.number) at \(note.onset)",
          "keys and velocities of MIDI from 0 to \(Int(longest)) quarter notes")
      }
    }
  }

  private static func check(_ performance: Performance) throws(ProjectError) {
    guard (0...longest).contains(performance.seconds) else {
      throw damaged("performance", "seconds", "\(performance.seconds)", "0 to \(Int(longest))")
    }
    for part in performance.parts {
      try check(name: part.id, "performance")
      // A note played early may begin before the piece.
      for note in part.notes
      where !isTime(note.written) || !(-60...longest).contains(note.time)
        || !(0...longest).contains(note.duration)
        || !(0...127).contains(note.key) || !(0...127).contains(note.velocity)
      {
        throw damaged(
          "performance", part.id, "a note of key \(note.key) at \(note.time) s",
          "keys and velocities of MIDI within \(Int(longest)) s")
      }
      for control in part.controls
      where !isTime(control.written) || !(-60...longest).contains(control.time) {
        throw damaged(
          "performance", part.id, "a control at \(control.time) s", "one within \(Int(longest)) s")
      }
    }
  }

  private static func isTime(_ beat: Beat) -> Bool {
    PlanCheck.storedDenominators.contains(beat.denominator)
  }

  private static func check(name id: String, _ slot: String) throws(ProjectError) {
    guard PlanCheck.isFileName(id) else {
      throw damaged(slot, "parts", "the id '\(id)'", "an id that can be the name of a file")
    }
  }

  static func damaged(
    _ slot: String, _ path: String, _ found: String, _ expected: String
  ) -> ProjectError {
    .damagedValue(slot: slot, cause: "\(path) is \(found), and \(expected) was expected")
  }
}
