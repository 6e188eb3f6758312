import Music
import Production
import Testing

/// A way to spoil the sound song, and the rule that winces at it.
struct Spoiling: Sendable, CustomTestStringConvertible {
  let rule: Critique.Rule
  let spoil: @Sendable (inout SoundSong) -> Void

  var testDescription: String { rule.rawValue }

  static let all: [Spoiling] = notes + band + kit + form

  static func bar(_ note: Note) -> Int { (note.onset / 4).floor }

  static func makeDefault(_ song: inout SoundSong) {
    (song.tempo, song.key) = (120, Key(PitchName(.c), .major))
    song.loop = [0, 7, 9, 5]
    song.changeAll { note in
      var note = note
      if note.pitch.number > 58 { note.pitch = Pitch(number: note.pitch.number - 2) }
      return note
    }
  }

  private static let notes: [Spoiling] = [
    Spoiling(rule: .stuckNotes) { $0.add("bass", Beat(40), Beat(40), 40, 70) },
    Spoiling(rule: .doubledNotes) { song in
      for note in song.parts["lead"]?.filter({ bar($0) == 8 }) ?? [] {
        song.parts["lead"]?.append(note)
      }
    },
    Spoiling(rule: .oneVelocity) { song in
      song.change("lead") {
        var note = $0
        note.velocity = 80
        return note
      }
    },
    Spoiling(rule: .lowCloseChord) { song in
      song.change("chords") {
        var note = $0
        note.pitch = Pitch(number: note.pitch.number - 24)
        return note
      }
    },
    Spoiling(rule: .samePhraseStart) { song in
      for phrase in 0..<10 {
        song.change("lead") { bar($0) / 4 == phrase && bar($0) % 4 == 0 ? nil : $0 }
        song.add("lead", Beat(16 * phrase), Beat(1), 69, 80 + phrase)
      }
    },
    Spoiling(rule: .idleLeadingNote) { song in
      for bar in stride(from: 3, to: 23, by: 4) {
        song.change("lead") { Self.bar($0) == bar ? nil : $0 }
        song.add("lead", Beat(4 * bar), Beat(3), 73, 70 + bar)
        song.change("lead") { note in
          var note = note
          if note.onset == Beat(4 * bar + 4) { note.pitch = Pitch(number: 81) }
          return note
        }
      }
    },
    Spoiling(rule: .noBreath) { song in
      for step in 0..<80 { song.add("lead", Beat(step), Beat(1), 69 + step % 5, 60 + step % 9) }
    },
    Spoiling(rule: .wideMelody) { song in
      song.change("lead") {
        var note = $0
        if bar(note) % 4 == 1 { note.pitch = Pitch(number: note.pitch.number + 20) }
        if bar(note) % 4 == 3 { note.pitch = Pitch(number: note.pitch.number - 7) }
        return note
      }
    },
    Spoiling(rule: .samePeak) { song in
      for phrase in 0..<10 {
        song.add("lead", Beat(16 * phrase + 3), Beat(1, 2), 98, 80 + phrase)
      }
    },
    Spoiling(rule: .unresolvedDissonance) { song in
      for bar in 8..<16 {
        song.change("lead") { Self.bar($0) == bar ? nil : $0 }
        song.add("lead", Beat(4 * bar), Beat(1), 63 + SoundSong.root(bar), 70 + bar)
        song.add("lead", Beat(4 * bar + 1), Beat(1), 57 + SoundSong.root(bar), 70)
      }
    },
    Spoiling(rule: .openLeaps) { song in
      song.parts["lead"] = []
      for step in 0..<60 {
        song.add("lead", Beat(2 * step), Beat(3, 2), 60 + 9 * (step % 3), 60 + step % 20)
      }
    },
    Spoiling(rule: .noMotif) { song in
      var stream = RandomStream(seed: 5, purpose: "noodling")
      song.parts["lead"] = []
      for step in 0..<90 {
        song.add(
          "lead", Beat(step) + Beat(stream.index(3), 4), Beat(1, 4), 62 + stream.index(17),
          60 + step % 20)
      }
    },
  ]

  private static let band: [Spoiling] = [
    Spoiling(rule: .parallelFifths) { song in
      // Bass and melody alone: two voices are enough to be parallel.
      song.isStrictInVoiceLeading = true
      song.parts = song.parts.filter { $0.key == "bass" }
      song.parts["lead"] = []
      for bar in 0..<40 {
        song.add("lead", Beat(4 * bar), Beat(2), 69 + SoundSong.root(bar), 60 + bar)
      }
    },
    Spoiling(rule: .bassAgainstKick) { song in
      song.change("bass") {
        var note = $0
        note.onset = note.onset + Beat(1, 4)
        return note
      }
    },
    Spoiling(rule: .highBass) { song in
      song.change("bass") {
        var note = $0
        note.pitch = Pitch(number: note.pitch.number + 24)
        return note
      }
    },
    Spoiling(rule: .outOfRange) { $0.add("counter", Beat(150), Beat(1), 20, 60) },
    Spoiling(rule: .handSpan) { song in
      for number in [36, 63, 95] { song.add("chords", Beat(3), Beat(1), number, number) }
    },
    Spoiling(rule: .unplayableFrets) { song in
      song.instruments["chords"] = "steel-guitar"
      song.change("chords") {
        var note = $0
        note.pitch = Pitch(number: 41 + note.pitch.number % 3)
        return note
      }
    },
    Spoiling(rule: .tooManyNotes) { song in
      for note in song.parts["counter"] ?? [] {
        song.add("counter", note.onset, note.duration, note.pitch.number - 4, 60)
      }
    },
    Spoiling(rule: .partClash) { song in
      let lead = song.parts["lead"]?.filter { (8..<24).contains(bar($0)) } ?? []
      song.change("chords") { (8..<24).contains(bar($0)) ? nil : $0 }
      for note in lead {
        song.add("chords", note.onset, note.duration, note.pitch.number + 2, note.velocity)
      }
    },
    Spoiling(rule: .twoLeads) { song in
      song.roles["counter"] = .lead
      for step in 0..<40 {
        song.add(
          "counter", Beat(32 + step) + Beat(1, 3), Beat(1, 3), 72 + step * 5 % 12, 60 + step % 9)
      }
    },
  ]

  private static let kit: [Spoiling] = [
    Spoiling(rule: .fillEveryBar) { song in
      for bar in 16..<24 {
        for step in 0..<8 {
          let tom = [41, 43, 45, 47, 48, 50][(step * (bar % 5 + 1) + bar) % 6]
          song.add("drums", Beat(4 * bar + 2) + Beat(step, 4), Beat(1, 4), tom, 90)
        }
      }
    },
    Spoiling(rule: .unscaledFills) { song in
      song.names = ["chorus", "verse", "chorus", "verse", "chorus"]
      song.energies = [0.8, 0.4, 0.9, 0.5, 0.95]
      for bar in [7, 23] {
        for step in 0..<8 {
          song.add("drums", Beat(4 * bar + 2) + Beat(step, 4), Beat(1, 4), 48, 90 + step)
        }
      }
    },
    Spoiling(rule: .threeCymbals) { song in
      for key in [49, 57, 51] { song.add("drums", Beat(64), Beat(1), key, 100) }
    },
    Spoiling(rule: .impossibleLimbs) { song in
      for key in [38, 45, 48] { song.add("drums", Beat(64), Beat(1), key, 100) }
    },
    Spoiling(rule: .hatsThroughBreak) { song in
      for step in 0..<64 {
        song.add("drums", Beat(96) + Beat(step, 2), Beat(1, 4), 42, 60 + step % 9)
      }
    },
    Spoiling(rule: .bareCrash) { song in
      for bar in 8..<16 { song.add("drums", Beat(4 * bar + 1), Beat(1), 49, 90 + bar) }
      song.change("drums") { $0.pitch.number == 42 && bar($0) < 16 ? nil : $0 }
    },
    Spoiling(rule: .openHat) { song in
      song.change("drums") { $0.pitch.number == 42 ? nil : $0 }
      for bar in stride(from: 8, to: 24, by: 2) {
        song.add("drums", Beat(4 * bar + 1), Beat(1), 46, 80 + bar)
      }
    },
  ]

  private static let form: [Spoiling] = [
    Spoiling(rule: .defaultSong, spoil: makeDefault),
    Spoiling(rule: .flatEnergy) { song in tile(&song, from: 16) },
    Spoiling(rule: .noChange) { song in tile(&song, from: 16) },
    Spoiling(rule: .missingClimax) { song in
      song.changeAll { bar($0) >= 32 && bar($0) < 39 ? nil : $0 }
    },
    Spoiling(rule: .lateStart) { song in song.changeAll { bar($0) < 2 ? nil : $0 } },
    Spoiling(rule: .abruptEnd) { song in song.changeAll { bar($0) == 39 ? nil : $0 } },
    Spoiling(rule: .emptyBars) { song in
      song.changeAll { (18..<21).contains(bar($0)) ? nil : $0 }
    },
    Spoiling(rule: .identicalBars) { song in
      for part in song.parts.keys { loop(part, 17, of: &song) }
    },
    Spoiling(rule: .identicalPartBars) { song in loop("lead", 17, of: &song) },
    Spoiling(rule: .noRest) { song in
      for bar in 0..<8 { song.add("bass", Beat(4 * bar), Beat(2), 38, 60 + bar) }
    },
  ]

  /// Eight bars over and over.
  private static func tile(_ song: inout SoundSong, from start: Int) {
    for (part, notes) in song.parts {
      let source = notes.filter { (start..<(start + 8)).contains(bar($0)) }
      song.parts[part] = (0..<5).flatMap { block in
        source.map { note in
          var note = note
          note.onset = note.onset + Beat(4 * (8 * block - start))
          return note
        }
      }
    }
  }

  /// One bar of a part ten times.
  private static func loop(_ part: String, _ start: Int, of song: inout SoundSong) {
    let source = song.parts[part]?.filter { bar($0) == start } ?? []
    song.change(part) { (start..<(start + 10)).contains(bar($0)) ? nil : $0 }
    for turn in 0..<10 {
      for note in source {
        song.add(part, note.onset + Beat(4 * turn), note.duration, note.pitch.number, note.velocity)
      }
    }
  }
}
