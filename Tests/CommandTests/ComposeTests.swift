import Foundation
import Testing

@Suite("etude compose") struct ComposeTests {
  @Test("one command leaves a project, MIDI, stems, a master and a report")
  func wholeSong() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let outcome = try command.run(
      "compose", "warm lo-fi in D minor, 82 bpm, 20 seconds", "--seed", "7", "--output", "song",
      "--json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let report = outcome.json
    #expect(report["seed"] as? Int == 7)
    #expect(abs((report["duration"] as? Double ?? 0) - 20) <= 0.01)
    let loudness = try #require(report["loudness"] as? Double)
    let style = try command.run("styles", "lo-fi", "--json").json
    #expect(abs(loudness - (try #require(style["loudness"] as? Double))) <= 0.2)
    #expect(try #require(report["truePeak"] as? Double) <= -1.0)
    #expect((report["stages"] as? [String: Double])?["rendering"] != nil)
    #expect((report["brief"] as? [String: Any])?["key"] as? String == "D minor")
    #expect((report["plan"] as? [String: Any])?["sections"] != nil)
    let names = command.names("song")
    for name in ["song.etude", "score.mid", "master.wav", "report.json"] {
      #expect(names.contains(name), "\(name)")
    }
    #expect(names.contains { $0.hasPrefix("stems/") && $0.hasSuffix(".wav") })
    let files = try #require(report["files"] as? [String])
    for file in files {
      #expect(FileManager.default.fileExists(atPath: command.path(file)), "\(file)")
    }
    #expect(!command.names(".").contains { $0.contains(".partial-") })
  }

  @Test("the same order gives the same bytes in every process, on one core or two, cached or not")
  func reproducible() throws {
    let command = try Command()
    defer { command.cleanUp() }
    var other = try Command(sharedCache: false)
    defer { other.cleanUp() }
    let order = [
      "compose", "synthwave, 8 bars", "--seed", "11", "--output", "song", "--formats",
      "midi,stems,wav,flac", "--no-credentials",
    ]
    #expect(try command.run(order).code == 0)
    #expect(try other.run(order, through: ["taskset", "-c", "0"]).code == 0)
    for name in ["score.mid", "master.wav", "master.flac"] {
      #expect(try command.data("song/\(name)") == other.data("song/\(name)"), "\(name)")
    }
    for name in command.names("song") where name.hasPrefix("stems/") {
      #expect(try command.data("song/\(name)") == other.data("song/\(name)"), "\(name)")
    }
    other.environment["GLIBC_TUNABLES"] =
      "glibc.cpu.hwcaps=-AVX2,-AVX,-FMA,-AVX512F,-ERMS,-SSE4_2,-SSE4_1"
    #expect(try other.run(order + ["--force"]).code == 0)
    #expect(try command.data("song/score.mid") == other.data("song/score.mid"))
  }

  @Test("variations are different songs in folders of their own")
  func variations() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let outcome = try command.run(
      "compose", "--style", "house", "--bars", "8", "--seed", "3", "--variations", "4", "--formats",
      "midi", "--output", "ideas", "--json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let scores = try (1...4).map { try command.data("ideas/ideas-0\($0)/score.mid") }
    #expect(Set(scores).count == 4)
  }

  @Test(
    "options win over the prompt, and hard wishes hold", arguments: ["mp3", "opus", "wav-float"])
  func options(_ format: String) throws {
    let command = try Command()
    defer { command.cleanUp() }
    let outcome = try command.run(
      "compose", "slow sad piano in C major", "--key", "F# minor", "--tempo", "128", "--bars", "4",
      "--style", "synthwave", "--loudness", "-16", "--seed", "5", "--formats", format, "--output",
      "song", "--json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let plan = try #require(outcome.json["plan"] as? [String: Any])
    let key = (plan["keys"] as? [[String: Any]])?.first?["key"] as? String
    #expect(key == "F# minor")
    #expect(outcome.json["bars"] as? Int == 4)
    #expect(abs((outcome.json["duration"] as? Double ?? 0) - 4 * 4 * 60 / 128) < 0.001)
    #expect(abs((outcome.json["loudness"] as? Double ?? 0) - -16) <= 0.2)
  }

  @Test("a loop is exact to the sample")
  func loop() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let outcome = try command.run(
      "compose", "--style", "house", "--bars", "4", "--tempo", "120", "--loop", "--seed", "2",
      "--formats", "wav", "--output", "loop", "--json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let bytes = try command.data("loop/master.wav")
    let frames = 4 * 4 * 60 / 120 * 48_000
    #expect(WaveHeader(bytes)?.frames == frames)
  }
}

/// The size of a WAV file, read without the program's own reader.
struct WaveHeader {
  var frames: Int
  var frameSize: Int
  var dataOffset: Int

  init?(_ data: Data) {
    let bytes = [UInt8](data)
    func number(_ offset: Int, _ count: Int) -> Int {
      (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
    guard bytes.count > 44, String(decoding: bytes[0..<4], as: UTF8.self) == "RIFF" else {
      return nil
    }
    var offset = 12
    var size = 0
    while offset + 8 <= bytes.count {
      let name = String(decoding: bytes[offset..<(offset + 4)], as: UTF8.self)
      let length = number(offset + 4, 4)
      if name == "fmt " { size = number(offset + 20, 2) }
      if name == "data", size > 0 {
        frameSize = size
        frames = length / size
        dataOffset = offset + 8
        return
      }
      offset += 8 + length + length % 2
    }
    return nil
  }
}
