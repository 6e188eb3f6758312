import Music
public import Production
import Signal

extension Style {
  /// A style between others, computed from their shares (relative weights of more than 0).
  ///
  /// The order of the list does not matter: styles are ranked by share, ties by name, and a style
  /// that is named twice counts with the sum. The first in rank leads.
  /// - Forms, metres, ending, exceptions, voice leading and the use of the model are the leader's.
  /// - Drums, percussion and bass are the leader's. The second in rank supplies chords, pads,
  ///   arpeggios, lead, counter-line and effects if its share is at least a third, else the lead
  ///   and counter-line alone; a role that it does not have stays the leader's.
  /// - Tempo, mood, loudness, groove and bus are weighted means; scales and progressions are
  ///   pooled with each style's weights scaled to its share.
  /// - A part's mix channel is its own style's, its level, sends and drive drawn towards the
  ///   channels of the same role in the other styles.
  ///
  /// Nil when the list is empty or a weight is not more than 0 and finite.
  public static func blended(_ shares: [(style: Style, weight: Double)]) -> Style? {
    guard let blend = StyleBlend(shares) else { return nil }
    return blend.style
  }
}

/// The styles of a blend in rank order.
struct StyleBlend {
  /// Styles and shares, the shares summing to 1; not empty.
  private let shares: [(style: Style, weight: Double)]
  private let leader: Style

  init?(_ given: [(style: Style, weight: Double)]) {
    var merged: [(style: Style, weight: Double)] = []
    for share in given {
      guard share.weight > 0, share.weight.isFinite else { return nil }
      if let index = merged.firstIndex(where: { $0.style.name == share.style.name }) {
        merged[index].weight += share.weight
      } else {
        merged.append(share)
      }
    }
    merged.sort { ($1.weight, $0.style.name) < ($0.weight, $1.style.name) }
    let total = merged.reduce(0) { $0 + $1.weight }
    guard let first = merged.first else { return nil }
    shares = merged.map { ($0.style, $0.weight / total) }
    leader = first.style
  }

  var style: Style {
    guard shares.count > 1 else { return leader }
    let members = members
    return Style(
      name: shares.map(\.style.name).joined(separator: "+"),
      title: shares.map(\.style.title).joined(separator: " × "),
      description: "Between " + shares.map(\.style.title).joined(separator: " and ") + ".",
      tempo: Style.TempoRange(
        low: mean(\.tempo.low), high: mean(\.tempo.high),
        typical: mean(\.tempo.typical).rounded()),
      meters: leader.meters, scales: pooled(\.scales),
      mood: Mood(valence: mean(\.mood.valence), energy: mean(\.mood.energy)),
      loudness: LUFS(mean(\.loudness.value)),
      forms: leader.forms, ending: leader.ending, harmony: harmony,
      parts: members.map(\.part), groove: groove(of: members), mix: mix(of: members),
      exceptions: leader.exceptions, voiceLeading: leader.voiceLeading,
      model: leader.model)
  }

  func mean(_ value: (Style) -> Double) -> Double {
    shares.reduce(0) { $0 + $1.weight * value($1.style) }
  }

  private func pooled<Value>(_ list: (Style) -> [Style.Weighted<Value>]) -> [Style.Weighted<Value>]
  {
    var pool: [Style.Weighted<Value>] = []
    for share in shares {
      let entries = list(share.style)
      let total = entries.reduce(0) { $0 + $1.weight }
      for entry in entries {
        let weight = entry.weight / total * share.weight
        if let index = pool.firstIndex(where: { $0.value == entry.value }) {
          pool[index].weight += weight
        } else {
          pool.append(Style.Weighted(entry.value, weight: weight))
        }
      }
    }
    return pool
  }

  private var harmony: Harmony {
    Harmony(
      progressions: pooled(\.progressions), cadences: pooled(\.cadences),
      substitution: mean(\.harmony.substitution), modulation: mean(\.harmony.modulation))
  }

  /// Progressions of all styles; within a tonality each style's weights sum to its share.
  private func pooled(
    _ list: (Harmony) -> [Harmony.Progression]
  ) -> [Harmony.Progression] {
    shares.flatMap { share in
      let progressions = list(share.style.harmony)
      return progressions.map { progression in
        let total = progressions.reduce(0) {
          $0 + ($1.isMinor == progression.isMinor ? $1.weight : 0)
        }
        var scaled = progression
        scaled.weight = progression.weight / total * share.weight
        return scaled
      }
    }
  }

  /// A part of the blend and the style it comes from.
  private typealias Member = (part: StylePart, source: Style, original: String)

  private var members: [Member] {
    let second = shares[1]
    let lent: Set<Role> =
      second.weight >= 1.0 / 3 - 1e-9
      ? [.chords, .pad, .arpeggio, .lead, .counter, .effects] : [.lead, .counter]
    let supplied = lent.filter { role in second.style.parts.contains { $0.role == role } }
    var members: [Member] = []
    for role in Role.allCases {
      let source = supplied.contains(role) ? second.style : leader
      for part in source.parts where part.role == role {
        var adapted = part
        adapted.id = unique(part.id, among: members.map(\.part.id))
        if let own = source.meters.first?.value, own != leader.meters.first?.value {
          for index in adapted.patterns.indices where adapted.patterns[index].meter == nil {
            adapted.patterns[index].meter = own
          }
        }
        members.append((adapted, source, part.id))
      }
    }
    return members
  }

  private func unique(_ id: String, among taken: [String]) -> String {
    guard taken.contains(id) else { return id }
    var number = 2
    while taken.contains("\(id)-\(number)") { number += 1 }
    return "\(id)-\(number)"
  }

  private func groove(of members: [Member]) -> Groove {
    let strongest = shares.max {
      ($0.style.groove.swing - 0.5) * $0.weight < ($1.style.groove.swing - 0.5) * $1.weight
    }
    let unit = strongest.map(\.style.groove.swingUnit) ?? leader.groove.swingUnit
    let parts = members.filter { $0.source.groove.pedal.contains($0.original) }
    return Groove(
      swing: 0.5 + mean { $0.groove.swingUnit == unit ? $0.groove.swing - 0.5 : 0 },
      swingUnit: unit, push: means(\.groove.push, absent: 0),
      looseness: mean(\.groove.looseness), dynamics: mean(\.groove.dynamics),
      strum: mean(\.groove.strum), gate: gates(of: members), rubato: mean(\.groove.rubato),
      pedal: parts.map(\.part.id))
  }

  /// Weighted means of the numbers at the keys that any style has.
  private func means(_ numbers: (Style) -> [String: Double], absent: Double) -> [String: Double] {
    let keys = Set(shares.flatMap { numbers($0.style).keys })
    var means: [String: Double] = [:]
    for key in keys { means[key] = mean { numbers($0)[key] ?? absent } }
    return means
  }

  /// Lengths belong to a part's idiom: each part keeps those of its own style.
  private func gates(of members: [Member]) -> [String: Double] {
    var gates: [String: Double] = [:]
    for member in members {
      let own = member.source.groove.gate
      gates[member.part.id] = own[member.original] ?? own[member.part.role.rawValue] ?? nil
    }
    return gates
  }

  private func mix(of members: [Member]) -> MixProfile {
    var channels: [String: MixProfile.Channel] = [:]
    for member in members {
      guard let own = channel(in: member.source, id: member.original, role: member.part.role)
      else { continue }
      var blended = own
      func drawn(_ value: (MixProfile.Channel) -> Double?, _ absent: Double) -> Double {
        mean { style in
          let id = style.name == member.source.name ? member.original : ""
          return channel(in: style, id: id, role: member.part.role).flatMap(value) ?? absent
        }
      }
      blended.level = Decibels(drawn({ $0.level.value }, own.level.value))
      blended.reverb = own.reverb.map { own in
        Decibels(drawn({ $0.reverb?.value }, own.value))
      }
      blended.delay = own.delay.map { own in Decibels(drawn({ $0.delay?.value }, own.value)) }
      blended.drive = drawn({ $0.drive }, own.drive)
      channels[member.part.id] = blended
    }
    let lowPass = leader.mix.busLowPass.map { own in
      Hertz(mean { $0.mix.busLowPass?.value ?? own.value })
    }
    return MixProfile(
      channels: channels, reverbTime: mean(\.mix.reverbTime), delayBeats: leader.mix.delayBeats,
      delayFeedback: mean(\.mix.delayFeedback), busRatio: mean(\.mix.busRatio),
      busDrive: mean(\.mix.busDrive), busLowPass: lowPass, genre: leader.mix.genre)
  }

  /// The channel of a part, of its role, or of the style's first part with that role.
  private func channel(in style: Style, id: String, role: Role) -> MixProfile.Channel? {
    if let own = style.mix.channels[id] ?? style.mix.channels[role.rawValue] { return own }
    return style.parts.first { $0.role == role }.flatMap { style.mix.channels[$0.id] }
  }
}
