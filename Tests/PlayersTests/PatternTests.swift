import Music
import Players
import Production
import Testing

/// How patterns lie on the bars of a section.
@Suite("Patterns")
struct PatternTests {
  private func hats(
    _ pattern: Pattern, meter: Meter, bars: Int = 2
  ) -> [Beat] {
    let part = Stage.part(
      "drums", .percussion, .percussionist, "standard-kit", 27...87, complexity: 0,
      patterns: [pattern])
    let stage = Stage(meter: meter, song: [.init("verse", bars, 0.5)], parts: [part], phrase: 8)
    return (stage.play()["drums"] ?? []).map(\.onset)
  }

  @Test("repeat voices to the bar and keep two bars in turn")
  func lengths() {
    #expect(
      hats(Pattern(name: "a", stepsPerBeat: 2, voices: ["cowbell": "x."]), meter: .common)
        == (0..<8).map { Beat($0) })
    let two = Pattern(name: "a", stepsPerBeat: 1, voices: ["cowbell": "x...|..x."])
    #expect(hats(two, meter: .common, bars: 4) == [0, 6, 8, 14])
  }

  @Test("are cut to shorter bars and repeated to longer ones")
  func meters() {
    let pattern = Pattern(name: "a", stepsPerBeat: 1, voices: ["cowbell": "x.xx"])
    #expect(hats(pattern, meter: .waltz) == [0, 2, 3, 5])
    let five = Meter(5, 4) ?? .common
    #expect(hats(pattern, meter: five) == [0, 2, 3, 4, 5, 7, 8, 9])
  }

  @Test("match felt beats between simple and compound metres")
  func compound() {
    let simple = Pattern(
      name: "a", stepsPerBeat: 2, meter: .common, voices: ["cowbell": "xx.x x.x."])
    let six = Meter(6, 8) ?? .common
    #expect(hats(simple, meter: six, bars: 1) == [0, 1, Beat(5, 2)])
    let shuffle = Pattern(
      name: "a", stepsPerBeat: 2, meter: Meter(12, 8), voices: ["cowbell": "x.x x.x x.x x.x"])
    #expect(
      hats(shuffle, meter: .common, bars: 1)
        == (0..<4).flatMap { [Beat($0), Beat($0) + Beat(2, 3)] })
  }

  @Test("are chosen by metre, then section kind, then energy")
  func choice() {
    func chosen(_ name: String, energy: Double) -> Set<Int> {
      let part = Stage.part(
        "drums", .percussion, .percussionist, "standard-kit", 27...87, complexity: 0,
        patterns: [
          Pattern(name: "waltz", meter: .waltz, voices: ["claves": "x..x..x..x.."]),
          Pattern(name: "low", energy: 0...0.5, voices: ["cowbell": "x...x...x...x..."]),
          Pattern(name: "high", energy: 0.5...1, voices: ["shaker": "x...x...x...x..."]),
          Pattern(name: "bridge", sections: ["bridge"], voices: ["cabasa": "x...x...x...x..."]),
        ])
      let stage = Stage(song: [.init(name, 2, energy)], parts: [part])
      return Set((stage.play()["drums"] ?? []).map(\.pitch.number))
    }
    #expect(chosen("verse", energy: 0.2) == [DrumKey.cowbell.rawValue])
    #expect(chosen("verse", energy: 0.8) == [DrumKey.shaker.rawValue])
    #expect(chosen("bridge", energy: 0.8) == [DrumKey.cabasa.rawValue])
  }

  @Test("fills replace the end of the bar alone")
  func fills() {
    let part = Stage.part(
      "drums", .drums, .drummer, "standard-kit", 27...87, complexity: 0,
      patterns: [
        Pattern(name: "a", stepsPerBeat: 1, voices: ["ride": "xxxx", "kick": "x..."]),
        Pattern(name: "f", stepsPerBeat: 2, isFill: true, voices: ["high-tom": "xxxx"]),
      ])
    let song = [Stage.Verse("verse", 4, 0.5, .fill), .init("bridge", 4, 0.45)]
    let notes = Stage(song: song, parts: [part]).play()["drums"] ?? []
    let toms = notes.filter { $0.pitch.number == DrumKey.highTom.rawValue }.map(\.onset)
    #expect(toms == [14, Beat(29, 2), 15, Beat(31, 2)])
    let rides = notes.filter { $0.pitch.number == DrumKey.ride.rawValue && $0.onset >= 12 }
    #expect(rides.prefix(2).map(\.onset) == [12, 13])
    #expect(!rides.contains { $0.onset == 14 })
  }

  @Test("optional notes come with complexity")
  func optional() {
    func count(_ complexity: Double) -> Int {
      let part = Stage.part(
        "drums", .percussion, .percussionist, "standard-kit", 27...87, complexity: complexity,
        patterns: [Pattern(name: "a", voices: ["cowbell": "x?????? ?????????"])])
      return (Stage(parts: [part]).play(intensity: 1)["drums"] ?? []).count
    }
    #expect(count(0) < count(0.5) && count(0.5) < count(1))
  }
}
