import Music
import Recognition
import Testing

@Suite("KeyFinder")
struct KeyFinderTests {
  private func key(_ symbols: [String], times: Int = 2) throws -> KeyFinder.Finding {
    let looped = (0..<times).flatMap { _ in symbols } + [symbols[0]]
    let score = try BlockChords.score(looped)
    let material = NoteMaterial(score)
    let grid = BarGrid(meters: score.meters, end: material.end)
    let roles = score.parts.map(\.role)
    let frames = HarmonyFrames(material, grid: grid, roles: roles)
    let chords = ChordFinder().chords(of: frames, grid: grid)
    return KeyFinder.find(material, roles: roles, grid: grid, frames: frames, chords: chords)
  }

  @Test(
    "Loops of chords have the key of their tonic",
    arguments: [
      (["C", "G", "Am", "F"], "C major"), (["Am", "F", "C", "G"], "A minor"),
      (["Dm", "Gm", "C", "A7"], "D minor"), (["Dm", "Gm", "A7", "Dm"], "D harmonic minor"),
      (["F#m", "D", "A", "E"], "F# minor"),
      (["Bbmaj7", "Gm7", "Cm7", "F7"], "Bb major"), (["Dm7", "G7", "Dm7", "G7"], "D dorian"),
      (["G", "F", "C", "G"], "G mixolydian"), (["Em", "F", "Em", "Dm"], "E phrygian"),
      (["F", "G", "F", "Em"], "F lydian"), (["Db", "Ab", "Bbm", "Gb"], "Db major"),
      (["Ebm", "Cb", "Gb", "Db"], "Eb minor"),
    ])
  func loops(symbols: [String], name: String) throws {
    let found = try key(symbols)
    let wanted = try #require(Key(name))
    #expect(found.key.tonic.pitchClass == wanted.tonic.pitchClass, "found \(found.key)")
    #expect(found.key.scale == wanted.scale, "found \(found.key)")
    #expect(found.confidence > 0 && found.confidence < 1)
    #expect(!found.alternatives.isEmpty)
  }

  @Test("A lift near the end does not change the key")
  func lift() throws {
    let home = ["C", "F", "G", "C", "Am", "Dm", "G", "C"]
    let lifted = ["D", "G", "A", "D", "Bm", "Em", "A", "D"]
    let found = try key(home + home + home + lifted, times: 1)
    #expect(found.key == Key(PitchName(.c), .major))
  }

  @Test("A piece transposed has its key transposed")
  func transposition() throws {
    for semitones in 0..<12 {
      let key = Key(PitchName(.a), .minor)
      let moved = try ["Am", "Dm", "E7", "Am", "F", "G"].map {
        try Chord(symbol: $0).transposed(by: semitones, in: key.transposed(by: semitones)).symbol
      }
      let found = try self.key(moved)
      #expect(found.key.tonic.pitchClass == (9 + semitones) % 12)
      #expect(found.key.scale == .minor)
    }
  }
}
