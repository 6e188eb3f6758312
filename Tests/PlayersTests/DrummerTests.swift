import Music
import Players
import Production
import Testing

@Suite("Drummer")
struct DrummerTests {
  private func groups(_ notes: [Note]) -> [[DrumKey]] {
    Dictionary(grouping: notes, by: \.onset).values.map { group in
      group.compactMap { DrumKey(rawValue: $0.pitch.number) }
    }
  }

  @Test("has two hands and two feet, one hat or ride, and at most two cymbals")
  func limbs() {
    let crowded = Stage.part(
      "drums", .drums, .drummer, "standard-kit", 27...87, complexity: 1,
      patterns: [
        Pattern(
          name: "all",
          voices: [
            "kick": "xxxx", "pedal-hat": "x.x.", "snare": "x.x.", "clap": "x.x.", "ride": "xxxx",
            "closed-hat": "xxxx", "open-hat": ".x..", "crash": "x...", "china": "x...",
            "splash": "x...", "high-tom": "xxxx",
          ])
      ])
    for parts in [[crowded], [Stage.drums]] {
      for seed in UInt64(1)...5 {
        let notes = Stage(seed: seed, parts: parts).play(intensity: 1, complexity: 1)["drums"] ?? []
        for drums in groups(notes) {
          #expect(drums.filter { !$0.isFoot }.count <= 2, "seed \(seed) \(drums)")
          #expect(drums.filter(\.isCymbal).count <= 2)
          let hats = drums.contains { $0 == .closedHat || $0 == .openHat }
          #expect(!(hats && drums.contains { [.ride, .rideBell, .ride2].contains($0) }))
          #expect(!(drums.contains(.closedHat) && drums.contains(.openHat)))
        }
      }
    }
  }

  @Test("strikes a crash and the kick after a fill into more energy")
  func crash() {
    let stage = Stage(parts: [Stage.drums])
    let notes = stage.play()["drums"] ?? []
    for section in stage.plan.sections where section.name == "chorus" {
      let onset = stage.span(of: section).lowerBound
      let drums = notes.filter { $0.onset == onset }.map(\.pitch.number)
      #expect(drums.contains(DrumKey.crash.rawValue) && drums.contains(DrumKey.kick.rawValue))
    }
  }

  @Test("fills the last bar before a chorus more than the last bar before a verse")
  func fillSize() {
    var kit = Stage.drums
    kit.patterns.removeAll(where: \.isFill)
    let song = [
      Stage.Verse("verse", 8, 0.5, .fill), .init("chorus", 8, 0.9, .fill), .init("verse", 8, 0.35),
    ]
    for seed in UInt64(1)...5 {
      let stage = Stage(seed: seed, song: song, parts: [kit])
      let notes = stage.play()["drums"] ?? []
      func toms(_ bar: Int) -> Int {
        let start = stage.plan.meters.start(ofBar: bar)
        return notes.filter {
          let drum = DrumKey(rawValue: $0.pitch.number)
          return $0.onset >= start && $0.onset < start + 4
            && (drum == .snare || drum?.isTom ?? false)
        }.count
      }
      #expect(toms(7) > toms(15), "seed \(seed)")
      #expect(toms(7) >= 8, "seed \(seed)")
    }
  }

  @Test("does not fill every bar, and does not repeat eight identical bars")
  func variety() {
    let stage = Stage(song: [.init("verse", 16, 0.6)], parts: [Stage.drums])
    let notes = stage.play()["drums"] ?? []
    let bars = (0..<16).map { bar -> [String] in
      notes.filter { $0.onset >= Beat(bar * 4) && $0.onset < Beat(bar * 4 + 4) }.map {
        "\($0.onset - Beat(bar * 4)) \($0.pitch.number)"
      }
    }
    for start in 0...8 { #expect(Set(bars[start..<(start + 8)]).count >= 2) }
    #expect(Set(bars).count <= 10, "a groove is kept")
    let tomBars = (0..<16).filter { bar in
      notes.contains {
        $0.onset >= Beat(bar * 4) && $0.onset < Beat(bar * 4 + 4)
          && (DrumKey(rawValue: $0.pitch.number)?.isTom ?? false)
      }
    }
    #expect(tomBars.count <= 4)
  }

  @Test("doubles the snare over a build and leaves silence before the drop")
  func build() {
    let song = [Stage.Verse("build", 8, 0.6, .build), .init("drop", 8, 1)]
    let stage = Stage(song: song, parts: [Stage.drums])
    let snares = (stage.play()["drums"] ?? []).filter { $0.pitch.number == DrumKey.snare.rawValue }
    func count(_ bars: Range<Int>) -> Int {
      snares.filter {
        $0.onset >= Beat(bars.lowerBound * 4) && $0.onset < Beat(bars.upperBound * 4)
      }.count
    }
    #expect(count(0..<4) < count(4..<8))
    #expect(count(4..<6) < count(6..<7) * 2 + count(7..<8) * 2)
    #expect(!snares.contains { $0.onset >= 30 && $0.onset < 32 })
    let velocities = snares.filter { $0.onset < 32 }.map(\.velocity)
    #expect((velocities.last ?? 0) > (velocities.first ?? 127) + 20)
  }

  @Test("swells on the ride before a section, and keeps the crash for its first beat")
  func riser() {
    for seed in UInt64(1)...8 {
      let song = [Stage.Verse("verse", 8, 0.6, .riser), .init("chorus", 8, 1)]
      let notes = Stage(seed: seed, song: song, parts: [Stage.drums]).play()["drums"] ?? []
      let swell = notes.filter { $0.onset >= 30 && $0.onset < 32 }
      func struck(_ drum: DrumKey) -> [Note] { swell.filter { $0.pitch.number == drum.rawValue } }
      let roll = struck(.ride).map(\.velocity)
      #expect(roll.count == 8 && (roll.last ?? 0) > (roll.first ?? 127) + 20, "seed \(seed)")
      #expect(struck(.crash).isEmpty && struck(.closedHat).isEmpty, "seed \(seed)")
    }
  }

  @Test("plays ghost notes at velocity 20 to 45, the more the busier")
  func ghosts() {
    let stage = Stage(parts: [Stage.drums])
    func ghosts(_ complexity: Double) -> [Note] {
      (stage.play(intensity: 1, complexity: complexity)["drums"] ?? []).filter {
        $0.articulation == .ghost && $0.duration >= Beat(1, 8)
      }
    }
    #expect(ghosts(1).allSatisfy { (20...45).contains($0.velocity) })
    #expect(ghosts(1).count > ghosts(0).count)
  }

  @Test("keeps its groove when a section of the kind comes again")
  func theme() {
    for seed in UInt64(1)...5 {
      let stage = Stage(seed: seed, parts: [Stage.drums])
      let notes = stage.play()["drums"] ?? []
      let verses = stage.plan.sections.filter { $0.name == "verse" }.map { section -> Set<String> in
        let start = stage.span(of: section).lowerBound
        let bars = start + 4..<start + 8
        return Set(
          notes.filter { bars.contains($0.onset) && $0.velocity > 50 }.map {
            "\($0.onset - start) \($0.pitch.number)"
          })
      }
      let common = verses[0].intersection(verses[1]).count
      #expect(common * 10 >= verses[0].union(verses[1]).count * 6, "seed \(seed)")
    }
  }

  @Test("keeps less time at low intensity")
  func thinning() {
    let stage = Stage(parts: [Stage.drums])
    let counts = [0.1, 0.3, 0.9].map { (stage.play(intensity: $0)["drums"] ?? []).count }
    #expect(counts == counts.sorted() && counts[0] < counts[2] / 2)
  }
}
