// Draws notes from a model and prints one JSON object; see `Benchmarks/inference/run`.
//
// usage: note-drawing WEIGHTS VOCABULARY PROMPT [--variations N] [--notes N] [--threads N] [PATH]
//        note-drawing --bandwidth
//
// VOCABULARY is the folder of vocabulary.json, PROMPT a parity fixture, whose events are read, PATH a
// path of the kernels.

import Foundation
import Inference
import Music
import Weights

/// What is printed.
struct Outcome: Encodable {
  var path = ""
  /// Mapping and checking the weights.
  var loadSeconds = 0.0
  /// From nothing but files to the first note of the first variation.
  var firstNoteSeconds = Double.infinity
  /// Drawing after the prompt was read, and the notes that came of it.
  var drawSeconds = 0.0
  var notes = 0
  /// Reading the prompt.
  var promptSeconds = 0.0
  var promptEvents = 0
  var cacheBytesPerEvent = 0
  var cacheBytes = 0
  var weightBytes = 0
  /// Bytes of weights that one event reads, all heads of a note with them.
  var bytesPerEvent = 0
  /// The most memory that the process held, the file's pages with it.
  var residentBytes = 0
}

func seconds(since start: ContinuousClock.Instant) -> Double {
  let elapsed = (ContinuousClock.now - start).components
  return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
}

/// Bytes a second that one thread reads from memory, out of a buffer that no cache holds.
func bandwidth() -> Double {
  let words = 1 << 27
  let memory = [UInt64](unsafeUninitializedCapacity: words) { buffer, count in
    for index in 0..<words { buffer.initializeElement(at: index, to: UInt64(index)) }
    count = words
  }
  var best = Double.infinity
  var sum = SIMD8<UInt64>.zero
  for _ in 0..<3 {
    let start = ContinuousClock.now
    memory.withUnsafeBytes { bytes in
      for offset in stride(from: 0, to: bytes.count, by: 256) {
        sum &+= bytes.loadUnaligned(fromByteOffset: offset, as: SIMD8<UInt64>.self)
        sum &+= bytes.loadUnaligned(fromByteOffset: offset + 64, as: SIMD8<UInt64>.self)
        sum &+= bytes.loadUnaligned(fromByteOffset: offset + 128, as: SIMD8<UInt64>.self)
        sum &+= bytes.loadUnaligned(fromByteOffset: offset + 192, as: SIMD8<UInt64>.self)
      }
    }
    best = min(best, seconds(since: start))
  }
  precondition(sum.wrappedSum() > 0, "the sum is used, so that it is made")
  return Double(words * 8) / best
}

/// The most memory of this process so far, from /proc.
func peakResidentBytes() -> Int {
  let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
  let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
  return (line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
}

/// The value of an option, or another.
func option(_ name: String, _ otherwise: Int) -> Int {
  let words = CommandLine.arguments
  guard let at = words.firstIndex(of: name), at + 1 < words.count else { return otherwise }
  return Int(words[at + 1]) ?? otherwise
}

/// The events of a fixture.
func events(_ file: TensorFile, _ name: String, _ times: String) -> [TimedEvent] {
  let (values, when) = (file.tensors[name]?.words() ?? [], file.tensors[times]?.words() ?? [])
  guard !when.isEmpty else { return [] }
  let width = values.count / when.count
  return when.indices.map {
    TimedEvent(Array(values[$0 * width..<($0 + 1) * width]), time: Int(when[$0]))
  }
}

/// Moments that the drawing thread tells of.
final class Moments: @unchecked Sendable {
  // Proof: written by the drawing threads one at a time, read after they ended.
  var first: ContinuousClock.Instant?
}

func measure(_ weights: String, _ vocabulary: String, _ prompt: String) throws -> Outcome {
  var outcome = Outcome()
  let start = ContinuousClock.now
  let layout = EventLayout(try Vocabulary.load(folder: vocabulary))
  let loading = ContinuousClock.now
  let file = try ModelFile(
    path: weights, vocabularyVersion: layout.version)
  let model = try ModelWeights(file, layout: layout)
  outcome.loadSeconds = seconds(since: loading)
  let words = CommandLine.arguments
  let kernels = Kernels.available.first { words.contains($0.name) } ?? Kernels.fastest
  outcome.path = kernels.name
  let transformer = Transformer(model, kernels: kernels)
  let fixture = try TensorFile(path: prompt)
  let prompt = events(fixture, "events", "times")
  let header = events(fixture, "headers", "headerTimes")[0]
  let (variations, notes) = (option("--variations", 1), option("--notes", 256))
  let generation = Generation(transformer, threads: option("--threads", 1))
  func guides(_ notes: Int) -> [NoteGuide] {
    (0..<variations).map {
      NoteGuide(
        header: header, notes: notes, layout: layout,
        random: RandomStream(seed: 1, purpose: "benchmark", take: $0))
    }
  }
  let moments = Moments()
  _ = try generation.variations(
    of: prompt, guides: guides(1),
    onStep: { step in
      if step.event.values[0] == Int32(NoteGuide.note), moments.first == nil {
        moments.first = ContinuousClock.now
      }
    })
  let first = ((moments.first ?? start) - start).components
  outcome.firstNoteSeconds = Double(first.seconds) + Double(first.attoseconds) * 1e-18
  let reading = ContinuousClock.now
  _ = try generation.variations(of: prompt, guides: guides(0))
  outcome.promptSeconds = seconds(since: reading)
  let drawing = ContinuousClock.now
  let drawn = try generation.variations(of: prompt, guides: guides(notes))
  outcome.drawSeconds = seconds(since: drawing) - outcome.promptSeconds
  outcome.notes = drawn.reduce(0) { $0 + $1.events.count - 1 }
  outcome.promptEvents = prompt.count
  outcome.cacheBytesPerEvent = transformer.cacheBytesPerEvent
  outcome.cacheBytes = (prompt.count + outcome.notes) * transformer.cacheBytesPerEvent
  outcome.weightBytes = file.tensors.tensors.values.reduce(0) { $0 + $1.range.count }
  let predicted = layout.kinds[NoteGuide.note].predicted.dropLast(2)
  outcome.bytesPerEvent = model.bytesOfLayers + model.bytesOfHeads([0] + predicted)
  outcome.residentBytes = peakResidentBytes()
  return outcome
}

let encoder = JSONEncoder()
encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
let words = Array(CommandLine.arguments.dropFirst())
do {
  if words == ["--bandwidth"] {
    print(String(decoding: try encoder.encode(["bytesPerSecond": bandwidth()]), as: UTF8.self))
  } else if words.count >= 3 {
    let outcome = try measure(words[0], words[1], words[2])
    print(String(decoding: try encoder.encode(outcome), as: UTF8.self))
  } else {
    FileHandle.standardError.write(Data("usage: note-drawing WEIGHTS VOCABULARY PROMPT\n".utf8))
    exit(64)
  }
} catch {
  FileHandle.standardError.write(Data("note-drawing: \(error)\n".utf8))
  exit(1)
}
