import Foundation
import Testing

/// `etude analyze` on recordings, on the built program.
@Suite("etude analyze on sound") struct AnalyzeSoundTests {
  /// A beat at 120 BPM over a chord of A minor, as loud as a mix.
  private func beat(seconds: Double, rate: Int = 48_000, channels: Int = 2) -> Data {
    WaveFile.pcm(rate: rate, channels: channels, seconds: seconds) { channel, time in
      let place = time.truncatingRemainder(dividingBy: 0.5)
      let kick = exp(-30 * place) * sin(2 * .pi * 55 * time)
      let chord = [220, 261.63, 329.63].reduce(0.0) { sum, pitch in
        sum + sin(2 * .pi * pitch * time + Double(channel))
      }
      return 0.5 * kick + 0.06 * chord
    }
  }

  private func write(_ data: Data, _ name: String, _ command: Command) throws {
    try data.write(to: command.folder.appendingPathComponent(name))
  }

  private func value(_ json: [String: Any], _ path: String) -> Any? {
    path.split(separator: ".").reduce(json as Any?) { ($0 as? [String: Any])?[String($1)] }
  }

  @Test("a recording is measured, told in a table and drawn as a page")
  func page() throws {
    let command = try Command()
    defer { command.cleanUp() }
    try write(beat(seconds: 24), "beat.wav", command)
    let table = try command.run("analyze", "beat.wav")
    #expect(table.code == 0, "\(table.errors)")
    for word in ["loudness", "tempo", "key"] { #expect(table.output.contains(word)) }
    for (name, head) in [("page.png", "\u{89}PNG"), ("page.svg", "<?xml"), ("page.pdf", "%PDF")] {
      let outcome = try command.run("analyze", "beat.wav", "--picture", name, "--json")
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(try command.data(name).starts(with: head.unicodeScalars.map { UInt8($0.value) }))
      let found = outcome.json
      let tempo = try #require(value(found, "tempo.beatsPerMinute") as? Double)
      #expect([60, 120, 240].contains { abs(tempo / $0 - 1) < 0.01 }, "\(tempo)")
      #expect(value(found, "tonality.key") as? String == "A minor")
      #expect((value(found, "loudness.integrated") as? Double).map { $0 > -30 && $0 < -5 } == true)
      #expect((value(found, "loudness.truePeak") as? Double).map { $0 < 0 } == true)
      #expect((value(found, "stereo.correlation") as? Double).map { $0 > 0 } == true)
      #expect((value(found, "levels.crestFactor") as? Double).map { $0 > 3 } == true)
    }
    // What stands there is not replaced unasked.
    #expect(try command.run("analyze", "beat.wav", "--picture", "page.png").code == 73)
    #expect(try command.run("analyze", "beat.wav", "--picture", "page.png", "--force").code == 0)
  }

  @Test("mono, surround, 8 kHz, an offset, silence and broken samples are read, and said")
  func odd() throws {
    let command = try Command()
    defer { command.cleanUp() }
    try write(beat(seconds: 4, channels: 1), "mono.wav", command)
    try write(beat(seconds: 4, channels: 8), "surround.wav", command)
    try write(beat(seconds: 4, rate: 8000), "telephone.wav", command)
    try write(
      WaveFile.pcm(seconds: 4) { _, time in 0.1 + 0.2 * sin(2 * .pi * 440 * time) },
      "offset.wav", command)
    try write(
      WaveFile.pcm(seconds: 4) { channel, time in
        (channel == 0 ? 0.3 : -0.3) * sin(2 * .pi * 440 * time)
      }, "inverted.wav", command)
    try write(WaveFile.pcm(seconds: 4) { _, _ in 0 }, "silent.wav", command)
    try write(
      WaveFile.float(seconds: 4) { _, time in
        time == 1 ? .nan : time == 2 ? .infinity : Float(0.2 * sin(2 * .pi * 440 * time))
      }, "broken.wav", command)
    try write(beat(seconds: 4), "mislabelled.flac", command)
    try write(beat(seconds: 4).prefix(300_000), "cut.wav", command)
    let cases = [
      ("mono.wav", ""), ("surround.wav", "folded down"), ("telephone.wav", ""),
      ("offset.wav", "direct current"), ("inverted.wav", "work against each other"),
      ("silent.wav", "is silent"), ("broken.wav", "NaN or infinite"),
      ("mislabelled.flac", "The name says .flac"), ("cut.wav", "ends too early"),
    ]
    for (name, words) in cases {
      let outcome = try command.run("analyze", name, "--json", "--picture", "\(name).svg")
      #expect(outcome.code == 0, "\(name): \(outcome.errors)")
      let notices = (outcome.json["notices"] as? [String] ?? []).joined(separator: " ")
      #expect(words.isEmpty || notices.contains(words), "\(name): \(notices)")
      #expect(try command.data("\(name).svg").count > 1000)
    }
  }

  @Test("what cannot be heard is a sentence, a hint and a code, and no picture stays")
  func refused() throws {
    let command = try Command()
    defer { command.cleanUp() }
    try write(beat(seconds: 4), "good.wav", command)
    try write(Data(), "empty.wav", command)
    try write(Data("no sound at all".utf8), "text.wav", command)
    try write(beat(seconds: 0, channels: 2).prefix(30), "head.wav", command)
    var noChannels = beat(seconds: 1)
    noChannels[22] = 0
    try write(noChannels, "none.wav", command)
    try FileManager.default.createSymbolicLink(
      atPath: command.path("loop.wav"), withDestinationPath: command.path("loop.wav"))
    let cases: [(words: [String], code: Int32)] = [
      (["nowhere.wav"], 66), (["empty.wav"], 65), (["text.wav"], 65), (["head.wav"], 65),
      (["none.wav"], 65), (["loop.wav"], 66), (["good.wav", "--recover"], 64),
      (["good.wav", "--picture", "page.gif"], 64),
      (["good.wav", "--picture", "nowhere/page.png"], 74),
    ]
    for (words, code) in cases {
      let outcome = try command.run(
        ["analyze"] + words + (words.count == 1 ? ["--picture", "page.png"] : []))
      #expect(outcome.code == code, "\(words): \(outcome.errors)")
      #expect(!outcome.errors.isEmpty && outcome.output.isEmpty, "\(words): \(outcome.output)")
      #expect(!command.names("").contains { $0.hasPrefix("page") }, "\(words)")
    }
  }
}
