public import Music
public import Production

extension Composer {
  /// The turned controls without which a part would play the same when bars of it are composed
  /// anew: those that its player does not hear, or that change nothing there.
  ///
  /// Controls of performance alone, swing and humanising, are left out. Each of the others costs
  /// one more drawing of the bars.
  public func idleControls(
    _ controls: PlayerControls, of part: String, score: Score, plan: Plan, style: Style,
    bars: Range<Int>, take: Int, locks: [Lock] = [], arpeggiator: ArpeggiatorSettings? = nil
  ) -> [PlayerControls.Name] {
    let names = controls.turnedNames.filter { !$0.isOfPerformance }
    guard !names.isEmpty else { return [] }
    func played(_ controls: PlayerControls) -> [Note] {
      regenerate(
        score: score, plan: plan, style: style, parts: [part], bars: bars, take: take,
        locks: locks, controls: controls, arpeggiator: arpeggiator
      ).part(part)?.notes ?? []
    }
    let all = played(controls)
    return names.filter { played(controls.without($0)) == all }
  }
}
