import Foundation
import Studio
import Testing

@Suite("Studio on a port of this machine", .serialized) struct StudioServerTests {
  private let running: RunningStudio

  init() async throws { running = try await RunningStudio() }

  private func revision(_ answer: RunningStudio.Answer) throws -> Int {
    try #require(answer.object["revision"] as? Int)
  }

  @Test("the page, its files and the interface answer with a strict policy")
  func page() async throws {
    for path in ["/", "/app.js", "/health", "/api/projects", "/api/studio", "/api/jobs"] {
      let answer = try await running.ask("GET", path)
      #expect(answer.status == 200, "\(path)")
      #expect(answer.head.contains("default-src 'none'; script-src 'self'"))
      #expect(answer.head.lowercased().contains("x-content-type-options: nosniff"))
    }
    #expect(try await running.ask("GET", "/").head.contains("text/html"))
    #expect(try await running.ask("GET", "/app.js").head.contains("text/javascript"))
  }

  @Test("other names, other pages and forms are refused with a problem")
  func strangers() async throws {
    let foreign = try await running.say(
      "GET /api/projects HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
    #expect(foreign.status == 421)
    let origin = try await running.ask(
      "GET", "/api/projects", headers: ["Origin: http://evil.example"])
    #expect(origin.status == 403)
    let own = try await running.ask(
      "GET", "/api/projects", headers: ["Origin: http://127.0.0.1:\(running.port)"])
    #expect(own.status == 200)
    let form = try await running.say(
      "POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"
    )
    #expect(form.status == 403)
    for answer in [foreign, origin, form] {
      #expect(answer.head.contains("application/problem+json"))
      #expect(answer.object["title"] as? String != nil)
      #expect(!String(decoding: answer.body, as: UTF8.self).contains(running.folder))
    }
  }

  private static let hostile: [(method: String, path: String, body: String?, status: Int)] = [
    ("POST", "/api/jobs", "{", 400), ("POST", "/api/jobs", "[]", 400),
    ("POST", "/api/jobs", #"{"kind":"dance"}"#, 400),
    ("POST", "/api/jobs", #"{"kind":"regenerate","project":"gone"}"#, 404),
    ("POST", "/api/jobs", #"{"kind":"regenerate"}"#, 400),
    (
      "POST", "/api/jobs", #"{"kind":"regenerate","project":"night","request":{"bars":[5,2]}}"#, 400
    ),
    ("POST", "/api/jobs", #"{"kind":"compose","request":{"prompt":"x","variations":65}}"#, 422),
    (
      "POST", "/api/jobs",
      #"{"kind":"compose","request":{"prompt":"x","options":{"chords":"/etc/a.mid"}}}"#, 422
    ),
    ("GET", "/api/projects/gone", nil, 404), ("GET", "/api/projects/..", nil, 404),
    ("GET", "/api/projects/%2e%2e~.x", nil, 404), ("GET", "/api/projects/%zz", nil, 400),
    ("GET", "/api/nothing", nil, 404), ("GET", "/../../etc/passwd", nil, 404),
    ("GET", "/.gitignore", nil, 404),
    ("GET", "/api/projects/night/files/%2e%2e%2fnight.etude", nil, 404),
    ("GET", "/api/projects/night/suggestions", nil, 400),
    ("GET", "/api/projects/night/suggestions?bar=99", nil, 422),
    ("GET", "/api/projects/night/compare?from=1", nil, 400),
    ("POST", "/api/projects/night/restore", #"{"state":77}"#, 422),
    ("POST", "/api/projects/night/undo", "{}", 422),
    (
      "POST", "/api/projects/night/edits", #"{"setChord":{"bar":1,"position":"0","chord":"H7"}}"#,
      400
    ),
    ("POST", "/api/projects/night/edits", #"{"deleteSection":{"section":"gone"}}"#, 422),
    (
      "POST", "/api/projects/night/edits",
      #"{"setChord":{"bar":9223372036854775807,"position":"0","chord":"C"}}"#, 422
    ),
    (
      "POST", "/api/projects/night/edits",
      #"{"transpose":{"semitones":9223372036854775807,"parts":[],"bars":null}}"#, 422
    ),
    (
      "POST", "/api/projects/night/edits",
      #"{"transpose":{"semitones":1,"parts":[],"bars":[-9223372036854775808,9223372036854775807]}}"#,
      422
    ),
    (
      "POST", "/api/projects/night/edits",
      #"{"moveSection":{"section":"a-1","index":9223372036854775807}}"#, 422
    ),
    (
      "POST", "/api/projects/night/edits",
      #"{"resizeSection":{"section":"a-1","bars":9223372036854775807}}"#, 422
    ),
    (
      "POST", "/api/projects/night/edits",
      #"{"setArpeggiator":{"part":"keys","settings":{"range":9223372036854775807}}}"#, 422
    ),
    ("POST", "/api/projects/night/locks", #"{"parts":[],"releases":false,"bars":[-5,3]}"#, 422),
    ("POST", "/api/projects/night/locks", #"{"parts":[],"releases":false,"bars":[3,3]}"#, 422),
    ("POST", "/api/jobs", #"{"kind":"vary","project":"night","request":{"amount":1e300}}"#, 422),
    ("POST", "/api/jobs", #"{"kind":"continue","project":"night","request":{"bars":-4}}"#, 422),
    (
      "POST", "/api/jobs",
      #"{"kind":"more","request":{"projects":["night"],"variations":1000}}"#, 422
    ),
    (
      "POST", "/api/projects/night/notes",
      #"{"revision":1,"part":"bass","remove":[99999],"add":[]}"#, 422
    ),
    (
      "POST", "/api/projects/night/notes",
      #"{"revision":1,"part":"bass","remove":[],"add":[{"onset":-1,"duration":1,"pitch":40,"velocity":80}]}"#,
      422
    ),
    (
      "POST", "/api/projects/night/notes",
      #"{"revision":1,"part":"bass","remove":[],"add":[{"onset":1e300,"duration":1,"pitch":40,"velocity":80}]}"#,
      422
    ),
    ("PATCH", "/api/projects/night", #"{"rating":9}"#, 422),
    ("PUT", "/api/projects/night/versions/%0a", "{}", 422),
    ("POST", "/api/trash/..~.x/restore", "{}", 404),
    ("DELETE", "/api/jobs/gone", nil, 404),
  ]

  @Test("what cannot be read or is not there is a problem, not a crash")
  func hostile() async throws {
    try running.compose()
    for (method, path, body, status) in Self.hostile {
      let answer = try await running.ask(method, path, body)
      let text = String(decoding: answer.body, as: UTF8.self)
      #expect(answer.status == status, "\(method) \(path) \(body ?? ""): \(text)")
      #expect(answer.head.contains("application/problem+json"))
      #expect(!text.contains("/etude-web"))
    }
    #expect(try await running.ask("GET", "/health").status == 200)
  }

  @Test("bodies of another type, and bodies without end, are refused")
  func bodies() async throws {
    let head = "POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Etude: 1\r\n"
    let text = try await running.say(
      head + "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}")
    #expect(text.status == 415)
    let large = try await running.say(
      head + "Content-Type: application/json\r\nContent-Length: 99999999\r\n\r\n{}")
    #expect(large.status == 413)
    let field = try await running.say(
      "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Long: \(String(repeating: "a", count: 200_000))\r\n\r\n"
    )
    #expect(field.status != 200)
    #expect(try await running.ask("GET", "/health").status == 200)
  }

  @Test("notes are changed by their indices, and an old revision is a conflict")
  func notes() async throws {
    try running.compose()
    let before = try await running.ask("GET", "/api/projects/night/notes")
    let rows = try #require((before.object["parts"] as? [String: [[Double]]])?["bass"])
    let first = try #require(rows.first)
    let body = """
      {"revision":\(try revision(before)),"part":"bass","remove":[0],"add":[{"onset":\(first[0]),\
      "duration":\(first[1]),"pitch":\(Int(first[2])),"velocity":\(first[3] == 99 ? 98 : 99)}]}
      """
    let changed = try await running.ask("POST", "/api/projects/night/notes", body)
    #expect(
      changed.status == 200 && (changed.object["text"] as? String)?.contains("1 note") == true)
    let after = try await running.ask("GET", "/api/projects/night/notes")
    let now = try #require((after.object["parts"] as? [String: [[Double]]])?["bass"])
    #expect(now.count == rows.count && now[0][0] == first[0] && now[0][3] != first[3])
    #expect(Array(now.dropFirst()) == Array(rows.dropFirst()))
    #expect(try await running.ask("POST", "/api/projects/night/notes", body).status == 409)
    #expect(try await running.ask("POST", "/api/projects/night/undo", "{}").status == 200)
    let undone = try await running.ask("GET", "/api/projects/night/notes")
    #expect((undone.object["parts"] as? [String: [[Double]]])?["bass"] == rows)
    #expect(try await running.ask("POST", "/api/projects/night/redo", "{}").status == 200)
    let history = try await running.ask("GET", "/api/projects/night/history").object
    let events = try #require(history["events"] as? [[String: Any]])
    #expect(events.compactMap { $0["verb"] as? String } == ["compose", "edit", "undo", "redo"])
    #expect(events[1]["actor"] as? String == "person")
  }

  @Test("versions are named, compared and gone back to")
  func versions() async throws {
    try running.compose()
    #expect(
      try await running.ask("PUT", "/api/projects/night/versions/first%20idea", "{}").status == 200)
    let edit = #"{"transpose":{"semitones":2,"parts":["bass"],"bars":[0,2]}}"#
    #expect(try await running.ask("POST", "/api/projects/night/edits", edit).status == 200)
    let versions = try await running.ask("GET", "/api/projects/night/versions").object
    let version = try #require((versions["versions"] as? [[String: Any]])?.first)
    #expect(version["name"] as? String == "first idea" && version["state"] as? Int == 1)
    let song = try await running.ask("GET", "/api/projects/night").object
    let state = try #require(song["state"] as? Int)
    let compared = try await running.ask("GET", "/api/projects/night/compare?from=1&to=\(state)")
    let parts = try #require(compared.object["parts"] as? [[String: Any]])
    #expect(parts.map { $0["id"] as? String } == ["bass"])
    #expect(
      try await running.ask("POST", "/api/projects/night/restore", #"{"state":1}"#).status == 200)
    #expect(try await running.ask("GET", "/api/projects/night").object["state"] as? Int == 1)
    #expect(
      try await running.ask("DELETE", "/api/projects/night/versions/first%20idea").status == 200)
    #expect(
      try await running.ask("DELETE", "/api/projects/night/versions/first%20idea").status == 422)
  }

  @Test("projects are rated, found, thrown away and brought back")
  func library() async throws {
    try running.compose()
    try running.compose("day", "house, 8 bars")
    #expect(
      try await running.ask("PATCH", "/api/projects/day", #"{"rating":4,"tags":["club"]}"#).status
        == 200)
    func ids(_ query: String) async throws -> [String] {
      let found = try await running.ask("GET", "/api/projects\(query)").object["projects"]
      return (found as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
    }
    #expect(try await ids("?sort=rating") == ["day", "night"])
    #expect(try await ids("?sort=name").count == 2)
    #expect(try await ids("?search=club") == ["day"])
    #expect(try await ids("?tag=club") == ["day"])
    #expect(try await ids("?search=nobody").isEmpty)
    let gone = try await running.ask("DELETE", "/api/projects/day")
    let name = try #require(gone.object["trashed"] as? String)
    #expect(try await ids("") == ["night"])
    #expect(try await running.ask("POST", "/api/trash/\(name)/restore", "{}").status == 200)
    #expect(try await ids("?sort=rating") == ["day", "night"])
  }

  @Test("a project that cannot be read is listed with the reason")
  func damaged() async throws {
    try running.compose()
    try Data("no project".utf8).write(
      to: URL(fileURLWithPath: "\(running.folder)/broken.etude"))
    let found = try await running.ask("GET", "/api/projects").object["projects"] as? [[String: Any]]
    let broken = try #require(found?.first { $0["id"] as? String == "broken" })
    #expect(broken["fault"] is String)
    #expect(found?.count == 2)
    #expect(try await running.ask("GET", "/api/projects/broken").status == 422)
  }

  @Test("MIDI comes in as a project; what is no MIDI is refused and leaves nothing")
  func imports() async throws {
    try running.compose()
    let project = try Project.open(at: "\(running.folder)/night")
    _ = try running.studio.render(project, RenderRequest(formats: [.midi]))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(running.folder)/night/score.mid"))
    func send(_ name: String, _ bytes: Data) async throws -> RunningStudio.Answer {
      let head = [
        "POST /api/imports/\(name) HTTP/1.1", "Host: localhost", "Connection: close", "X-Etude: 1",
        "Content-Type: application/octet-stream", "Content-Length: \(bytes.count)", "", "",
      ].joined(separator: "\r\n")
      return try await running.say(bytes: Data(head.utf8) + bytes)
    }
    let made = try await send("My%20tune.mid", bytes)
    #expect(made.status == 201)
    let id = try #require(made.object["project"] as? String)
    #expect(id == "my-tune")
    let song = try await running.ask("GET", "/api/projects/\(id)").object
    #expect(song["bars"] as? Int == 8)
    let before = try FileManager.default.contentsOfDirectory(atPath: running.folder).sorted()
    #expect(try await send("junk.mid", Data("MThd no".utf8)).status == 422)
    #expect(try await send("..%2f..%2fx.mid", bytes).status == 201)
    #expect(try await send("junk.mid", Data()).status == 422)
    let after = try FileManager.default.contentsOfDirectory(atPath: running.folder).sorted()
    #expect(after == (before + ["x"]).sorted())
  }

  @Test("files are handed out whole, in ranges, and not again when they are known")
  func files() async throws {
    try running.compose()
    let project = try Project.open(at: "\(running.folder)/night")
    _ = try running.studio.render(project, RenderRequest(formats: [.midi]))
    let path = "/api/projects/night/files/score.mid"
    let whole = try await running.ask("GET", path)
    #expect(whole.status == 200 && whole.body.prefix(4) == Data("MThd".utf8))
    let part = try await running.ask("GET", path, headers: ["Range: bytes=4-7"])
    #expect(part.status == 206 && part.body == whole.body.dropFirst(4).prefix(4))
    #expect(part.head.contains("4-7/\(whole.body.count)"))
    #expect(try await running.ask("GET", path, headers: ["Range: bytes=99999999-"]).status == 416)
    let tag = try #require(
      whole.head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("etag:") })
    let known = try await running.ask(
      "GET", path, headers: ["If-None-Match: \(tag.dropFirst(6))"])
    #expect(known.status == 304 && known.body.isEmpty)
    try FileManager.default.createSymbolicLink(
      atPath: "\(running.folder)/night/leak.txt", withDestinationPath: "/etc/passwd")
    #expect(try await running.ask("GET", "/api/projects/night/files/leak.txt").status == 404)
    let listed = try await running.ask("GET", "/api/projects/night/files").object["files"]
    let names = (listed as? [[String: Any]] ?? []).compactMap { $0["path"] as? String }
    #expect(names.contains("score.mid") && !names.contains("leak.txt"))
  }

  @Test("a job makes songs, and pages hear of it and of what it made")
  func jobs() async throws {
    let order =
      #"{"kind":"compose","request":{"prompt":"lo-fi, 4 bars","seed":5,"variations":2,"sound":false}}"#
    async let stream = running.say(
      "GET /api/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
      until: "\"state\":\"done\"")
    try await Task.sleep(for: .milliseconds(300))
    let accepted = try await running.ask("POST", "/api/jobs", order)
    #expect(accepted.status == 202)
    let id = try #require(accepted.object["id"] as? String)
    var job: [String: Any] = [:]
    for _ in 0..<20_000 {
      job = try await running.ask("GET", "/api/jobs/\(id)").object
      if job["state"] as? String == "done" { break }
      try await Task.sleep(for: .milliseconds(50))
    }
    let made = try #require((job["result"] as? [String: Any])?["projects"] as? [String])
    #expect(made.count == 2)
    for project in made {
      #expect(try await running.ask("GET", "/api/projects/\(project)").status == 200)
    }
    let text = String(decoding: try await stream.body, as: UTF8.self)
    #expect(text.contains("event: job") && text.contains(id))
  }

  @Test("a server that ends lets a waiting page go, and its library opens again")
  func ends() async throws {
    try running.compose()
    async let stream = running.say(
      "GET /api/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    try await Task.sleep(for: .milliseconds(200))
    try await running.end()
    #expect(try await stream.status == 200)
    let again = try await RunningStudio(folder: PathName(running.folder).parent)
    #expect(try await again.ask("GET", "/api/projects/night").status == 200)
  }

  @Test("away from this machine's own address a token is demanded")
  func token() async throws {
    let open = try await RunningStudio(host: "0.0.0.0")
    #expect(try await open.ask("GET", "/api/projects").status == 401)
    #expect(
      try await open.ask("GET", "/api/projects", headers: ["Authorization: Bearer wrong"]).status
        == 401)
    #expect(try await open.ask("GET", "/health").status == 200)
  }
}
