import Music
import Production
import Signal

extension StyleLinter {
  /// Tempo and loudness of real music.
  static func tempo(_ style: Style) -> [StyleWarning] {
    var warnings: [StyleWarning] = []
    let tempo = style.tempo
    if tempo.typical < 40 || tempo.typical > 220 {
      warnings.append(
        StyleWarning(
          .unusualTempo, at: "tempo.typical",
          "\(text(tempo.typical)) quarter notes a minute are unusual; 40 to 220 is what music has"))
    }
    if tempo.high > 2 * tempo.low {
      warnings.append(
        StyleWarning(
          .unusualTempo, at: "tempo",
          "from \(text(tempo.low)) to \(text(tempo.high)) is more than double; that is two styles"))
    }
    let loudness = style.loudness.value
    if loudness < -20 || loudness > -8 {
      warnings.append(
        StyleWarning(
          .unusualLoudness, at: "loudness",
          "\(text(loudness)) LUFS is unusual; masters lie between -20 and -8"))
    }
    return warnings
  }

  /// Balance, width and swing.
  static func sound(_ style: Style) -> [StyleWarning] {
    var warnings: [StyleWarning] = []
    if style.groove.swing > 0.5, let meter = style.meters.first?.value, meter.isCompound {
      warnings.append(
        StyleWarning(.idleSwing, at: "groove.swing", "\(meter) has its swing in the metre"))
    }
    let channels = style.parts.map { part -> (part: StylePart, key: String, MixProfile.Channel)? in
      for name in [part.id, part.role.rawValue] {
        if let channel = style.mix.channels[name] { return (part, name, channel) }
      }
      return nil
    }.compactMap { $0 }
    if let loudest = channels.map(\.2.level.value).max(), loudest < -0.5 || loudest > 0.5 {
      warnings.append(
        StyleWarning(
          .noReference, at: "mix.channels",
          "the loudest part stands at \(text(loudest)) dB; levels count from one at 0"))
    }
    for (part, key, channel) in channels {
      warnings += self.channel(channel, of: part, in: style, key: "mix.channels.\(key)")
    }
    if channels.count >= 4, channels.allSatisfy({ abs($0.2.pan) < 0.1 }) {
      warnings.append(
        StyleWarning(
          .allInTheMiddle, at: "mix.channels",
          "every part stands in the middle; pan some left and some right"))
    }
    return warnings + idle(style)
  }

  private static func channel(
    _ channel: MixProfile.Channel, of part: StylePart, in style: Style, key: String
  ) -> [StyleWarning] {
    var warnings: [StyleWarning] = []
    if channel.level.value < -24 {
      warnings.append(
        StyleWarning(
          .inaudible, at: "\(key).level",
          "\(part.id) at \(text(channel.level.value)) dB is not heard; -18 is soft"))
    }
    guard part.role == .bass else { return warnings }
    if channel.pan != 0 {
      warnings.append(
        StyleWarning(
          .looseBass, at: "\(key).pan",
          "the bass stands at \(text(channel.pan)); lows are in the middle"))
    }
    if channel.reverb != nil, style.parts.contains(where: { $0.role == .drums }) {
      warnings.append(
        StyleWarning(.looseBass, at: "\(key).reverb", "the bass is wet; beside a kit lows stay dry")
      )
    }
    return warnings
  }

  /// Entries for roles that nobody has.
  private static func idle(_ style: Style) -> [StyleWarning] {
    let known = Set(style.parts.flatMap { [$0.id, $0.role.rawValue] })
    let drums = Set(DrumKey.allCases.map(\.name))
    let entries: [(String, [String])] = [
      ("groove.push", style.groove.push.keys.filter { !drums.contains($0) }),
      ("groove.gate", Array(style.groove.gate.keys)),
      ("mix.channels", Array(style.mix.channels.keys)),
    ]
    return entries.flatMap { key, names in
      names.filter { !known.contains($0) }.sorted().map {
        StyleWarning(.idleEntry, at: "\(key).\($0)", "no part plays the role \($0)")
      }
    }
  }
}
