import Foundation
import Music
import Testing

@Suite("Pitch") struct PitchTests {
  @Test("numbers and names agree")
  func numbers() {
    #expect(Pitch("C4")?.number == 60)
    #expect(Pitch("B#3")?.number == 60)
    #expect(Pitch("Cb4")?.number == 59)
    #expect(Pitch("C-1")?.number == 0)
    #expect(Pitch("G9")?.number == 127)
    for number in 0...127 {
      #expect(Pitch(number: number).number == number)
      #expect(Pitch(number: number, preferFlats: true).number == number)
      #expect(Pitch(Pitch(number: number).description)?.number == number)
    }
  }

  @Test(
    "text that is no playable pitch is refused",
    arguments: ["", "H4", "C", "C10", "G#9", "Cb-1", "4", "C4x"])
  func refuses(_ text: String) { #expect(Pitch(text) == nil) }
}

@Suite("Key") struct KeyTests {
  @Test(
    "text is read in its usual spellings",
    arguments: [
      ("D minor", "D minor"), ("Dm", "D minor"), ("F# dorian", "F# dorian"), ("Eb", "Eb major"),
      ("c", "C minor"), ("A maj", "A major"), ("Bb min", "Bb minor"),
      ("g  harmonic minor", "G harmonic minor"),
      ("CM", "C major"), ("E blues", "E blues"), ("a pentatonic", "A major pentatonic"),
    ])
  func reads(_ text: String, _ expected: String) { #expect(Key(text)?.description == expected) }

  @Test("what is no key is refused", arguments: ["", "H minor", "minor", "D minorish", "12"])
  func refuses(_ text: String) { #expect(Key(text) == nil) }

  @Test("signatures follow the circle of fifths")
  func signatures() {
    let majors = [
      "Cb", "Gb", "Db", "Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#",
    ]
    for (index, name) in majors.enumerated() {
      #expect(Key("\(name) major")?.signature == index - 7)
    }
    #expect(Key("A harmonic minor")?.signature == 0)
    #expect(Key("D dorian")?.signature == 0)
    #expect(Key("E blues")?.signature == 1)
  }

  @Test("degrees are spelled on successive letters")
  func spelling() {
    #expect(
      Key("F# major")?.pitchNames.map(\.description) == ["F#", "G#", "A#", "B", "C#", "D#", "E#"])
    #expect(
      Key("Eb minor")?.pitchNames.map(\.description) == ["Eb", "F", "Gb", "Ab", "Bb", "Cb", "Db"])
    #expect(Key("D minor")?.pitch(61).description == "C#4")
    #expect(Key("Eb major")?.pitch(61).description == "Db4")
    #expect(Key("C major")?.relative == Key("A minor"))
  }

  @Test("every scale contains what it spells", arguments: Scale.allCases)
  func contents(_ scale: Scale) {
    let key = Key(PitchName(.a, -1), scale)
    #expect(key.pitchNames.count == scale.semitones.count)
    for name in key.pitchNames { #expect(key.contains(pitchClass: name.pitchClass)) }
    #expect(Key(key.description) == key)
  }
}

@Suite("Meter") struct MeterTests {
  @Test(
    "bars have their length and pulses",
    arguments: [
      ("4/4", Beat(4), 4), ("3/4", Beat(3), 3), ("6/8", Beat(3), 2), ("12/8", Beat(6), 4),
      ("5/4", Beat(5), 5), ("7/8", Beat(7, 2), 3), ("2/2", Beat(4), 2),
    ])
  func bars(_ text: String, _ length: Beat, _ pulses: Int) throws {
    let meter = try #require(Meter(text))
    #expect(meter.barLength == length)
    #expect(meter.pulses.count == pulses)
    #expect(meter.strength(at: .zero) == 1)
    #expect(meter.pulses.allSatisfy { $0 < length })
  }

  @Test("what is no metre is refused", arguments: ["", "4", "0/4", "4/3", "33/4", "4/4/4", "-3/4"])
  func refuses(_ text: String) { #expect(Meter(text) == nil) }

  @Test("bars and times agree across changes of metre")
  func map() throws {
    var map = MeterMap(.common)
    map.set(.waltz, from: 4)
    map.set(try #require(Meter(7, 8)), from: 6)
    #expect(map.start(ofBar: 5) == Beat(19))
    #expect(map.start(ofBar: 7) == Beat(22) + Beat(7, 2))
    for bar in 0..<20 {
      #expect(map.bar(at: map.start(ofBar: bar)) == bar)
      #expect(map.bar(at: map.start(ofBar: bar + 1) - Beat(1, 48)) == bar)
    }
  }
}

@Suite("TempoMap") struct TempoMapTests {
  @Test("seconds and beats are inverse")
  func inverse() {
    var map = TempoMap(beatsPerMinute: 90)
    map.set(120, from: Beat(8))
    map.set(60, from: Beat(33, 2))
    #expect(map.seconds(at: Beat(8)) == 8 * 60.0 / 90)
    for step in 0..<200 {
      let beat = Double(step) / 7
      #expect(abs(map.beat(at: map.seconds(at: beat)) - beat) < 1e-9)
    }
  }
}

@Suite("RandomStream") struct RandomStreamTests {
  @Test("the same key gives the same numbers and another key gives others")
  func keys() {
    var first = RandomStream(seed: 7, purpose: "melody", part: "lead", bar: 3)
    var same = RandomStream(seed: 7, purpose: "melody", part: "lead", bar: 3)
    #expect((0..<8).map { _ in first.next() } == (0..<8).map { _ in same.next() })
    let variants = [
      RandomStream(seed: 8, purpose: "melody", part: "lead", bar: 3),
      RandomStream(seed: 7, purpose: "melodyl", part: "ead", bar: 3),
      RandomStream(seed: 7, purpose: "melody", part: "lead", bar: 4),
      RandomStream(seed: 7, purpose: "melody", part: "lead", bar: 3, take: 1),
      RandomStream(seed: 7, purpose: "melody", part: "lead", section: "a", bar: 3),
    ]
    var seen: Set<UInt64> = []
    for var stream in variants { seen.insert(stream.next()) }
    var original = RandomStream(seed: 7, purpose: "melody", part: "lead", bar: 3)
    seen.insert(original.next())
    #expect(seen.count == variants.count + 1)
  }

  @Test("draws are spread as promised")
  func spread() {
    var stream = RandomStream(seed: 1, purpose: "spread")
    let units = (0..<20_000).map { _ in stream.unit() }
    #expect(units.allSatisfy { (0..<1).contains($0) })
    #expect(abs(units.reduce(0, +) / 20_000 - 0.5) < 0.01)
    let bells = (0..<20_000).map { _ in stream.bell() }
    #expect(abs(bells.map { $0 * $0 }.reduce(0, +) / 20_000 - 1) < 0.05)
    #expect(stream.weightedIndex([]) == nil)
    #expect(stream.weightedIndex([0, 0, 2]) == 2)
  }
}

@Suite("Instrument") struct InstrumentTests {
  @Test("the catalogue covers General MIDI once, with sane ranges")
  func catalogue() {
    #expect(Set(Instrument.catalogue.map(\.id)).count == Instrument.catalogue.count)
    for program in 0...127 { #expect(Instrument.melodic(program: program)?.program == program) }
    for instrument in Instrument.catalogue {
      #expect(instrument.range.contains(instrument.comfort.lowerBound))
      #expect(instrument.range.contains(instrument.comfort.upperBound))
      #expect(instrument.polyphony >= 1)
      #expect(Instrument(id: instrument.id) == instrument)
    }
  }

  @Test("values are written as text and read back")
  func codable() throws {
    let data = try JSONEncoder().encode([try #require(Instrument(id: "electric-piano"))])
    #expect(String(decoding: data, as: UTF8.self) == "[\"electric-piano\"]")
    #expect(try JSONDecoder().decode([Instrument].self, from: data).first?.program == 4)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([Instrument].self, from: Data("[\"kazoo\"]".utf8))
    }
  }

  @Test("drums are named as in style files")
  func drums() {
    #expect(DrumKey.closedHat.name == "closed-hat")
    #expect(DrumKey.crash2.name == "crash2")
    for key in DrumKey.allCases { #expect(DrumKey(name: key.name) == key) }
  }
}
