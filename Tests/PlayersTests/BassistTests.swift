import Music
import Players
import Production
import Testing

@Suite("Bassist")
struct BassistTests {
  @Test("plays the bass of the chord where it changes, slash notes too")
  func roots() {
    for (bars, key) in [(Stage.pop, "C major"), (Stage.minor, "A minor")] {
      let stage = Stage(key: key, bars: bars, parts: [Stage.drums, Stage.bass])
      let notes = stage.play()["bass"] ?? []
      let changes = stage.plan.chords.filter { span in notes.contains { $0.onset == span.onset } }
      let right = changes.filter { span in
        notes.contains {
          $0.onset == span.onset && $0.pitch.number % 12 == span.chord.lowest.pitchClass
        }
      }
      #expect(right.count * 10 >= changes.count * 9, "\(key): \(right.count) of \(changes.count)")
    }
  }

  @Test("stays mostly below C3")
  func register() {
    let notes = Stage(key: "B major", parts: [Stage.bass]).play()["bass"] ?? []
    #expect(notes.filter { $0.pitch.number < 48 }.count * 10 >= notes.count * 8)
  }

  @Test("follows the kick where it has no pattern")
  func kick() {
    var bass = Stage.bass
    bass.patterns = []
    let all = Stage(parts: [Stage.drums, bass]).play()
    let kicks = Set((all["drums"] ?? []).filter { $0.pitch.number == 36 }.map(\.onset))
    let notes = all["bass"] ?? []
    let changes = notes.filter { kicks.contains($0.onset) }
    #expect(changes.count * 10 >= notes.count * 8)
  }

  @Test("approaches the next root by a semitone or a step")
  func approaches() {
    let bass = Stage.part(
      "bass", .bass, .bassist, "electric-bass", 28...55,
      patterns: [Pattern(name: "a", stepsPerBeat: 2, voices: ["line": "R-----a-"])])
    let stage = Stage(bars: ["I", "vi", "ii", "V"], song: [.init("verse", 16, 0.5)], parts: [bass])
    let notes = stage.play()["bass"] ?? []
    for (note, next) in zip(notes, notes.dropFirst()) where note.onset % 4 == 3 {
      #expect((1...2).contains(abs(next.pitch.number - note.pitch.number)), "\(note.onset)")
    }
  }

  @Test("walks in steps with chord tones on one and an approach on four")
  func walking() {
    for seed in UInt64(1)...6 {
      let stage = Stage(
        seed: seed, key: "Bb major", bars: Stage.jazz, song: [.init("a", 16, 0.6)],
        parts: [Stage.walkingBass])
      let notes = stage.play()["bass"] ?? []
      #expect(notes.count >= 60)
      let intervals = zip(notes, notes.dropFirst()).map { $1.pitch.number - $0.pitch.number }
      #expect(intervals.filter { abs($0) <= 5 }.count * 10 >= intervals.count * 8)
      #expect(intervals.filter { $0 == 0 }.count * 10 <= intervals.count)
      for note in notes where note.onset % 4 == .zero {
        let chord = stage.plan.chord(at: note.onset)?.chord
        #expect(chord?.pitchClasses.contains(note.pitch.number % 12) ?? false, "seed \(seed)")
      }
    }
  }

  @Test("glides where the pattern says so")
  func glides() {
    let bass = Stage.part(
      "bass", .bass, .bassist, "synth-bass-2", 26...50,
      patterns: [Pattern(name: "808", voices: ["line": "R-------~~~~8---"])])
    let notes = Stage(parts: [bass]).play()["bass"] ?? []
    let glides = notes.filter { $0.articulation == .glide }
    #expect(!glides.isEmpty && glides.allSatisfy { $0.duration >= 1 })
  }
}
