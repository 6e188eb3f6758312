import Foundation
import Production
import Studio
import StudioWeb
import Synchronization
import Testing

/// A studio that serves on a free port of this machine, and a client that says what it is told to say.
final class RunningStudio: Sendable {
  /// An answer as it came.
  struct Answer {
    var status: Int
    var head: String
    var body: Data

    func json<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
      try JSONDecoder().decode(type, from: body)
    }

    var object: [String: Any] {
      (try? JSONSerialization.jsonObject(with: body)) as? [String: Any] ?? [:]
    }
  }

  let folder: String
  let studio: Studio
  let port: Int
  /// The operations that the server knows.
  let routes: [String]
  private let serving: Task<Void, any Error>

  init(host: String = "127.0.0.1", folder kept: String? = nil) async throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path
    let home =
      kept ?? FileManager.default.temporaryDirectory.path + "/etude-web-\(UUID().uuidString)"
    folder = home + "/library"
    studio = try Studio(
      environment: ["HOME": home, "ETUDE_DATA": root + "/Sources/Formats"],
      executable: "/nowhere/etude", interface: .page, now: { 0 })
    let server = try StudioServer(
      studio: studio, folder: folder, page: root + "/Sources/Web/StudioWeb/Page",
      address: StudioServer.Address(host: host, port: 0),
      explain: { StudioServer.Explanation(sentence: "failed: \(type(of: $0))", status: 422) })
    routes = server.operations
    let (addresses, source) = AsyncStream.makeStream(of: String.self)
    let flag = EndFlag()
    serving = Task {
      try await server.run(until: { flag.isRaised }) { source.yield($0) }
      source.finish()
    }
    self.flag = flag
    var found: Int?
    for await address in addresses {
      found = URL(string: address)?.port
      break
    }
    port = try #require(found)
  }

  private let flag: EndFlag
  private final class EndFlag: Sendable {
    private let raised = Mutex(false)
    var isRaised: Bool { raised.withLock { $0 } }
    func raise() { raised.withLock { $0 = true } }
  }

  /// Ends the server and waits for it.
  func end() async throws {
    flag.raise()
    try await serving.value
  }

  deinit {
    flag.raise()
    try? FileManager.default.removeItem(atPath: PathName(folder).parent)
  }

  /// Puts a composed song into the library.
  func compose(_ name: String = "night", _ prompt: String = "lo-fi, 8 bars") throws {
    let song = try studio.draft(brief: try studio.brief(prompt: prompt), seed: 3)
    try FileManager.default.createDirectory(
      atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    try ProjectFile.create(
      at: "\(folder)/\(name)/\(name).etude", song: song,
      operation: ProjectOperation(verb: "compose", inputs: "{}", summary: "Composed", seed: 3),
      by: studio.notary
    ).close()
  }

  /// Asks as the page does.
  func ask(
    _ method: String, _ path: String, _ body: String? = nil, headers: [String] = []
  ) async throws -> Answer {
    var lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close"]
    if method != "GET" { lines.append("X-Etude: test") }
    if let body {
      lines += ["Content-Type: application/json", "Content-Length: \(body.utf8.count)"]
    }
    return try await say((lines + headers + ["", body ?? ""]).joined(separator: "\r\n"))
  }

  /// Sends a text as it is, and reads until the server closes, or until it has said `end`.
  func say(_ text: String, until end: String? = nil) async throws -> Answer {
    try await say(bytes: Data(text.utf8), until: end)
  }

  /// Sends bytes as they are, and reads until the server closes, or until it has said `end`.
  ///
  /// Other tests keep all threads busy for minutes: no answer is late before a quarter of an hour.
  func say(bytes sent: Data, until end: String? = nil) async throws -> Answer {
    let port = port
    let bytes = try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(with: Result { try Self.exchange(Array(sent), port, end) })
      }
    }
    let gap = bytes.firstRange(of: Data("\r\n\r\n".utf8))
    let head = String(decoding: bytes[..<(gap?.lowerBound ?? bytes.endIndex)], as: UTF8.self)
    let words = head.split(separator: " ", maxSplits: 2)
    var body = gap.map { bytes[$0.upperBound...] } ?? Data()
    if head.lowercased().contains("transfer-encoding: chunked") { body = Self.joined(body) }
    return Answer(
      status: words.count > 1 ? Int(words[1]) ?? 0 : 0, head: head, body: Data(body))
  }

  private static func joined(_ chunks: Data) -> Data {
    var (rest, body) = (chunks, Data())
    while let line = rest.firstRange(of: Data("\r\n".utf8)),
      let count = Int(
        String(decoding: rest[rest.startIndex..<line.lowerBound], as: UTF8.self), radix: 16),
      count > 0, rest.endIndex - line.upperBound >= count
    {
      body += rest[line.upperBound..<(line.upperBound + count)]
      rest = rest[(line.upperBound + count)...].dropFirst(2)
    }
    return body
  }

  private static func exchange(_ bytes: [UInt8], _ port: Int, _ end: String?) throws -> Data {
    let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(file) }
    var time = timeval(tv_sec: 900, tv_usec: 0)
    setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else { throw POSIXError(.ECONNREFUSED) }
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      // A server that has refused already need not read the rest.
      guard count > 0 else { break }
      sent += count
    }
    var (answer, buffer) = (Data(), [UInt8](repeating: 0, count: 1 << 16))
    while true {
      let count = recv(file, &buffer, buffer.count, 0)
      guard count > 0 else { return answer }
      answer += buffer[..<count]
      if let end, answer.firstRange(of: Data(end.utf8)) != nil { return answer }
    }
  }
}
