import Foundation
import Studio
import Synchronization

/// All jobs, as `GET /api/jobs` gives them: each is written once for each of its states.
///
/// May be used from any thread.
final class JobList: Sendable {
  private struct Entry: Sendable {
    var job: StudioJob
    var json: Data
  }
  private let entries = Mutex<[String: Entry]>([:])

  /// The document of some jobs.
  func json(_ jobs: [StudioJob]) throws -> Data {
    let known = entries.withLock { $0 }
    var (all, json) = ([String: Entry](), Data(#"{"jobs":["#.utf8))
    for (index, job) in jobs.enumerated() {
      if index > 0 { json.append(UInt8(ascii: ",")) }
      let text =
        if let entry = known[job.id], entry.job == job { entry.json } else {
          Data(try JSONText.line(JobDocument(job)).utf8)
        }
      all[job.id] = Entry(job: job, json: text)
      json.append(text)
    }
    json.append(contentsOf: "]}".utf8)
    entries.withLock { [all] in $0 = all }
    return json
  }
}
