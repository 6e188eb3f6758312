import Dispatch
import Foundation
import Music
import Originality
import Production
import ReferenceIndex
import StandardMIDI
import Synchronization

// quotations INDEX VALID-FOLDER TEST-FOLDER COUNT: what human works kept aside share with the index,
// and how many hidden quotations are found at the thresholds that some in a hundred of the first reach.

struct Outcome: Encodable {
  var works = 0, bytes = 0
  var thresholds: [String: Double] = [:]
  var valid: [Double] = [], test: [Double] = []
  var alarms: [String: Double] = [:]
  var recall: [String: [String: Double]] = [:]
  var seconds: [String: Double] = [:]
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

/// The lines of every MIDI file below a folder, by path.
func pieces(in folder: String) -> [PieceLines] {
  let paths = (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
    .filter { $0.hasSuffix(".mid") }.sorted()
  return mapped(paths.count) { number in
    guard let data = FileManager.default.contents(atPath: "\(folder)/\(paths[number])"),
      let file = try? MIDIFile.decode(Array(data)),
      let score = try? ScoreDecoder().score(of: file).score
    else { return nil }
    return PieceLines(score, recognizing: true)
  }
}

let words = CommandLine.arguments
guard words.count == 5, let count = Int(words[4]) else {
  FileHandle.standardError.write(Data("quotations INDEX VALID-FOLDER TEST-FOLDER COUNT\n".utf8))
  exit(64)
}
let index = try ReferenceIndex(path: words[1])
let searcher = try Searcher([.init(name: "index", index: index)])
var outcome = Outcome(works: index.count, bytes: index.byteCount)

func rarities(_ pieces: [PieceLines]) -> [Double] {
  mapped(pieces.count) { try? searcher.verdict(of: pieces[$0]).rarity }.sorted()
}
let valid = pieces(in: words[2])
let test = pieces(in: words[3])
outcome.valid = rarities(valid)
outcome.test = rarities(test)
// So many in a hundred of the valid works lie at or above it.
for percent in [1, 2, 5, 10] {
  let place = outcome.valid.count - 1 - outcome.valid.count * percent / 100
  let threshold = outcome.valid[place] + 1.0 / 16
  outcome.thresholds["\(percent)"] = threshold
  outcome.alarms["\(percent)"] =
    Double(outcome.test.count { $0 >= threshold }) / Double(max(1, outcome.test.count))
}

var melodies: [ReferenceLine] = []
for work in 0..<index.count { melodies.append(try index.line(.melody, ofWork: work)) }
let hosts = valid.filter { $0.notes > 80 && $0.first(.melody).count > 40 }
for (label, lengths, isOrnamented) in [
  ("exact, 12 to 16 notes", 12...16, false), ("varied, 12 to 16 notes", 12...16, true),
  ("varied, 8 to 11 notes", 8...11, true),
] {
  var random = RandomStream(seed: 5, purpose: label)
  var hidden: [(tune: Int, line: ReferenceLine)] = []
  for _ in 0..<count {
    let quotation = try Quotation.cut(lengths, from: index, melodies, &random)
    let line =
      isOrnamented ? quotation.varied(isOrnamented: true, &random) : quotation.line
    hidden.append(
      (quotation.tune, hosts[random.index(hosts.count)].first(.melody).hiding(line)))
  }
  let start = seconds()
  var best: [Double] = []
  for (tune, line) in hidden {
    let found = try searcher.found(of: line).filter { $0.tune == tune }
    best.append(found.map(\.rarity).max() ?? 0)
  }
  outcome.seconds[label] = (seconds() - start) / Double(count)
  outcome.recall[label] = outcome.thresholds.mapValues { threshold in
    Double(best.count { $0 >= threshold }) / Double(count)
  }
  outcome.recall[label]?["found at all"] = Double(best.count { $0 > 0 }) / Double(count)
}
let encoder = JSONEncoder()
encoder.outputFormatting = [.sortedKeys]
print(String(decoding: try encoder.encode(outcome), as: UTF8.self))
