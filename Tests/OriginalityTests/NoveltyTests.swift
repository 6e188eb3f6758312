import Foundation
import Music
import Originality
import Production
import Testing

@Suite("Novelty") struct NoveltyTests {
  private func features(_ seed: UInt64, chords: [String] = ["C", "G", "Am", "F"]) throws
    -> WorkFeatures
  {
    WorkFeatures(of: try Pieces.score(Pieces.walk(seed, count: 16), chords: chords))
  }

  @Test("a record forgets the oldest and finds earlier states by their digest")
  func record() throws {
    var record = NoveltyRecord()
    let empty = record.digest
    var digests: [String] = []
    for seed in 0..<UInt64(NoveltyRecord.kept + 8) {
      record.add(try features(seed))
      digests.append(record.digest)
    }
    #expect(record.entries.count == NoveltyRecord.kept)
    #expect(record.recent.count == NoveltyRecord.window)
    #expect(Set(digests).count == digests.count)
    let earlier = try #require(record.state(digests[digests.count - 20]))
    #expect(earlier.digest == digests[digests.count - 20])
    #expect(earlier.recent.count == NoveltyRecord.window)
    #expect(record.state(digests[10]) == nil)
    #expect(record.state(empty)?.entries.isEmpty == true)
    #expect(record.state("nonsense") == nil)
    let data = try JSONEncoder().encode(record)
    #expect(try JSONDecoder().decode(NoveltyRecord.self, from: data).digest == record.digest)
  }

  @Test("what is known is nearer than what is new")
  func nearness() throws {
    let known = try features(1)
    let measure = NoveltyMeasure(recent: [known], loops: ["I V vi IV": 0.04])
    #expect(measure.nearness(of: known) > 0.9)
    let other = try features(2, chords: ["Dm", "E", "Bb", "C"])
    #expect(measure.nearness(of: other) < measure.nearness(of: known))
    let alone = NoveltyMeasure(recent: [], loops: ["I V vi IV": 0.04])
    #expect(alone.nearness(of: known) == 0.2)
    #expect(NoveltyMeasure(recent: [], loops: [:]).nearness(of: known) == 0)
  }
}
