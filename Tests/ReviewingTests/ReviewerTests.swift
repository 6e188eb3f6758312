import Music
import Production
import Reviewing
import Testing

@Suite("Reviewer") struct ReviewerTests {
  @Test("every rule but those across songs is registered once")
  func registered() {
    let names = Reviewer.all.map(\.rule)
    #expect(Set(names).count == names.count)
  }
}
