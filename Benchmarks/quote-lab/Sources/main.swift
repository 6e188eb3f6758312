import Dispatch
import Foundation
import Music
import Originality
import Production
import ReferenceIndex
import StandardMIDI
import Synchronization

struct Row { var path: String; var id: String; var title: String; var genre: String; var split: String }
let arguments = CommandLine.arguments
let list = try String(contentsOfFile: arguments[2], encoding: .utf8)
let rows = list.split(separator: "\n").map { line -> Row in
  let f = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
  return Row(path: f[0], id: f[1], title: f[2], genre: f[3], split: f[4])
}
func seconds() -> Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }
func score(_ path: String) -> Score? {
  guard let data = FileManager.default.contents(atPath: path),
    let file = try? MIDIFile.decode(Array(data)),
    let decoding = try? ScoreDecoder().score(of: file) else { return nil }
  return decoding.score
}
func parallel(_ count: Int, _ body: @Sendable (Int) -> Void) {
  DispatchQueue.concurrentPerform(iterations: count, execute: body)
}
if arguments[1] == "build" {
  let train = rows.filter { $0.split == "train" }
  let start = seconds()
  let readings = Mutex([IndexMaker.Reading?](repeating: nil, count: train.count))
  parallel(train.count) { i in
    guard let score = score(train[i].path) else { return }
    let reading = IndexMaker.Reading(score)
    readings.withLock { $0[i] = reading }
  }
  print("read", seconds() - start)
  var maker = IndexMaker()
  let all = readings.withLock { $0 }
  for (row, reading) in zip(train, all) {
    guard let reading else { continue }
    maker.add(reading, name: Verdict.Work(id: row.id, title: row.title, composer: "", licence: "", source: "", attribution: "", genre: row.genre, tune: 0))
  }
  print("added", maker.count, seconds() - start)
  let bytes = try maker.finish(name: "lab", about: "", run: { parallel($0, $1) })
  print("finished", bytes.count, seconds() - start)
  _ = FileManager.default.createFile(atPath: arguments[3], contents: Data(bytes))
  let index = try ReferenceIndex(bytes: bytes)
  print(index.facts)
  var tunes = Set<Int>()
  for i in 0..<index.count { tunes.insert(try index.tune(ofWork: i)) }
  print("tunes", tunes.count)
  bytes.withUnsafeBytes { b in
    let n = Int(b.loadUnaligned(fromByteOffset: 12, as: UInt32.self))
    for i in 0..<n {
      let at = 32 + i * 24
      print(String(decoding: b[at..<at + 4], as: UTF8.self), b.loadUnaligned(fromByteOffset: at + 16, as: UInt64.self))
    }
  }
} else {
  let index = try ReferenceIndex(path: arguments[3])
  let searcher = try Searcher([.init(name: "lab", index: index)])
  func pieces(_ split: String) -> [(Row, PieceLines)] {
    let chosen = rows.filter { $0.split == split }
    let found = Mutex([PieceLines?](repeating: nil, count: chosen.count))
    parallel(chosen.count) { i in
      guard let score = score(chosen[i].path) else { return }
      let lines = PieceLines(score, recognizing: true)
      found.withLock { $0[i] = lines }
    }
    return zip(chosen, found.withLock { $0 }).compactMap { row, lines in lines.map { (row, $0) } }
  }
  func rarities(_ split: String) -> [(String, Verdict)] {
    let all = pieces(split)
    let found = Mutex([Verdict?](repeating: nil, count: all.count))
    let start = seconds()
    parallel(all.count) { i in
      let verdict = try? searcher.verdict(of: all[i].1)
      found.withLock { $0[i] = verdict }
    }
    print(split, all.count, "time each (wall/2 threads)", (seconds() - start) / Double(all.count))
    return zip(all, found.withLock { $0 }).compactMap { a, v in v.map { (a.0.id, $0) } }
  }
  var threshold = 0.0
  for split in ["valid", "test"] {
    let found = rarities(split).sorted { $0.1.rarity > $1.1.rarity }
    let values = found.map(\.1.rarity)
    print(split, "quantiles", [0.5, 0.9, 0.95, 0.975, 0.98, 0.99].map { values[Int(Double(values.count - 1) * (1 - $0))] })
    for (id, v) in found.prefix(14) {
      if let m = v.matches.first(where: { $0.line == .melody }) {
        print("  ", id, m.part, m.work.id, "bits", m.information, "rarity", m.rarity, "n", m.notes, "exact", m.longestExact, "orn", m.ornaments, "chg", m.changes, "others", m.others, "bars", m.bars, m.workBars)
      }
    }
    if split == "valid" {
      threshold = values[Int(Double(values.count) * 0.01)] + 1.0 / 16
      print("threshold", threshold)
    } else {
      print("test alarms", Double(values.filter { $0 >= threshold }.count) / Double(values.count))
    }
  }
  // Plants.
  let hosts = pieces("valid").filter { $0.1.notes > 80 }
  var lines: [ReferenceLine] = []
  for i in 0..<index.count { lines.append(try index.line(.melody, ofWork: i)) }
  func isUnique(_ pattern: ReferenceLine, _ tune: Int) throws -> Bool {
    let steps = zip(pattern.values, pattern.values.dropFirst()).map { $1 - $0 }
    for (i, line) in lines.enumerated() where line.count >= pattern.count {
      for s in 0...(line.count - pattern.count) {
        var k = 0
        while k < steps.count, line.values[s + k + 1] - line.values[s + k] == steps[k] { k += 1 }
        if k == steps.count, try index.tune(ofWork: i) != tune { return false }
      }
    }
    return true
  }
  for (label, sizes, ornamented) in [("exact 12-16", 12...16, false), ("varied 12-16", 12...16, true), ("varied 8-11", 8...11, true)] {
    var random = RandomStream(seed: 5, purpose: label)
    var found = 0, hitWork = 0, total = 0
    var misses: [String] = []
    var time = 0.0
    while total < 200 {
      let w = random.index(index.count)
      let line = lines[w]
      let n = sizes.lowerBound + random.index(sizes.count)
      guard line.count > n + 10 else { continue }
      let s = random.index(line.count - n)
      let cut = ReferenceLine(values: Array(line.values[s..<s + n]), onsets: Array(line.onsets[s..<s + n]))
      guard Set(zip(cut.values, cut.values.dropFirst()).map { $1 - $0 }).count >= 3 else { continue }
      let gaps = zip(cut.onsets, cut.onsets.dropFirst()).map { $1 - $0 }
      guard gaps.max() ?? 0 <= 24 * 8 else { continue }
      let tune = try index.tune(ofWork: w)
      guard try isUnique(cut, tune) else { continue }
      total += 1
      // Vary.
      let shift = Int16(random.index(11) - 5)
      let (num, den) = [(1, 1), (2, 1), (1, 2), (3, 2)][random.index(4)]
      var values: [Int16] = [], times: [Int32] = []
      var lengths = gaps.map { max(2, $0 * Int32(num) / Int32(den)) } + [48]
      lengths[lengths.count - 1] = max(12, lengths[0])
      var marks = Set<Int>()
      if ornamented { for i in 0..<n where random.chance(0.1) { marks.insert(i) }; if marks.isEmpty { marks.insert(random.index(n)) } }
      for i in 0..<n {
        let v = cut.values[i] + shift
        let d = lengths[i]
        if marks.contains(i), d >= 6 {
          switch random.index(4) {
          case 0: values += [v + 2, v]; times += [max(1, d / 8), d - max(1, d / 8)]
          case 1: let q = max(1, d / 4); values += [v, v + 2, v]; times += [q, q, d - 2 * q]
          case 2: values += [v, v + (i + 1 < n && cut.values[i + 1] < cut.values[i] ? -1 : 1)]; times += [d / 2, d - d / 2]
          default: let q = max(1, d / 6); values += [v, v + 2, v, v - 1]; times += [d - 3 * q, q, q, q]
          }
        } else { values.append(v); times.append(d) }
      }
      let host = hosts[random.index(hosts.count)].1.first(.melody)
      let at = host.count / 2
      var out = ReferenceLine()
      out.values = Array(host.values[..<at]); out.onsets = Array(host.onsets[..<at])
      var t = (out.onsets.last ?? 0) + 24
      let first = out.count
      for (v, d) in zip(values, times) { out.values.append(v); out.onsets.append(t); t += d }
      let behind = t - host.onsets[at]
      for i in at..<host.count { out.values.append(host.values[i]); out.onsets.append(host.onsets[i] + behind) }
      let began = seconds()
      let results = try searcher.found(of: out)
      time += seconds() - began
      let own = results.filter { $0.tune == tune }.map(\.rarity).max() ?? 0
      if own > 0 { hitWork += 1 }
      if own >= threshold { found += 1 } else { misses.append("\(index.count) \(w) n=\(n) orn=\(marks.count) rarity=\(own) first=\(first) steps=\(zip(cut.values, cut.values.dropFirst()).map { $1 - $0 }) gaps=\(gaps)") }
    }
    print(label, "recall", Double(found) / Double(total), "seen", Double(hitWork) / Double(total), "time each", time / Double(total))
    for m in misses.prefix(12) { print("   ", m) }
  }
}
