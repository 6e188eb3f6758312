// Decodes every MIDI file of a folder, in this process and one thread, and prints one JSON object:
// how many files, bytes and notes there are, which files the strict decoder refused, and the
// seconds of the fastest pass over all of them.
//
// usage: midi-decoding FOLDER [PASSES]

import Foundation
import StandardMIDI

/// What is printed.
struct Outcome: Encodable {
  var files = 0
  var bytes = 0
  var notes = 0
  /// The files that are refused, by their path below the folder, with the error.
  var refused: [String: String] = [:]
  /// The fastest pass that reads, decodes and pairs the notes of every file.
  var seconds = Double.infinity
  /// The fastest pass that decodes what is in memory already, without pairing notes.
  var decodingSeconds = Double.infinity
}

/// The MIDI files below a folder, in the order of their paths.
func paths(below folder: String) -> [String] {
  let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
  return names.filter { ["mid", "midi"].contains(($0 as NSString).pathExtension.lowercased()) }
    .sorted()
}

/// The bytes of a file.
func bytes(of path: String) throws -> [UInt8] {
  guard let file = fopen(path, "rb") else { throw CocoaError(.fileReadNoSuchFile) }
  defer { fclose(file) }
  fseek(file, 0, SEEK_END)
  let size = max(0, ftell(file))
  rewind(file)
  return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
    count = fread(buffer.baseAddress, 1, size, file)
  }
}

/// Reads, decodes and pairs every file once.
func pass(over names: [String], in folder: String, into outcome: inout Outcome) throws {
  outcome.bytes = 0
  outcome.notes = 0
  let start = ContinuousClock.now
  for name in names {
    let bytes = try bytes(of: folder + "/" + name)
    outcome.bytes += bytes.count
    do throws(MIDIDecodingError) {
      outcome.notes += try MIDIFile.decode(bytes).notes().reduce(0) { $0 + $1.notes.count }
    } catch {
      outcome.refused[name] = "\(error)"
    }
  }
  outcome.seconds = min(outcome.seconds, seconds(since: start))
}

/// Decodes what is in memory once, and returns how many events there are.
func decodingPass(over files: [[UInt8]], into outcome: inout Outcome) -> Int {
  var events = 0
  let start = ContinuousClock.now
  for bytes in files {
    guard let file = try? MIDIFile.decode(bytes) else { continue }
    events += file.tracks.reduce(0) { $0 + $1.events.count }
  }
  outcome.decodingSeconds = min(outcome.decodingSeconds, seconds(since: start))
  return events
}

func seconds(since start: ContinuousClock.Instant) -> Double {
  let elapsed = (ContinuousClock.now - start).components
  return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
}

let words = CommandLine.arguments.dropFirst()
guard let folder = words.first else {
  FileHandle.standardError.write(Data("usage: midi-decoding FOLDER [PASSES]\n".utf8))
  exit(64)
}
var outcome = Outcome()
let names = paths(below: folder)
outcome.files = names.count
for _ in 0..<max(1, Int(words.dropFirst().first ?? "") ?? 1) {
  try pass(over: names, in: folder, into: &outcome)
}
let files = try names.map { try bytes(of: folder + "/" + $0) }
_ = decodingPass(over: files, into: &outcome)
let encoder = JSONEncoder()
encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
print(String(decoding: try encoder.encode(outcome), as: UTF8.self))
