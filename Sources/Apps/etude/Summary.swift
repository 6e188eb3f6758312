import Foundation
import Music
import Production
import Signal
import Studio

/// What a person reads after a song was made.
enum Summary {
  static func print(_ report: SongReport, folder: String) {
    let plan = report.plan
    let styles = plan.styles.map { share in
      plan.styles.count == 1 ? share.name : "\(share.name) \(Int(share.weight * 100 + 0.5))%"
    }.joined(separator: " + ")
    let key = plan.keys.first.map { $0.key.description } ?? ""
    let tempo = number(plan.tempo.changes[0].beatsPerMinute)
    show("\(report.title)")
    show(
      "  \(styles) · \(key) · \(tempo) bpm · \(plan.meters.meter(ofBar: 0)) · \(bars(report.bars)) · "
        + "\(time(report.duration)) · seed \(report.seed)")
    show("  form   \(plan.sections.map { "\($0.name) \($0.bars)" }.joined(separator: ", "))")
    show(
      "  band   \(plan.parts.map { "\($0.id) (\($0.instrument.name))" }.joined(separator: ", "))")
    if let master = report.master {
      let loudness = master.loudness.map { "\(number($0.value)) LUFS" } ?? "silent"
      let peak = master.truePeak.map { ", \(number($0.value)) dBTP" } ?? ""
      show("  master \(loudness)\(peak)")
    }
    for line in wishes(report.certificate) { show("  \(line)") }
    if let note = report.originality { show("  own    \(OriginalityTable.line(note))") }
    for notice in report.notices { show("  note: \(notice)") }
    if !report.brief.notUnderstood.isEmpty {
      show("  not understood: \(report.brief.notUnderstood.joined(separator: "; "))")
    }
    show("  files  \(folder)/")
    let names = report.files.map { file in
      file.hasPrefix(folder + "/") ? String(file.dropFirst(folder.count + 1)) : file
    }
    let stems = names.filter { $0.contains("/") }
    for name in names where !name.contains("/") { show("         \(name)") }
    for group in Dictionary(grouping: stems, by: { $0.split(separator: "/")[0] })
      .sorted(by: { $0.key < $1.key })
    {
      show("         \(group.key)/ (\(group.value.count) files)")
    }
  }

  /// A certificate in a few lines: how many wishes are kept, and those that are not.
  static func wishes(_ certificate: Certificate) -> [String] {
    let entries = certificate.entries
    guard !entries.isEmpty else { return [] }
    let open = certificate.open.count
    let count = entries.count - open
    let kept = entries.filter(\.isKept).count
    let head =
      kept < count ? "\(kept) of \(count) kept" : kept == 1 ? "1 kept" : "all \(kept) kept"
    return ["wishes \(head)" + (open == 0 ? "" : ", \(open) not checkable")]
      + certificate.broken.map { "not kept: \(line($0))" }
      + certificate.open.map { "not checkable: \(line($0))" }
  }

  /// One wish with what was found and the bars in which it does not hold.
  static func line(_ entry: Certificate.Entry) -> String {
    "\(entry.wish): \(entry.found)"
      + (entry.bars.isEmpty ? "" : " (bar\(entry.bars.count == 1 ? "" : "s") \(list(entry.bars)))")
  }

  /// Bars counted from 1, runs joined: `3-5, 9`.
  static func list(_ bars: [Int]) -> String {
    bars.stretches.map(BarsArgument.text).joined(separator: ", ")
  }

  /// Prints one line; a line end in a name does not make two.
  private static func show(_ line: String) { Swift.print(PlainText.line(line)) }

  /// A number of bars in words.
  static func bars(_ count: Int) -> String { count == 1 ? "1 bar" : "\(count) bars" }

  /// Limits of notes in words.
  static func words(_ limits: NoteLimits) -> String {
    [
      limits.low.map { "not below \($0)" }, limits.high.map { "not above \($0)" },
      limits.voices.map { "at most \($0) at once" }, limits.rootsOnly ? "roots only" : nil,
    ].compactMap { $0 }.joined(separator: ", ")
  }

  /// A number with at most two decimals and no needless zeros.
  static func number(_ value: Double) -> String {
    let text = String(format: "%.2f", value)
    return text.contains(".")
      ? String(text.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed()) : text
  }

  /// Minutes and seconds.
  static func time(_ seconds: Double) -> String {
    let whole = Int(seconds + 0.5)
    return String(format: "%d:%02d", whole / 60, whole % 60)
  }
}
