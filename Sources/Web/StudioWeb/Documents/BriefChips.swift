import Music
import Production

extension BriefDocument {
  /// Tells a brief in chips: `value` is what the option takes, `label` what a person reads.
  init(_ brief: Brief, titles: [String: String]) {
    var chips: [Chip] = []
    func add(_ option: String, _ value: String, _ label: String? = nil) {
      chips.append(Chip(option: option, label: label ?? value, value: value))
    }
    if let only = brief.styles.first, brief.styles.count == 1 {
      add("style", only.name, titles[only.name] ?? only.name)
    } else if !brief.styles.isEmpty {
      add(
        "style",
        brief.styles.map { "\($0.name):\(Self.number($0.weight))" }.joined(separator: ","),
        brief.styles.map { "\(titles[$0.name] ?? $0.name) \(Int($0.weight * 100 + 0.5)) %" }
          .joined(separator: " + "))
    }
    if let mood = brief.mood {
      add(
        "mood", "\(Self.number(mood.valence)),\(Self.number(mood.energy))", Self.words(of: mood))
    }
    if let key = brief.key { add("key", "\(key)") }
    if let tempo = brief.tempo { add("tempo", Self.number(tempo), "\(Self.number(tempo)) BPM") }
    if let meter = brief.meter { add("meter", "\(meter)") }
    if let duration = brief.duration {
      add("duration", "\(Self.number(duration))s", "\(Self.number(duration)) s")
    }
    if let bars = brief.bars { add("bars", "\(bars)", "\(bars) bar\(bars == 1 ? "" : "s")") }
    if !brief.form.isEmpty {
      add(
        "form",
        brief.form.map { wish in wish.bars.map { "\(wish.name) \($0)" } ?? wish.name }
          .joined(separator: ", "))
    }
    if !brief.chords.isEmpty { add("chords", brief.chords.joined(separator: " | ")) }
    let (with, without) = (brief.instruments.with, brief.instruments.without)
    if !with.isEmpty { add("instruments", with.joined(separator: ", ")) }
    if !without.isEmpty { add("without", without.joined(separator: ", ")) }
    if let loudness = brief.loudness {
      add("loudness", Self.number(loudness), "\(Self.number(loudness)) LUFS")
    }
    self.init(chips: chips, notUnderstood: brief.notUnderstood, notices: brief.notices)
  }

  /// Two words for a mood; valence and energy within a third of the middle are even.
  private static func words(of mood: Mood) -> String {
    func word(_ value: Double, _ low: String, _ middle: String, _ high: String) -> String {
      value < -1.0 / 3 ? low : value > 1.0 / 3 ? high : middle
    }
    return word(mood.valence, "dark", "even", "bright") + ", "
      + word(mood.energy, "calm", "flowing", "driving")
  }

  private static func number(_ value: Double) -> String {
    let rounded = (value * 100).rounded() / 100
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}
