import AudioFiles
import Foundation
import Signal
import Studio
import Testing

@Suite("Sound through the studio", .serialized) struct StudioSoundTests {
  private let running: RunningStudio

  init() async throws { running = try await RunningStudio() }

  /// Two tones of some seconds, as the bytes of a WAVE file.
  private func tones(seconds: Int) throws -> Data {
    let path = "\(PathName(running.folder).parent)/tones-\(UUID().uuidString).wav"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let rate = SampleRate(44_100)
    var sound = AudioBuffer(channelCount: 2, frameCount: seconds * 44_100)
    sound.withMutableBlock { block in
      for frame in 0..<block.frameCount {
        let time = Float(frame) / 44_100
        // A quarter of a second on, a quarter off, so that there is a beat.
        let gain: Float = Int(time * 4).isMultiple(of: 2) ? 0.3 : 0.02
        block[0][frame] = gain * sin(2 * .pi * 220 * time)
        block[1][frame] = gain * sin(2 * .pi * 330 * time)
      }
    }
    let writer = try AudioFileWriter(path: path, format: .wave24, sampleRate: rate)
    try writer.write(sound)
    _ = try writer.finish()
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }

  private func send(_ method: String, _ path: String, _ bytes: Data) async throws
    -> RunningStudio.Answer
  {
    let head = [
      "\(method) \(path) HTTP/1.1", "Host: localhost", "Connection: close", "X-Etude: 1",
      "Content-Type: application/octet-stream", "Content-Length: \(bytes.count)", "", "",
    ].joined(separator: "\r\n")
    return try await running.say(bytes: Data(head.utf8) + bytes)
  }

  private func done(_ order: String) async throws -> [String: Any] {
    let accepted = try await running.ask("POST", "/api/jobs", order)
    #expect(accepted.status == 202, "\(String(decoding: accepted.body, as: UTF8.self))")
    let id = try #require(accepted.object["id"] as? String)
    while true {
      let job = try await running.ask("GET", "/api/jobs/\(id)").object
      let state = job["state"] as? String
      if state == "done" { return try #require(job["result"] as? [String: Any]) }
      try #require(state == "queued" || state == "running", "\(job)")
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  @Test("references are put beside a project, listed and taken away; what is none is refused")
  func references() async throws {
    try running.compose()
    let place = "/api/projects/night/references"
    let bytes = try tones(seconds: 3)
    #expect(try await send("PUT", "\(place)/record.wav", bytes).status == 201)
    #expect(try await send("PUT", "\(place)/noise.wav", Data("no sound".utf8)).status == 422)
    #expect(try await send("PUT", "\(place)/.hidden.wav", bytes).status == 422)
    #expect(try await send("PUT", "\(place)/..%2f..%2fup.wav", bytes).status == 201)
    let listed = try await running.ask("GET", place).object["references"]
    let names = (listed as? [[String: Any]] ?? []).map { $0["name"] as? String }
    #expect(names == ["record.wav", "up.wav"])
    let order = #"{"kind":"master","project":"night","request":{"references":["gone.wav"]}}"#
    #expect(try await running.ask("POST", "/api/jobs", order).status == 404)
    #expect(try await running.ask("DELETE", "\(place)/up.wav").status == 200)
    #expect(try await running.ask("DELETE", "\(place)/up.wav").status == 404)
    #expect(try await running.ask("DELETE", "\(place)/..%2fnight.etude").status == 404)
    #expect(try await running.ask("GET", "/api/projects/night").status == 200)
  }

  @Test("a recording that comes in is heard, and a project comes in with its history")
  func imports() async throws {
    try running.compose()
    let heard = try await send("POST", "/api/imports/tones.wav", try tones(seconds: 8))
    #expect(heard.status == 200)
    let sound = try #require(heard.object["sound"] as? [String: Any])
    #expect(abs((sound["seconds"] as? Double ?? 0) - 8) < 0.01)
    #expect((sound["loudness"] as? Double).map { $0 < -10 && $0 > -40 } == true)
    let file = try Data(
      contentsOf: URL(fileURLWithPath: "\(running.folder)/night/night.etude"))
    let made = try await send("POST", "/api/imports/brought.etude", file)
    #expect(made.status == 201 && made.object["project"] as? String == "brought")
    let history = try await running.ask("GET", "/api/projects/brought/history").object
    let events = try #require(history["events"] as? [[String: Any]])
    #expect(events.map { $0["verb"] as? String } == ["compose"])
    #expect(try await send("POST", "/api/imports/x.etude", file.prefix(5000)).status == 422)
    let left = try FileManager.default.contentsOfDirectory(
      atPath: "\(running.folder)/.etude-studio")
    #expect(!left.contains { $0.hasPrefix("incoming") })
  }

  @Test("a project is mastered, an earlier state exported, and songs are compared")
  func jobs() async throws {
    try running.compose()
    try running.compose("day", "house, 8 bars")
    let edit = #"{"transpose":{"semitones":2,"parts":["bass"],"bars":[0,2]}}"#
    #expect(try await running.ask("POST", "/api/projects/night/edits", edit).status == 200)
    let revision = try await running.ask("GET", "/api/projects/night").object["revision"] as? Int
    let exported = try await done(
      #"{"kind":"export","project":"night","request":{"state":1,"formats":["midi"]}}"#)
    let files = try #require(exported["files"] as? [String])
    #expect(files.contains("/api/projects/night/files/exports/state-1/score.mid"))
    let score = try await running.ask(
      "GET", "/api/projects/night/files/exports/state-1/score.mid")
    #expect(score.body.prefix(4) == Data("MThd".utf8))
    let now = try await running.ask("GET", "/api/projects/night").object["revision"] as? Int
    #expect(now == revision)
    let mastered = try await done(
      #"{"kind":"master","project":"night","request":{"target":"spotify","intensity":30}}"#)
    let masters = try #require(mastered["files"] as? [String])
    #expect(
      ["night.wav", "night.before.wav", "night.after.wav"].allSatisfy { name in
        masters.contains { $0.hasSuffix("/masters/\(name)") }
      })
    let report = try #require(mastered["report"] as? String)
    #expect(!report.contains(running.folder) && report.contains("\"tracks\""))
    let compared = try await done(#"{"kind":"sameness"}"#)
    let sameness = try #require(compared["report"] as? String)
    #expect(sameness.contains("\"day\"") && !sameness.contains(running.folder))
    for order in [
      #"{"kind":"sameness","request":{"projects":["night"]}}"#,
      #"{"kind":"master","project":"night","request":{"target":"moon"}}"#,
      #"{"kind":"master","project":"night","request":{"intensity":101}}"#,
      #"{"kind":"export","project":"night","request":{"state":99}}"#,
    ] {
      #expect(try await running.ask("POST", "/api/jobs", order).status == 422, "\(order)")
    }
  }
}
