import Music
import Players
import Production
import Testing

/// Motifs, returns, second voices and answers.
@Suite("Melody craft")
struct MelodyCraftTests {
  private func lead(_ change: (inout StylePart) -> Void = { _ in }) -> StylePart {
    var part = Stage.lead
    part.melody?.ornament = 0
    part.melody?.chromaticism = 0
    change(&part)
    return part
  }

  private func play(_ stage: Stage, judge: Melodist.Judge? = nil) -> [Note] {
    var notes: [Note] = []
    for section in stage.plan.sections {
      let cue = Cue(
        plan: stage.plan, section: section, part: stage.plan.parts[0], style: stage.parts[0],
        intensity: 0.8, previous: notes)
      notes += Melodist(judge: judge).play(cue)
    }
    return notes
  }

  @Test("keeps the motif that the judge likes best")
  func judged() {
    let song = [Stage.Verse("chorus", 8, 0.7)]
    var changed = 0
    for seed in UInt64(1)...6 {
      let stage = Stage(seed: seed, song: song, parts: [lead()])
      let low = play(stage) { -Double($0.reduce(0) { $0 + $1.pitch.number }) }
      let high = play(stage) { Double($0.reduce(0) { $0 + $1.pitch.number }) }
      if low != high { changed += 1 }
      #expect(play(stage) { Double($0.count) } == play(stage) { Double($0.count) })
    }
    #expect(changed >= 5)
  }

  @Test("sings the motif that the plan gives")
  func given() throws {
    var stage = Stage(song: [.init("chorus", 8, 0.7)], parts: [lead()])
    let motif = Motif(
      tones: [
        .init(onset: 0, duration: Beat(3, 2), step: 0),
        .init(onset: Beat(3, 2), duration: Beat(1, 2), step: 1),
        .init(onset: 2, duration: 1, step: 2), .init(onset: 3, duration: 1, step: 1),
      ], length: 4)
    stage.plan.parts[0].motifs = ["chorus": motif]
    let notes = play(stage)
    let first = notes.filter { $0.onset < 4 }
    #expect(first.map(\.onset) == motif.tones.map(\.onset))
    let moves = zip(first, first.dropFirst()).map { $1.pitch.number - $0.pitch.number }
    #expect(moves.map { $0.signum() } == [1, 1, -1], "\(moves)")
  }

  @Test("a development may let the main motif come late, whole and in its own rhythm")
  func displaced() {
    let motif = Motif(
      tones: [
        .init(onset: 0, duration: Beat(1, 2), step: 0),
        .init(onset: Beat(1, 2), duration: Beat(1, 2), step: 1),
        .init(onset: 1, duration: 1, step: 2), .init(onset: 2, duration: 1, step: 1),
      ], length: 4)
    var (late, shaped) = (0, 0)
    for seed in UInt64(1)...40 {
      var stage = Stage(
        seed: seed, song: [.init("chorus", 8, 0.7), .init("bridge", 8, 0.7)], parts: [lead()])
      stage.plan.parts[0].motifs = ["chorus": motif]
      let first = Stage.notes(play(stage), in: 32..<36).prefix(motif.tones.count)
      let shifts = Set(zip(first, motif.tones).map { $0.onset - 32 - $1.onset })
      guard first.count == motif.tones.count, shifts == [Beat(1, 2)] || shifts == [1] else {
        continue
      }
      late += 1
      let moves = zip(first, first.dropFirst()).map { ($1.pitch.number - $0.pitch.number).signum() }
      if moves == [1, 1, -1] { shaped += 1 }
    }
    // Others are turned over or broken up.
    #expect((4...20).contains(late), "\(late) of 40")
    // The chords of the bridge may ask for other notes here and there.
    #expect(shaped * 2 > late, "\(shaped) of \(late)")
  }

  @Test("a theme comes back over other chords on chord tones, in the same rhythm")
  func fitted() {
    for seed in UInt64(1)...6 {
      var stage = Stage(
        seed: seed,
        song: [.init("verse", 8, 0.6), .init("bridge", 4, 0.5), .init("verse", 8, 0.6)],
        parts: [lead()])
      let c = Key(PitchName(.c), .major)
      for index in stage.plan.chords.indices where stage.plan.chords[index].onset >= 48 {
        if stage.plan.chords[index].chord.root.pitchClass == 0,
          let numeral = try? RomanNumeral("vi")
        {
          stage.plan.chords[index].chord = numeral.chord(in: c)
        }
      }
      let notes = play(stage)
      let (first, second) = (
        Stage.notes(notes, in: 0..<32), Stage.notes(notes, in: 48..<80)
      )
      let onsets = Set(first.map(\.onset))
      let kept = second.filter { onsets.contains($0.onset - 48) }.count
      #expect(kept * 10 >= first.count * 8, "seed \(seed): \(kept) of \(first.count)")
      #expect(first.map(\.pitch) != second.map(\.pitch), "seed \(seed)")
      let strong = second.filter { $0.onset % 4 == .zero }
      let right = strong.filter {
        stage.plan.chord(at: $0.onset)?.chord.pitchClasses.contains($0.pitch.number % 12) ?? false
      }
      #expect(right.count * 100 >= strong.count * 75, "seed \(seed)")
    }
  }

  @Test("brings a theme back in another key at the same distance from the tonic")
  func transposed() {
    for seed in UInt64(1)...4 {
      var stage = Stage(
        seed: seed,
        song: [.init("verse", 8, 0.7), .init("bridge", 4, 0.9), .init("verse", 8, 0.6)],
        parts: [lead()])
      stage.plan.keys.append(KeyChange(bar: 12, key: Key(PitchName(.d), .major)))
      for index in stage.plan.chords.indices where stage.plan.chords[index].onset >= 48 {
        stage.plan.chords[index].chord = stage.plan.chords[index].chord.transposed(
          by: 2, in: Key(PitchName(.d), .major))
      }
      let notes = play(stage)
      let first = Stage.notes(notes, in: 0..<32)
      let same = Stage.notes(notes, in: 48..<80).filter { note in
        first.contains {
          $0.onset == note.onset - 48 && $0.pitch.number + 2 == note.pitch.number
        }
      }
      #expect(same.count * 10 >= first.count * 7, "seed \(seed): \(same.count) of \(first.count)")
    }
  }

  @Test(
    "a second voice sounds below the lead from its energy on",
    arguments: MelodyProfile.Harmonies.Interval.allCases)
  func harmonies(_ interval: MelodyProfile.Harmonies.Interval) {
    let part = lead {
      $0.instruments = [.init(Stage.instrument("vibraphone"))]
      $0.register = 55...84
      $0.melody?.harmonies = .init(interval, from: 0.7)
    }
    let stage = Stage(
      seed: 2, song: [.init("verse", 8, 0.4), .init("chorus", 8, 0.8)], parts: [part])
    let notes = play(stage)
    let quiet = Dictionary(grouping: Stage.notes(notes, in: 0..<32), by: \.onset)
    #expect(quiet.values.allSatisfy { $0.count == 1 })
    let loud = Dictionary(grouping: Stage.notes(notes, in: 32..<64), by: \.onset)
    let pairs = loud.values.filter { $0.count == 2 }.map { $0.map(\.pitch.number).sorted() }
    // A lead that dips near the bottom of its register leaves no octave below it.
    let least = interval == .octaves ? 6 : 7
    #expect(pairs.count * 10 >= loud.count * least, "\(pairs.count) of \(loud.count)")
    for pair in pairs {
      let distance = pair[1] - pair[0]
      switch interval {
      case .octaves: #expect(distance == 12)
      case .thirds: #expect((3...5).contains(distance))
      case .sixths: #expect((7...9).contains(distance))
      case .chord: #expect((3...9).contains(distance))
      }
    }
  }

  @Test("an instrument of one voice is not harmonised")
  func oneVoice() {
    let part = lead { $0.melody?.harmonies = .init(.thirds, from: 0) }
    let stage = Stage(song: [.init("chorus", 8, 0.8)], parts: [part])
    #expect(part.instruments[0].value.polyphony == 1)
    let groups = Dictionary(grouping: play(stage), by: \.onset)
    #expect(groups.values.allSatisfy { $0.count == 1 })
  }

  @Test("a part with a seed of its own plays what it plays in the plan it comes from")
  func seeds() {
    let song = [Stage.Verse("chorus", 8, 0.7)]
    let home = Stage(seed: 5, song: song, parts: [lead()])
    var away = Stage(seed: 77, song: song, parts: [lead()])
    #expect(play(home) != play(away))
    away.plan.parts[0].seed = 5
    #expect(play(home) == play(away))
  }
}
