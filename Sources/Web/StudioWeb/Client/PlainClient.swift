import Foundation

/// Asks a studio on this machine, one connection a request; blocks the thread that asks.
struct PlainClient: Sendable {
  /// Why there is no answer.
  enum Fault: Error {
    /// Nobody listens: nothing was sent.
    case notThere
    /// The request may have been sent, and no answer came in time.
    case noAnswer
  }

  struct Answer {
    var status: Int
    var body: Data
  }

  let note: ServingNote

  /// Sends JSON and waits at most so many seconds for the whole answer.
  func ask(
    _ method: String, _ path: String, _ body: String? = nil, seconds: Int
  ) throws(Fault) -> Answer {
    let file = try connected(seconds: seconds)
    defer { close(file) }
    let name = note.host.contains(":") ? "[\(note.host)]" : note.host
    var lines = [
      "\(method) \(path) HTTP/1.1", "Host: \(name):\(note.port)", "Connection: close",
      "X-Etude: command",
    ]
    if let token = note.token { lines.append("Authorization: Bearer \(token)") }
    if let body {
      lines += ["Content-Type: application/json", "Content-Length: \(body.utf8.count)"]
    }
    try send(Array((lines + ["", body ?? ""]).joined(separator: "\r\n").utf8), to: file)
    return try answer(from: file)
  }

  private func connected(seconds: Int) throws(Fault) -> Int32 {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(note.host, "\(note.port)", &hints, &found) == 0 else { throw .notThere }
    defer { freeaddrinfo(found) }
    var next = found
    while let address = next?.pointee {
      let file = socket(address.ai_family, address.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
      if file >= 0 {
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &time, size)
        setsockopt(file, SOL_SOCKET, SO_SNDTIMEO, &time, size)
        if connect(file, address.ai_addr, address.ai_addrlen) == 0 { return file }
        close(file)
      }
      next = address.ai_next
    }
    throw .notThere
  }

  private func send(_ bytes: [UInt8], to file: Int32) throws(Fault) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw .noAnswer }
      sent += count
    }
  }

  private func answer(from file: Int32) throws(Fault) -> Answer {
    var (received, buffer) = (Data(), [UInt8](repeating: 0, count: 1 << 16))
    while true {
      let count = recv(file, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      received.append(contentsOf: buffer[..<count])
    }
    guard let gap = received.firstRange(of: Data("\r\n\r\n".utf8)) else { throw .noAnswer }
    let lines = String(decoding: received[..<gap.lowerBound], as: UTF8.self)
      .split(separator: "\r\n")
    let words = lines.first?.split(separator: " ") ?? []
    let length = lines.lazy.compactMap { line -> Int? in
      let field = line.split(separator: ":", maxSplits: 1)
      guard field.count == 2, field[0].lowercased() == "content-length" else { return nil }
      return Int(field[1].trimmingCharacters(in: .whitespaces))
    }.first
    let body = Data(received[gap.upperBound...])
    guard words.count > 1, let status = Int(words[1]), body.count == length else {
      throw .noAnswer
    }
    return Answer(status: status, body: body)
  }
}
