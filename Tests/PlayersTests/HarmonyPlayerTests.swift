import Music
import Players
import Production
import Testing

@Suite("Players of harmony")
struct HarmonyPlayerTests {
  private func chords(_ notes: [Note]) -> [(Beat, [Int])] {
    Dictionary(grouping: notes, by: \.onset).map { ($0.key, $0.value.map(\.pitch.number).sorted()) }
      .sorted { $0.0 < $1.0 }
  }

  @Test(
    "strike no close thirds below C3 and no close position below C2",
    arguments: [Voicing.close, .open, .drop2, .rootless])
  func mud(_ voicing: Voicing) {
    for bars in [Stage.pop, Stage.jazz] {
      for key in ["C major", "F# major", "Bb major"] {
        var keys = Stage.keys
        keys.voicing = voicing
        let pad = Stage.part("pad", .pad, .pad, "warm-pad", 36...84, voicing: voicing)
        let all = Stage(key: key, bars: bars, parts: [keys, pad]).play()
        for (onset, numbers) in chords(all["keys"] ?? []) + chords(all["pad"] ?? []) {
          for (low, high) in zip(numbers, numbers.dropFirst()) where low < 48 {
            #expect(high - low >= 5, "\(voicing) \(key) \(onset): \(numbers)")
          }
          if numbers.count > 1, numbers[0] < 36 { #expect(numbers[1] - numbers[0] >= 12) }
        }
      }
    }
  }

  @Test("sound the third and seventh of the chord and nothing foreign")
  func tones() {
    for voicing in [Voicing.close, .open, .drop2, .rootless] {
      let keys = Stage.part(
        "keys", .chords, .keyboardist, "grand-piano", 50...80, voicing: voicing,
        patterns: [Pattern(name: "c", stepsPerBeat: 2, voices: ["hits": "x-------"])])
      let stage = Stage(key: "G major", bars: Stage.jazz, parts: [keys])
      for (onset, numbers) in chords(stage.play()["keys"] ?? []) {
        guard let chord = stage.plan.chord(at: onset)?.chord else { continue }
        let sounding = Set(numbers.map { $0 % 12 })
        #expect(sounding.isSubset(of: chord.pitchClasses), "\(chord) \(numbers)")
        for member in chord.members where member.degree == 3 || member.degree == 7 {
          #expect(sounding.contains(chord.name(of: member).pitchClass), "\(chord) \(numbers)")
        }
      }
    }
  }

  @Test("lead the voices: the top moves by a fourth at most, common tones stay")
  func leading() {
    let keys = Stage.part(
      "keys", .chords, .keyboardist, "grand-piano", 50...80,
      patterns: [Pattern(name: "c", stepsPerBeat: 2, voices: ["hits": "x-------"])])
    let stage = Stage(song: [.init("verse", 16, 0.5)], parts: [keys])
    let struck = chords(stage.play()["keys"] ?? []).map(\.1)
    for (before, after) in zip(struck, struck.dropFirst()) {
      #expect(abs((after.last ?? 0) - (before.last ?? 0)) <= 5, "\(before) \(after)")
    }
    let moves = zip(struck, struck.dropFirst()).map { before, after in
      after.map { note in before.map { abs($0 - note) }.min() ?? 0 }.reduce(0, +)
    }
    #expect(moves.reduce(0, +) <= moves.count * 8)
  }

  @Test("fit two hands: a tenth each at most")
  func hands() {
    let notes = Stage(bars: Stage.jazz, parts: [Stage.keys]).play()["keys"] ?? []
    for (onset, numbers) in chords(notes) where numbers.count > 1 {
      let isReachable = (0...numbers.count).contains { split in
        let (left, right) = (numbers.prefix(split), numbers.suffix(numbers.count - split))
        func span(_ hand: ArraySlice<Int>) -> Int { (hand.last ?? 0) - (hand.first ?? 0) }
        return span(left[...]) <= 16 && span(right[...]) <= 16 && left.count <= 5
          && right.count <= 5
      }
      #expect(isReachable, "\(onset) \(numbers)")
    }
  }

  @Test("comp with holes")
  func holes() {
    let notes = Stage(song: [.init("verse", 8, 0.6)], parts: [Stage.keys]).play()["keys"] ?? []
    let onsets = Set(notes.map(\.onset))
    #expect(onsets.count <= 8 * 9)
    #expect(onsets.count >= 8 * 3)
  }

  /// Whether six strings in standard tuning can sound the notes with a hand that spans four frets.
  static func isPlayable(_ numbers: [Int]) -> Bool {
    let tuning = [40, 45, 50, 55, 59, 64]
    func assign(_ index: Int, free: Set<Int>, low: Int, high: Int) -> Bool {
      guard index < numbers.count else { return true }
      for next in free {
        let fret = numbers[index] - tuning[next]
        guard (0...19).contains(fret) else { continue }
        let (newLow, newHigh) = fret == 0 ? (low, high) : (min(low, fret), max(high, fret))
        if newHigh - newLow <= 4 || newHigh == 0,
          assign(index + 1, free: free.subtracting([next]), low: newLow, high: newHigh)
        {
          return true
        }
      }
      return false
    }
    return assign(0, free: Set(0..<6), low: 99, high: 0)
  }

  @Test(
    "guitar shapes are playable and strummed both ways",
    arguments: [Voicing.guitar, .rootless, .drop2, .power])
  func guitar(_ voicing: Voicing) {
    for key in ["C major", "Eb major", "F# major", "B major"] {
      var guitar = Stage.guitar
      guitar.voicing = voicing
      let stage = Stage(
        key: key, bars: voicing == .guitar ? Stage.pop : Stage.jazz, parts: [guitar])
      let notes = stage.play()["guitar"] ?? []
      for (onset, numbers) in chords(notes) {
        #expect(HarmonyPlayerTests.isPlayable(numbers), "\(voicing) \(key) \(onset) \(numbers)")
      }
      #expect(notes.contains { $0.articulation == .strumDown })
      #expect(notes.contains { $0.articulation == .strumUp })
      if voicing == .guitar {
        let first = chords(notes).first { $0.1.count > 3 }
        #expect((first?.1.count ?? 0) >= 5, "\(key) \(first?.1 ?? [])")
      }
    }
  }

  @Test("a strum and a hit of one moment are one stroke of the hand")
  func oneHand() {
    var guitar = Stage.guitar
    guitar.patterns = [
      Pattern(
        name: "both", stepsPerBeat: 2,
        voices: ["strum": "..D. .DD. | ..Du ..Dd", "hits": "x..x .x.x | x..x -..x"])
    ]
    for seed in 1...8 as ClosedRange<UInt64> {
      for key in ["C major", "Eb major", "F# minor"] {
        let stage = Stage(
          seed: seed, key: key, bars: ["I7", "IV7 bII7", "V7 bV7"], parts: [guitar])
        for (onset, numbers) in chords(stage.play()["guitar"] ?? []) {
          #expect(HarmonyPlayerTests.isPlayable(numbers), "\(seed) \(key) \(onset) \(numbers)")
        }
      }
    }
  }

  @Test("fingerpicking lets strings ring and alternates the thumb")
  func picking() {
    var guitar = Stage.guitar
    guitar.patterns = [Pattern(name: "p", stepsPerBeat: 2, voices: ["pick": "b3 2B 13 B2"])]
    let notes = Stage(song: [.init("verse", 4, 0.5)], parts: [guitar]).play()["guitar"] ?? []
    #expect(notes.count >= 28)
    #expect(notes.contains { $0.duration >= 1 })
  }

  @Test("pads tie the tones that chords have in common")
  func ties() {
    let pad = Stage.part("pad", .pad, .pad, "warm-pad", 48...79)
    let notes = Stage(song: [.init("verse", 8, 0.5)], parts: [pad]).play()["pad"] ?? []
    #expect(notes.contains { $0.duration > 4 })
    let struck = chords(notes).map(\.1.count)
    #expect(struck.contains { $0 < 3 }, "some voices move while others stay")
  }

  @Test("strings play short ostinatos and brass plays short stabs together")
  func short() {
    let strings = Stage.part(
      "strings", .pad, .strings, "strings", 43...88,
      patterns: [Pattern(name: "o", stepsPerBeat: 2, voices: ["ostinato": "1212 1212"])])
    let brass = Stage.part(of: .brass)
    let all = Stage(parts: [strings, brass]).play()
    #expect((all["strings"] ?? []).filter { $0.articulation == .staccato }.count > 100)
    let stabs = Dictionary(grouping: all["brass"] ?? [], by: \.onset).values
    #expect(stabs.allSatisfy { Set($0.map(\.duration)).count == 1 && $0.count >= 3 })
  }

  @Test("arpeggios stay within two octaves and follow the chord")
  func arpeggio() {
    for voice in ["arp", "up", "down", "updown", "random"] {
      let arp = Stage.part(
        "arp", .arpeggio, .arpeggiator, "polysynth", 48...96,
        patterns: [
          Pattern(name: "a", voices: [voice: voice == "arp" ? "1.2.3.5." : "X.x.x.x."])
        ])
      let stage = Stage(bars: Stage.jazz, song: [.init("verse", 8, 0.6)], parts: [arp])
      let notes = stage.play()["arp"] ?? []
      let numbers = notes.map(\.pitch.number)
      #expect((numbers.max() ?? 99) - (numbers.min() ?? 0) <= 24)
      for note in notes {
        let chord = stage.plan.chord(at: note.onset)?.chord
        #expect(chord?.pitchClasses.contains(note.pitch.number % 12) ?? false)
      }
      #expect(Set(numbers).count >= 5, "\(voice)")
    }
  }
}
