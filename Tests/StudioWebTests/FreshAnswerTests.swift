import Foundation
import Music
import Production
import Provenance
import Studio
import StudioWeb
import Testing

@Suite("Answers are those of now", .serialized) struct FreshAnswerTests {
  private let running: RunningStudio

  init() async throws {
    running = try await RunningStudio()
    try running.compose()
  }

  private func edit(_ semitones: Int) async throws {
    let body = #"{"transpose":{"semitones":\#(semitones),"parts":["bass"],"bars":[0,2]}}"#
    let answer = try await running.ask("POST", "/api/projects/night/edits", body)
    #expect(answer.status == 200)
  }

  private func pitches() async throws -> [Int] {
    let notes = try await running.ask("GET", "/api/projects/night/notes").object
    let rows = (notes["parts"] as? [String: [[Double]]])?["bass"] ?? []
    return rows.map { Int($0[2]) }
  }

  @Test("whether it is changed here or in the file beside, every answer tells of it at once")
  func beside() async throws {
    let path = "\(running.folder)/night/night.etude"
    for number in 0..<6 {
      if number.isMultiple(of: 2) {
        try await edit(number % 4 == 0 ? 1 : -1)
      } else {
        let project = try Project.open(at: path)
        try running.studio.edit(
          project, .transpose(semitones: number % 4 == 1 ? 1 : -1, parts: ["bass"], bars: 0..<2))
        try project.file.close()
      }
      let file = try ProjectFile.open(at: path)
      let (song, stand) = try file.songAndStand()
      let document = try await running.ask("GET", "/api/projects/night").object
      #expect(document["revision"] as? Int == Int(stand.revision))
      #expect(try await pitches() == song.score.part("bass")?.notes.map(\.pitch.number))
      let history = try await running.ask("GET", "/api/projects/night/history").object
      let events = try #require(history["events"] as? [[String: Any]])
      #expect(events.map { $0["id"] as? Int } == (1...Int(stand.revision)).map { $0 })
      #expect(events.last?["isCurrent"] as? Bool == true)
      #expect(events.filter { $0["isCurrent"] as? Bool == true }.count == 1)
      let list = try await running.ask("GET", "/api/projects").object
      let entry = try #require((list["projects"] as? [[String: Any]])?.first)
      #expect(entry["revision"] as? Int == Int(stand.revision))
    }
  }

  @Test("a song that another takes the place of is answered as it is")
  func replaced() async throws {
    try running.compose("other", "waltz, 8 bars")
    try await edit(2)
    let own = try await running.ask("GET", "/api/projects/night").object
    let files = FileManager.default
    try files.removeItem(atPath: "\(running.folder)/night/night.etude")
    try files.copyItem(
      atPath: "\(running.folder)/other/other.etude", toPath: "\(running.folder)/night/night.etude")
    let now = try await running.ask("GET", "/api/projects/night").object
    #expect(now["prompt"] as? String == "waltz, 8 bars" && now["revision"] as? Int == 1)
    #expect(own["prompt"] as? String == "lo-fi, 8 bars" && own["revision"] as? Int == 2)
    let history = try await running.ask("GET", "/api/projects/night/history").object
    #expect((history["events"] as? [Any])?.count == 1)
  }

  @Test("many who write at once each get their step, and the ledger holds them all")
  func writers() async throws {
    try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<24 {
        group.addTask { [running] in
          let body =
            #"{"transpose":{"semitones":\#(number % 2 == 0 ? 1 : -1),"parts":["bass"],"bars":[0,1]}}"#
          let answer = try await running.ask("POST", "/api/projects/night/edits", body)
          return answer.status == 200 ? try #require(answer.object["revision"] as? Int) : 0
        }
      }
      var revisions: Set<Int> = []
      for try await revision in group { revisions.insert(revision) }
      // Steps that others followed at once may be answered with a later revision.
      #expect(revisions.allSatisfy { (2...25).contains($0) } && revisions.contains(25))
    }
    let file = try ProjectFile.open(at: "\(running.folder)/night/night.etude")
    #expect(try file.stand().revision == 25)
    #expect(try file.verify(by: running.studio.notary).findings == [])
  }
}

@Suite("A cache of so many bytes") struct BoundedCacheTests {
  @Test("what was not used for longest goes first, and nothing is kept that is too large")
  func bounds() {
    let cache = BoundedCache<Int>(bytes: 100)
    for number in 0..<5 { cache.keep(number, as: "\(number)", bytes: 25) }
    #expect(cache["0"] == nil && cache["1"] == 1)
    cache.keep(5, as: "5", bytes: 25)
    #expect(cache["1"] == 1 && cache["2"] == nil)
    cache.keep(6, as: "1", bytes: 101)
    #expect(cache["1"] == nil && cache["3"] == 3 && cache["4"] == 4 && cache["5"] == 5)
    cache.keep(7, as: "3", bytes: 50)
    #expect(cache["3"] == 7 && cache["4"] == 4 && cache["5"] == 5)
  }
}
