import Production
import Yams

/// Reads how an arpeggiator breaks chords.
enum StyleArpeggiator {
  static func decode(
    _ node: StyleNode, player: PlayerKind
  ) throws(StyleFileError) -> ArpeggiatorSettings {
    try StylePartChecks.check(node, isReadBy: [.arpeggiator], not: player)
    var settings = ArpeggiatorSettings()
    _ = try node.fields(ArpeggiatorSettings.keys)
    for (name, value) in try node.pairs() where ArpeggiatorSettings.keys.contains(name) {
      let text = try self.text(of: value)
      do throws(ArpeggiatorSettingsError) {
        try settings.set(name, to: text)
      } catch {
        guard case .value(_, let found, let expected) = error else { continue }
        try value.complain(.unexpected(value.place, found: found, expected: expected))
      }
    }
    return settings
  }

  /// A value as text; a list of places as its entries joined by commas.
  private static func text(of node: StyleNode) throws(StyleFileError) -> String {
    guard case .sequence = node.node else { return try node.text() }
    var entries: [String] = []
    for entry in try node.list(1...64) { entries.append(try entry.text()) }
    return entries.joined(separator: ",")
  }
}
