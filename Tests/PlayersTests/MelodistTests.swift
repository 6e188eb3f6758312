import Music
import Players
import Production
import Testing

@Suite("Melodist")
struct MelodistTests {
  private static let seeds = Array(UInt64(1)...8)

  private func tune(_ seed: UInt64, key: String = "C major", bars: [String] = Stage.pop) -> (
    Stage, [Note]
  ) {
    let stage = Stage(seed: seed, key: key, bars: bars, parts: [Stage.lead])
    return (stage, stage.play()["lead"] ?? [])
  }

  private func intervals(_ notes: [Note]) -> [Int] {
    zip(notes, notes.dropFirst()).map { $1.pitch.number - $0.pitch.number }.filter { $0 != 0 }
  }

  @Test("moves mostly by step")
  func steps() {
    var shares: [Double] = []
    for seed in MelodistTests.seeds {
      let moves = intervals(tune(seed).1)
      let share = Double(moves.filter { abs($0) <= 2 }.count) / Double(max(1, moves.count))
      #expect((0.5...0.85).contains(share), "seed \(seed): \(share)")
      shares.append(share)
    }
    let mean = shares.reduce(0, +) / Double(shares.count)
    #expect((0.58...0.77).contains(mean), "mean \(mean)")
  }

  @Test("turns leaps back")
  func recovery() {
    var (leaps, recovered) = (0, 0)
    for seed in MelodistTests.seeds {
      let notes = tune(seed).1
      for index in notes.indices.dropFirst().dropLast() {
        let leap = notes[index].pitch.number - notes[index - 1].pitch.number
        let rested = notes[index].onset > notes[index - 1].end
        guard abs(leap) >= 5, !rested, notes[index].end == notes[index + 1].onset else { continue }
        leaps += 1
        let next = notes[index + 1].pitch.number - notes[index].pitch.number
        if next * leap < 0 || next == 0 { recovered += 1 }
      }
    }
    #expect(leaps > 0)
    #expect(recovered * 100 >= leaps * 80, "\(recovered) of \(leaps)")
  }

  @Test("stands on chord tones on strong beats")
  func chordTones() {
    for bars in [Stage.pop, Stage.jazz] {
      for seed in MelodistTests.seeds {
        let (stage, notes) = tune(seed, bars: bars)
        let strong = notes.filter { $0.onset % 2 == .zero }
        let right = strong.filter {
          stage.plan.chord(at: $0.onset)?.chord.pitchClasses.contains($0.pitch.number % 12) ?? false
        }
        #expect(right.count * 100 >= strong.count * 75, "seed \(seed)")
      }
    }
  }

  @Test("rests a beat or more in every four bars")
  func rests() {
    for seed in MelodistTests.seeds {
      let (stage, notes) = tune(seed)
      for start in stride(from: 0, to: stage.plan.bars - 4, by: 4) {
        let span = Beat(start * 4)..<Beat(start * 4 + 16)
        var position = span.lowerBound
        var longest = Beat.zero
        for note in Stage.notes(notes, in: span) {
          longest = max(longest, note.onset - position)
          position = max(position, note.end)
        }
        longest = max(longest, span.upperBound - position)
        #expect(longest >= 1, "seed \(seed) bar \(start)")
      }
    }
  }

  @Test("has one high point in a phrase of four bars")
  func highPoint() {
    for seed in MelodistTests.seeds {
      let (stage, notes) = tune(seed)
      var several = 0
      var phrases = 0
      for start in stride(from: 4, to: stage.plan.bars - 4, by: 4) {
        let phrase = Stage.notes(notes, in: Beat(start * 4)..<Beat(start * 4 + 16))
        guard phrase.count >= 4, let top = phrase.map(\.pitch.number).max() else { continue }
        phrases += 1
        if phrase.filter({ $0.pitch.number == top }).count > 2 { several += 1 }
      }
      #expect(several * 4 <= phrases, "seed \(seed): \(several) of \(phrases)")
    }
  }

  /// Pairs of place and pitch class, for likeness.
  private func shape(_ notes: [Note], from start: Beat) -> Set<String> {
    Set(notes.map { "\($0.onset - start) \($0.pitch.number % 12)" })
  }

  @Test("brings a chorus back recognisably, not identically, and tells it from the verse")
  func themes() {
    for seed in MelodistTests.seeds {
      let (stage, notes) = tune(seed)
      func shapes(_ name: String) -> [Set<String>] {
        stage.plan.sections.filter { $0.name == name }.map { section in
          let span = stage.span(of: section)
          return shape(Stage.notes(notes, in: span), from: span.lowerBound)
        }
      }
      func likeness(_ left: Set<String>, _ right: Set<String>) -> Double {
        Double(left.intersection(right).count) / Double(max(1, left.union(right).count))
      }
      let (choruses, verses) = (shapes("chorus"), shapes("verse"))
      let same = likeness(choruses[0], choruses[1])
      let other = likeness(choruses[0], verses[0])
      #expect(same >= 0.4, "seed \(seed): \(same)")
      #expect(choruses[0] != choruses[1], "seed \(seed)")
      #expect(same > other, "seed \(seed): \(same) \(other)")
    }
  }

  @Test("opens the chorus three to seven semitones above the verse")
  func lift() {
    var lifts: [Double] = []
    for seed in MelodistTests.seeds {
      let (stage, notes) = tune(seed)
      func mean(_ name: String) -> Double {
        let numbers = stage.plan.sections.filter { $0.name == name }.flatMap {
          Stage.notes(notes, in: stage.span(of: $0)).map(\.pitch.number)
        }
        return Double(numbers.reduce(0, +)) / Double(max(1, numbers.count))
      }
      lifts.append(mean("chorus") - mean("verse"))
    }
    #expect(lifts.allSatisfy { $0 > 1.5 }, "\(lifts)")
    let mean = lifts.reduce(0, +) / Double(lifts.count)
    #expect((3...7).contains(mean), "\(mean)")
  }

  @Test("ends the piece on the tonic or the third")
  func ending() {
    for key in ["C major", "F# minor", "Bb major"] {
      let bars = key.hasSuffix("minor") ? Stage.minor : Stage.pop
      let (stage, notes) = tune(3, key: key, bars: bars)
      let tonic = stage.plan.key(ofBar: 0)
      let allowed = [0, tonic.scale.semitones[2]].map { ($0 + tonic.tonic.pitchClass) % 12 }
      #expect(allowed.contains((notes.last?.pitch.number ?? 0) % 12), "\(key)")
    }
  }

  @Test("resolves the leading note")
  func leadingNote() {
    var (total, resolved) = (0, 0)
    for seed in MelodistTests.seeds {
      let notes = tune(seed).1
      for (note, next) in zip(notes, notes.dropFirst()) where note.pitch.number % 12 == 11 {
        guard next.onset == note.end else { continue }
        total += 1
        if next.pitch.number - note.pitch.number == 1
          || (-2 ... -1).contains(next.pitch.number - note.pitch.number)
        {
          resolved += 1
        }
      }
    }
    #expect(resolved * 100 >= total * 85, "\(resolved) of \(total)")
  }

  @Test("does not begin every phrase on the same place and note")
  func beginnings() {
    for seed in MelodistTests.seeds {
      let (stage, notes) = tune(seed)
      let starts = stride(from: 4, to: stage.plan.bars - 4, by: 4).compactMap { bar -> String? in
        Stage.notes(notes, in: Beat(bar * 4)..<Beat(bar * 4 + 16)).first.map {
          "\($0.onset - Beat(bar * 4)) \($0.pitch.number)"
        }
      }
      #expect(Set(starts).count >= 3, "seed \(seed): \(starts)")
    }
  }

  @Test("keeps to written rhythms and degrees")
  func written() {
    var lead = Stage.lead
    lead.patterns = [
      Pattern(name: "hook", stepsPerBeat: 2, voices: ["rhythm": "x-xxx---", "degrees": "5321"])
    ]
    lead.melody?.ornament = 0
    let stage = Stage(song: [.init("chorus", 4, 0.7)], parts: [lead])
    let notes = stage.play()["lead"] ?? []
    let first = notes.filter { $0.onset < 4 }.map(\.onset)
    #expect(first == [0, 1, Beat(3, 2), 2])
    #expect(notes.first.map { $0.pitch.number % 12 } == 7)
  }

  @Test("the counter-melody sounds in consonance and without parallel fifths and octaves")
  func counterpoint() {
    for seed in MelodistTests.seeds {
      let stage = Stage(seed: seed, parts: [Stage.lead, Stage.part(of: .counterpoint)])
      let all = stage.play()
      let (lead, counter) = (all["lead"] ?? [], all["counter"] ?? [])
      #expect(!counter.isEmpty)
      var (together, good, parallels) = (0, 0, 0)
      var before: (Int, Int)?
      for note in counter {
        guard let above = lead.last(where: { $0.onset <= note.onset && note.onset < $0.end }) else {
          before = nil
          continue
        }
        let (top, low) = (above.pitch.number, note.pitch.number)
        together += 1
        if [0, 3, 4, 5, 7, 8, 9].contains(abs(top - low) % 12) { good += 1 }
        if let before, before.0 != top, before.1 != low,
          (top - low) % 12 == (before.0 - before.1) % 12,
          [0, 7].contains(abs(top - low) % 12)
        {
          parallels += 1
        }
        before = (top, low)
      }
      #expect(good * 100 >= together * 85, "seed \(seed): \(good) of \(together)")
      #expect(parallels <= 1, "seed \(seed)")
    }
  }
}
