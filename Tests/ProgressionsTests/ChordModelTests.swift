import Foundation
import Music
import Production
import Progressions
import Testing

@Suite struct ChordModelTests {
  private let model: ChordModel

  init() throws { model = try Charts().model }

  /// What Training answers in some places; made by `Training/run chords fit`.
  private struct Answer: Decodable {
    var genre: Int
    var section: Int
    var isMinor: Bool
    var chords: [[Text]]
    var chances: [Double]

    /// A root or degree as a number, or a kind as text.
    enum Text: Decodable {
      case number(Int)
      case text(String)

      init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let number = try? value.decode(Int.self) {
          self = .number(number)
        } else {
          self = .text(try value.decode(String.self))
        }
      }
    }
  }

  private func chord(_ texts: [Answer.Text], in key: Key) throws -> Chord {
    guard case .number(let root) = texts[0], case .text(let kind) = texts[1],
      case .number(let bass) = texts[2]
    else { throw ChordParsingError.empty }
    var chord = try Chord(symbol: "C" + kind)
    chord.root = PitchName(pitchClass: key.tonic.pitchClass + root)
    if bass != 1, let member = chord.members.first(where: { $0.degree == bass }) {
      chord.bass = chord.name(of: member)
    }
    return chord
  }

  @Test("chances are those that Training calculates", arguments: [0, 3, 9])
  func parity(tonic: Int) throws {
    let path = Charts.root.appending(path: "Tests/Fixtures/Models/chords-parity.json")
    let answers = try JSONDecoder().decode([Answer].self, from: Data(contentsOf: path))
    #expect(answers.count == 5)
    for answer in answers {
      let key = Key(PitchName(pitchClass: tonic), answer.isMinor ? .minor : .major)
      let genre = answer.genre > 0 ? model.genres[answer.genre - 1] : nil
      let section = answer.section > 0 ? model.sections[answer.section - 1] : nil
      let setting = model.setting(key: key, genre: genre, section: section)
      let chords = try answer.chords.map { try chord($0, in: key) }
      let found = model.chances(after: chords, atHalf: chords.count * 2, setting)
      // The chord before does not come again at once; the rest is in proportion.
      var expected = answer.chances
      if let last = chords.last { expected[model.vocabulary.number(of: last, in: key)] = 0 }
      let whole = expected.reduce(0, +)
      #expect(found.count == expected.count)
      for (a, b) in zip(found, expected) { #expect(abs(a - b / whole) < 1e-9) }
    }
  }

  @Test("chances sum to one, and the chord before is none of them")
  func sums() throws {
    let setting = model.setting(key: Charts.cMajor, genre: "rock", section: "verse")
    for text in ["", "C", "C G Am F", "C5 Eb5 F5", "Bdim", "F#m7b5 C13#11 Dbmaj9"] {
      let chords = try Charts.chords(text)
      let chances = model.chances(after: chords, atHalf: chords.count * 2, setting)
      #expect(abs(chances.reduce(0, +) - 1) < 1e-9)
      #expect(chances.allSatisfy { $0 >= 0 })
      if let last = chords.last {
        #expect(chances[model.vocabulary.number(of: last, in: Charts.cMajor)] == 0)
      }
    }
  }

  @Test("the likeliest chords come first, with degree and reason")
  func suggests() throws {
    let setting = model.setting(key: Charts.cMajor)
    let found = model.suggestions(
      after: try Charts.chords("Dm7 G7"), atHalf: 4, setting, count: 6)
    #expect(found.count == 6)
    #expect(found[0].chord.root == PitchName(.c))
    #expect(found[0].numeral.degree == 1)
    #expect(found[0].reason == "tonic, home; falls a fifth")
    #expect(zip(found, found.dropFirst()).allSatisfy { $0.chance >= $1.chance })
    #expect(model.suggestions(after: [], atHalf: 0, setting, count: 0).isEmpty)
    #expect(model.suggestions(after: [], atHalf: 0, setting, count: 5000).count > 100)
  }

  @Test("what went on before is expected to go on so again")
  func repeats() throws {
    let setting = model.setting(key: Charts.aMinor)
    let once = try Charts.chords("Am F C G")
    let again = once + once.prefix(3)
    let found = model.suggestions(after: again, atHalf: 14, setting, count: 1)
    #expect(found.first?.chord == once[3])
    #expect(
      found.first?.reason == "subtonic, leads home or to the relative major; as it went on before")
  }

  @Test("chords do not depend on the key")
  func transposes() throws {
    let chords = try Charts.chords("C G/B Am7 F")
    let setting = model.setting(key: Charts.cMajor, section: "chorus")
    let expected = model.suggestions(after: chords, atHalf: 8, setting, count: 20)
    for name in ["Db", "E", "F#", "Bb"] {
      let key = try #require(Key(name + " major"))
      let moved = chords.map { $0.transposed(by: key.tonic.pitchClass, in: key) }
      let found = model.suggestions(
        after: moved, atHalf: 8, model.setting(key: key, section: "chorus"), count: 20)
      for (a, b) in zip(found, expected) {
        #expect(a.numeral == b.numeral && a.chance == b.chance)
        #expect(
          (a.chord.root.pitchClass - b.chord.root.pitchClass + 24) % 12 == key.tonic.pitchClass)
      }
    }
  }

  @Test(
    "every chord of the vocabulary has a degree that reads back",
    arguments: ["C", "Ebm", "F# dorian"])
  func numerals(name: String) throws {
    let key = try #require(Key(name))
    for number in 0..<model.vocabulary.count {
      let chord = model.vocabulary.chord(number, in: key)
      #expect(model.vocabulary.number(of: chord, in: key) == number, "\(chord)")
      let text = RomanNumeral(chord, in: key).description
      let back = try RomanNumeral(text).chord(in: key)
      #expect(back.pitchClasses == chord.pitchClasses, "\(chord) \(text) \(back)")
      #expect(back.lowest.pitchClass == chord.lowest.pitchClass, "\(chord) \(text)")
      #expect(try Chord(symbol: chord.symbol).pitchClasses == chord.pitchClasses)
    }
  }

  @Test(
    "a chord that is not told apart counts as the nearest plainer one",
    arguments: [
      ("Cmaj9", "Cmaj9"), ("C7#9b13", "C7"), ("Dm11b5", "Dm7b5"), ("Eaug", "E"), ("Abmmaj7", "Abm"),
      ("G13", "G13"), ("C/D", "C"), ("F#7sus4", "F#"),
    ])
  func nearest(symbol: String, expected: String) throws {
    let number = model.vocabulary.number(of: try Chord(symbol: symbol), in: Charts.cMajor)
    let found = model.vocabulary.chord(number, in: Charts.cMajor)
    let wanted = try Chord(symbol: expected)
    #expect(found.root.pitchClass == wanted.root.pitchClass)
    #expect(found.isMinor == wanted.isMinor, "\(found)")
    #expect(found.seventh == wanted.seventh || found.seventh == nil, "\(found)")
  }

  @Test("a style's own progressions count")
  func leans() throws {
    let style = try Charts.style("synthwave")
    let plain = model.setting(key: Charts.aMinor, section: "chorus")
    let own = model.setting(key: Charts.aMinor, section: "chorus", style: style.harmony)
    let after = try Charts.chords("Am F")
    let goes = model.vocabulary.number(of: try Chord(symbol: "G"), in: Charts.aMinor)
    let strange = model.vocabulary.number(of: try Chord(symbol: "B7"), in: Charts.aMinor)
    let (a, b) = (
      model.chances(after: after, atHalf: 4, plain), model.chances(after: after, atHalf: 4, own)
    )
    #expect(b[goes] > a[goes])
    #expect(b[strange] < a[strange])
    #expect(abs(b.reduce(0, +) - 1) < 1e-9)
  }

  @Test("modes shun chords with notes that they do not have")
  func modes() throws {
    let after = try Charts.chords("Dm C")
    let flat = try Chord(symbol: "Bb")
    let chances = try ["D minor", "D dorian"].map { name in
      let key = try #require(Key(name))
      let number = model.vocabulary.number(of: flat, in: key)
      return model.chances(after: after, atHalf: 4, model.setting(key: key))[number]
    }
    #expect(chances[1] < chances[0] / 4)
  }

  @Test("sections of styles learn from the charts' sections of their kind")
  func sections() {
    #expect(model.section(named: "hook") == model.section(named: "chorus"))
    #expect(model.section(named: "drop") == model.section(named: "chorus"))
    #expect(model.section(named: "moon") == nil)
    #expect(model.genre(named: "soul") != nil && model.genre(named: "moon") == nil)
    #expect(model.genre(ofStyle: "synthwave") == "new-wave" && model.genre(ofStyle: "tango") == nil)
  }
}
