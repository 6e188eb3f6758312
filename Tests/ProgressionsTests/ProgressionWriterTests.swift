import Music
import Production
import Progressions
import Testing

@Suite struct ProgressionWriterTests {
  private let model: ChordModel

  init() throws { model = try Charts().model }

  private func writer(_ key: Key, style: String? = nil) throws -> ProgressionWriter {
    let harmony = try style.map { try Charts.style($0).harmony }
    return ProgressionWriter(model, model.setting(key: key, section: "verse", style: harmony))
  }

  private func function(_ chord: Chord, _ key: Key) -> HarmonicFunction {
    let root = chord.root.pitchClass - key.tonic.pitchClass
    return HarmonicFunction(root: root, chord: chord, isMinor: key.scale.isMinor)
  }

  @Test("every length has a chord in every bar", arguments: [1, 2, 3, 4, 5, 7, 8, 16, 64])
  func lengths(bars: Int) throws {
    for key in [Charts.cMajor, Charts.aMinor] {
      for ending in ProgressionEnding.allCases {
        let found = try writer(key).progression(
          ProgressionWish(bars: bars, ending: ending), seed: UInt64(bars))
        #expect(found.count == bars)
        #expect(found.allSatisfy { (1...2).contains($0.count) })
        let chords = found.flatMap { $0 }
        if bars > 1 { #expect(Set(chords).count > 1, "\(ending) \(found)") }
      }
    }
  }

  @Test("endings hold", arguments: ProgressionEnding.allCases)
  func endings(ending: ProgressionEnding) throws {
    for key in [Charts.cMajor, Charts.aMinor, Key(PitchName(.e, -1), .dorian)] {
      let writer = try writer(key)
      for seed in UInt64(1)...30 {
        let found = writer.progression(ProgressionWish(bars: 4, ending: ending), seed: seed)
        var row: [HarmonicFunction] = []
        for chord in found.flatMap({ $0 }) where row.last != function(chord, key) {
          row.append(function(chord, key))
        }
        let (last, before) = (row[row.count - 1], row[row.count - 2])
        let tonic = HarmonicFunction(root: 0, key.scale.isMinor ? .minor : .major)
        let dominant = HarmonicFunction(root: 7, .major)
        switch ending {
        case .loop: #expect(last != row[0] || row.count == 2, "\(found)")
        case .open: break
        case .authentic: #expect(last == tonic && before == dominant, "\(found)")
        case .plagal: #expect(last == tonic && before.root == 5, "\(found)")
        case .half: #expect(last == dominant, "\(found)")
        case .deceptive:
          #expect([8, 9].contains(last.root) && before == dominant, "\(found)")
        }
      }
    }
  }

  @Test("given chords stay, at the beginning and at the end")
  func given() throws {
    let opening = try [Charts.chords("Am7 D7"), Charts.chords("Gm9"), Charts.chords("Gm9")]
    let last = try Chord(symbol: "E7#9")
    for seed in UInt64(1)...20 {
      let found = try writer(Charts.aMinor).progression(
        ProgressionWish(bars: 8, opening: opening, last: last), seed: seed)
      #expect(Array(found.prefix(3)) == opening)
      #expect(found.last == [last])
    }
    let whole = try writer(Charts.aMinor).progression(
      ProgressionWish(bars: 3, opening: opening), seed: 1)
    #expect(whole == opening)
    let closing = try writer(Charts.aMinor).progression(
      ProgressionWish(bars: 4, opening: opening, last: opening[1][0]), seed: 1)
    #expect(closing.last == opening[1])
  }

  @Test("the same seed gives the same progression, another take another")
  func repeatable() throws {
    let writer = try writer(Charts.cMajor, style: "soul")
    let wish = ProgressionWish(bars: 8)
    let found = (0..<12).map { writer.progression(wish, seed: 5, take: $0) }
    #expect(found == (0..<12).map { writer.progression(wish, seed: 5, take: $0) })
    #expect(Set(found).count >= 10)
    #expect(
      writer.progression(wish, seed: 5, purpose: "verse")
        != writer.progression(wish, seed: 5, purpose: "chorus"))
  }

  @Test("progressions of a style are in its language")
  func styled() throws {
    let soul = try writer(Charts.cMajor, style: "neo-soul")
    let punk = try writer(Charts.cMajor, style: "punk")
    func sevenths(_ writer: ProgressionWriter) -> Double {
      let chords = (UInt64(1)...20).flatMap { seed in
        writer.progression(ProgressionWish(bars: 4), seed: seed).flatMap { $0 }
      }
      return Double(chords.count { $0.seventh != nil }) / Double(chords.count)
    }
    #expect(sevenths(soul) > 0.6)
    #expect(sevenths(punk) < 0.2)
  }
}
