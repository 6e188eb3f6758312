import Measures
import Music
import Testing

@Suite struct MemorabilityTests {
  private func line(_ pitches: [Int], times: [Beat] = [1]) -> [Note] {
    var onset = Beat.zero
    return pitches.enumerated().map { index, pitch in
      let time = times[index % times.count]
      defer { onset = onset + time }
      return Note(onset: onset, duration: time, pitch: Pitch(number: pitch))
    }
  }

  @Test("a plain hook is worth more than a scatter of leaps")
  func ranking() throws {
    let hook = try #require(
      Memorability(of: line([67, 67, 69, 67, 64, 62], times: [1, Beat(1, 2), Beat(1, 2)])))
    let scatter = try #require(
      Memorability(
        of: line([60, 71, 61, 78, 55, 66], times: [1, Beat(1, 4), Beat(3, 4), Beat(5, 3), 2])))
    #expect(hook.overall > 0.8)
    #expect(scatter.overall < 0.5)
    #expect(hook.repetition > scatter.repetition)
    #expect(hook.range > scatter.range)
    #expect(hook.singability > scatter.singability)
  }

  @Test("a figure that comes again is remembered better than one that does not")
  func figures() throws {
    let again = try #require(
      Memorability(of: line([60, 62, 64, 60, 62, 64, 60, 62, 64, 67, 65, 64])))
    let never = try #require(
      Memorability(of: line([60, 62, 64, 65, 62, 67, 60, 69, 65, 71, 64, 59])))
    #expect(again.repetition > never.repetition)
  }

  @Test("one note for ever is no hook, and two notes none at all")
  func edges() throws {
    let monotone = try #require(Memorability(of: line([60, 60, 60, 60])))
    #expect(monotone.singability == 0)
    #expect(monotone.overall < 0.6)
    #expect(Memorability(of: line([60, 62])) == nil)
    #expect(Memorability(of: []) == nil)
    let worth = try #require(Memorability(of: line([60, 64, 62]))).overall
    #expect((0...1).contains(worth))
  }

  @Test("a figure inside its usual range is worth 1 and falls off outside")
  func usual() {
    #expect(UsualRange.closeness(0.5, to: 0...1, slope: 2) == 1)
    #expect(UsualRange.closeness(1.25, to: 0...1, slope: 2) == 0.5)
    #expect(UsualRange.closeness(-3, to: 0...1, slope: 2) == 0)
  }
}
