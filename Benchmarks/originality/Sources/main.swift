import Dispatch
import Foundation
import Music
import Originality
import Production
import ReferenceIndex
import StandardMIDI
import Synchronization

// quotations hide INDEX VALID-FOLDER TEST-FOLDER COUNT: what human works that were kept aside share with
// the index, and what is found of quotations that are hidden in them.
// quotations time INDEX FILE...: how many seconds holding each file against the index takes.

/// What a work shares with one of the index.
struct Shared: Encodable {
  var work: String
  var rarity: Double
  var notes: Int
  var exact: Int
}

/// A hidden quotation: what it tells by itself, and how rare what was found of it is; 0 where nothing
/// was.
struct Hidden: Encodable {
  var information: Double
  var found: Double
}

struct Outcome: Encodable {
  var works = 0, bytes = 0
  var valid: [String: [Shared]] = [:], test: [String: [Shared]] = [:]
  var hidden: [String: [Hidden]] = [:]
}

func seconds() -> Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }

func mapped<Result: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Result?) -> [Result] {
  let found = Mutex([Result?](repeating: nil, count: count))
  DispatchQueue.concurrentPerform(iterations: count) { number in
    let result = body(number)
    found.withLock { $0[number] = result }
  }
  return found.withLock { $0.compactMap { $0 } }
}

func lines(_ path: String) -> PieceLines? {
  guard let data = FileManager.default.contents(atPath: path),
    let file = try? MIDIFile.decode(Array(data)),
    let score = try? ScoreDecoder().score(of: file).score
  else { return nil }
  return PieceLines(score, recognizing: true)
}

/// The lines of every MIDI file below a folder, by path.
func pieces(in folder: String) -> [(path: String, lines: PieceLines)] {
  let paths = (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
    .filter { $0.hasSuffix(".mid") }.sorted()
  return mapped(paths.count) { number in
    lines("\(folder)/\(paths[number])").map { (paths[number], $0) }
  }
}

/// What pieces share with each work, the most with the first.
func shared(
  _ pieces: [(path: String, lines: PieceLines)], _ searcher: Searcher, _ index: ReferenceIndex
) -> [String: [Shared]] {
  let found = mapped(pieces.count) { number -> (String, [Shared])? in
    var byWork: [Int: Likeness] = [:]
    for line in pieces[number].lines.lines where line.kind == .melody {
      for likeness in (try? searcher.likenesses(of: line.line)) ?? []
      where likeness.rarity > byWork[likeness.work]?.rarity ?? 0 {
        byWork[likeness.work] = likeness
      }
    }
    let best = byWork.values.sorted { ($1.rarity, $0.work) < ($0.rarity, $1.work) }.prefix(60)
    let rows = best.compactMap { likeness -> Shared? in
      guard let work = try? index.work(likeness.work) else { return nil }
      return Shared(
        work: work.name.id, rarity: likeness.rarity, notes: likeness.notes,
        exact: likeness.longestExact)
    }
    return (pieces[number].path, rows)
  }
  return Dictionary(found) { first, _ in first }
}

/// Hides quotations of some lengths in the melodies of other works, and looks for them.
func hidden(
  _ count: Int, _ lengths: ClosedRange<Int>, isVaried: Bool, label: String, in hosts: [PieceLines],
  _ melodies: [ReferenceLine], _ searcher: Searcher, _ index: ReferenceIndex
) throws -> [Hidden] {
  var random = RandomStream(seed: 5, purpose: label)
  var found: [Hidden] = []
  for _ in 0..<count {
    let quotation = try Quotation.cut(lengths, from: index, melodies, &random)
    func rarity(_ line: ReferenceLine) throws -> Double {
      try searcher.likenesses(of: line).filter { $0.tune == quotation.tune }.map(\.rarity).max()
        ?? 0
    }
    let line = isVaried ? quotation.varied(isOrnamented: true, &random) : quotation.line
    let host = hosts[random.index(hosts.count)].first(.melody)
    found.append(
      Hidden(information: try rarity(quotation.line), found: try rarity(host.hiding(line))))
  }
  return found
}

func printed(_ value: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys]
  print(String(decoding: try encoder.encode(value), as: UTF8.self))
}

let words = CommandLine.arguments
if words.count > 3, words[1] == "time" {
  let searcher = try Searcher(
    [.init(name: "index", index: ReferenceIndex(path: words[2]))],
    threads: ProcessInfo.processInfo.activeProcessorCount)
  var times: [Double] = []
  for path in words[3...] {
    guard let piece = lines(path) else { continue }
    // The first touches the pages; the better of two others counts.
    _ = try searcher.verdict(of: piece)
    let runs = try (0..<2).map { _ -> Double in
      let start = seconds()
      _ = try searcher.verdict(of: piece)
      return seconds() - start
    }
    times.append(runs.min() ?? 0)
  }
  try printed(times)
} else if words.count == 6, words[1] == "hide", let count = Int(words[5]) {
  let index = try ReferenceIndex(path: words[2])
  let searcher = try Searcher([.init(name: "index", index: index)])
  let valid = pieces(in: words[3])
  var outcome = Outcome(works: index.count, bytes: index.byteCount)
  outcome.valid = shared(valid, searcher, index)
  outcome.test = shared(pieces(in: words[4]), searcher, index)
  var melodies: [ReferenceLine] = []
  for work in 0..<index.count { melodies.append(try index.line(.melody, ofWork: work)) }
  let hosts = valid.map(\.lines).filter { $0.notes > 80 && $0.first(.melody).count > 40 }
  for (label, lengths, isVaried) in [
    ("exact, 12 to 16 notes", 12...16, false), ("varied, 12 to 16 notes", 12...16, true),
    ("varied, 8 to 11 notes", 8...11, true),
  ] {
    outcome.hidden[label] = try hidden(
      count, lengths, isVaried: isVaried, label: label, in: hosts, melodies, searcher, index)
  }
  try printed(outcome)
} else {
  FileHandle.standardError.write(
    Data("quotations hide INDEX VALID TEST COUNT | quotations time INDEX FILE...\n".utf8))
  exit(64)
}
