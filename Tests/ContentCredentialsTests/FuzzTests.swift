import ContentCredentials
import Foundation
import Testing

@Suite("Damaged files")
struct FuzzTests {
  @Test(
    "files with changed bytes are read or refused, and never say something else",
    arguments: UInt64(1)...24)
  func changedBytes(seed: UInt64) throws {
    var dice = Dice(state: seed)
    let bench = try Workbench()
    for file in CredentialTests.files {
      try bench.write(file.bytes, file.name)
      try bench.sign(file.name)
      let whole = try bench.bytes(file.name)
      let claim = try bench.read(file.name).claim
      for _ in 0..<25 {
        var bytes = whole
        for _ in 0...Int.random(in: 0...4, using: &dice) {
          let place = Int.random(in: bytes.indices, using: &dice)
          bytes[place] = UInt8.random(in: 0...255, using: &dice)
        }
        guard bytes != whole else { continue }
        try bench.write(bytes, "changed")
        guard let report = try? bench.read("changed"), report.state != .invalid else { continue }
        #expect(report.claim == claim, "seed \(seed), \(file.name)")
      }
    }
  }

  @Test("files that end early are read or refused", arguments: UInt64(1)...8)
  func cut(seed: UInt64) throws {
    var dice = Dice(state: seed)
    let bench = try Workbench()
    for file in CredentialTests.files {
      try bench.write(file.bytes, file.name)
      try bench.sign(file.name)
      let whole = try bench.bytes(file.name)
      for _ in 0..<25 {
        try bench.write(Array(whole.prefix(Int.random(in: whole.indices, using: &dice))), "cut")
        let report = try? bench.read("cut")
        #expect(report?.state ?? .invalid == .invalid, "seed \(seed), \(file.name)")
        // Whether it can be signed or not, nothing ends the process.
        _ = try? bench.sign("cut")
      }
    }
  }

  @Test(
    "heads of every kind with random bytes behind them are read or refused",
    arguments: UInt64(1)...40)
  func random(seed: UInt64) throws {
    var dice = Dice(state: seed)
    let bench = try Workbench()
    let heads: [[UInt8]] = [
      Array("RIFF".utf8) + dice.bytes(4) + Array("WAVE".utf8),
      Array("RIFF".utf8) + dice.bytes(4) + Array("WAVEC2PA".utf8) + [200, 0, 0, 0],
      Array("RF64".utf8) + dice.bytes(4) + Array("WAVEds64".utf8), Array("ID3".utf8) + [3, 0, 0],
      Array("ID3".utf8) + [4, 0, 0xF0, 0, 0], Array("ID3".utf8) + [2, 0, 0x80, 0, 0],
      Array("ID3".utf8) + [3, 0, 0xC0, 0, 0, 1, 0] + Array("GEOB".utf8) + [0, 0, 0, 90, 0, 0, 0]
        + Array("application/c2pa".utf8) + [0],
      Array("fLaC".utf8), [0xFF, 0xFB], [],
    ]
    for head in heads {
      try bench.write(head + dice.bytes(Int.random(in: 0...400, using: &dice)), "random")
      #expect(throws: CredentialError.self, "seed \(seed)") { try bench.read("random") }
      _ = try? bench.sign("random")
    }
  }

  @Test("a chunk of the whole address space is refused before anything is reserved")
  func enormous() throws {
    let bench = try Workbench()
    let chunk = Array("C2PA".utf8) + [0xFF, 0xFF, 0xFF, 0xFF]
    try bench.write(
      Array("RIFF".utf8) + [0xFF, 0xFF, 0xFF, 0xFF] + Array("WAVE".utf8) + chunk, "a.wav")
    #expect(throws: CredentialError.self) { try bench.read("a.wav") }
    let tag = Array("ID3".utf8) + [3, 0, 0, 0x7F, 0x7F, 0x7F, 0x7F]
    try bench.write(tag + SmallFile.mp3(), "a.mp3")
    #expect(throws: CredentialError.self) { try bench.read("a.mp3") }
  }
}
