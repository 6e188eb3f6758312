import Foundation
import Music
import StandardMIDI
import Testing

/// How much larger than usual a campaign of random inputs is to be.
private let campaignSize =
  ProcessInfo.processInfo.environment["ETUDE_CAMPAIGN_SIZE"].flatMap { Int($0) } ?? 1

@Suite("MIDIFile round trips")
struct MIDIRoundTripTests {
  @Test("a value survives being written and read, and its bytes being read and written")
  func values() throws {
    for seed in 0..<UInt64(400 * campaignSize) {
      var generator = MIDIGenerator(seed: seed, purpose: "values")
      let file = generator.file()
      let bytes = try file.encoded()
      let decoded = try MIDIFile.decode(bytes)
      #expect(decoded == file, "seed \(seed)")
      #expect(try decoded.encoded() == bytes, "seed \(seed)")
      let recovery = try MIDIFile.decode(recovering: bytes)
      #expect(recovery.file == file && recovery.repairs.isEmpty, "seed \(seed)")
    }
  }

  @Test("damaged files are refused or read, never worse, and what is read is stable")
  func mutations() {
    for seed in 0..<UInt64(2200 * campaignSize) {
      var generator = MIDIGenerator(seed: seed, purpose: "mutations")
      guard let sound = try? generator.file().encoded() else {
        Issue.record("seed \(seed) gives no file")
        continue
      }
      expectStability(of: generator.damaged(sound), seed: seed)
    }
  }

  @Test("random bytes behind a sound header are refused or read, never worse")
  func noise() {
    for seed in 0..<UInt64(800 * campaignSize) {
      var generator = MIDIGenerator(seed: seed, purpose: "noise")
      let noise = generator.bytes(400)
      expectStability(of: noise, seed: seed)
      expectStability(of: Bytes.header(tracks: 1) + noise, seed: seed)
      expectStability(of: Bytes.header(tracks: 1) + Bytes.chunk("MTrk", noise), seed: seed)
    }
  }

  /// Decodes strictly and recovering; checks that they agree and that a second decode changes nothing.
  private func expectStability(of bytes: [UInt8], seed: UInt64) {
    let strict = try? MIDIFile.decode(bytes)
    let recovery = try? MIDIFile.decode(recovering: bytes)
    if let strict {
      #expect(recovery?.file == strict && recovery?.repairs.isEmpty == true, "seed \(seed)")
    } else if let recovery {
      #expect(!recovery.repairs.isEmpty, "seed \(seed)")
    }
    guard let file = strict ?? recovery?.file else { return }
    do {
      let again = try MIDIFile.decode(file.encoded())
      #expect(again == file, "seed \(seed)")
      _ = again.notes()
    } catch {
      Issue.record("seed \(seed): \(error)")
    }
  }

  @Test("every prefix of a sound file is refused with a typed error, and read when asked")
  func prefixes() throws {
    var generator = MIDIGenerator(seed: 7, purpose: "prefixes")
    var file = generator.file()
    while file.tracks.count < 2 || file.format == .single { file = generator.file() }
    let bytes = try file.encoded()
    for count in 0..<bytes.count {
      let prefix = Array(bytes[..<count])
      #expect(throws: MIDIDecodingError.self) { try MIDIFile.decode(prefix) }
      if count >= 14 {
        let recovery = try MIDIFile.decode(recovering: prefix)
        #expect(!recovery.repairs.isEmpty)
        for (part, whole) in zip(recovery.file.tracks, file.tracks) {
          #expect(whole.events.starts(with: part.events))
        }
      }
    }
  }
}
