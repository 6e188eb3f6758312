import Music
import Production

extension Arranger {
  /// Lets a part break chords, and asks it anew in every bar that is not locked.
  func setArpeggiator(
    _ settings: ArpeggiatorSettings?, of id: String, in song: Arrangement
  ) throws(ArrangingError) -> Arrangement {
    var song = song
    let index = try partIndex(id, in: song)
    guard let planned = song.plan.parts.firstIndex(where: { $0.id == id }) else {
      throw .unknownPart(id)
    }
    guard !song.score.parts[index].instrument.isDrumKit else { throw .noPitches(part: id) }
    guard settings != nil || song.plan.parts[planned].arpeggiator != nil else {
      throw .noArpeggiator(part: id)
    }
    let bars = 0..<song.plan.bars
    let isOpen = bars.contains { bar in
      !song.locks.contains { $0.covers(part: id, bar: bar) }
    }
    guard isOpen else { throw .locked(part: id, bar: 0) }
    let joined = settings.map { $0.over(song.plan.parts[planned].arpeggiator) }
    song.plan.parts[planned].arpeggiator = joined
    song.score = composer.regenerate(
      score: song.score, plan: song.plan, style: style, parts: [id], bars: bars, take: 0,
      locks: song.locks)
    song.parts = [id]
    song.bars = bars
    song.notices += notices(of: joined, in: song)
    return song
  }

  /// What the user should know of a pattern that was made for other bars.
  private func notices(of settings: ArpeggiatorSettings?, in song: Arrangement) -> [String] {
    guard let pattern = settings?.pattern else { return [] }
    let meter = song.plan.meters.meter(ofBar: 0)
    let stretched = pattern.length * (settings?.times ?? 1)
    if let own = pattern.meter, own != meter {
      return [
        "The pattern is in \(own), the song in \(meter): it goes round every "
          + "\(stretched) quarter notes, across the bar lines."
      ]
    }
    guard stretched > meter.barLength, (settings?.sync ?? .chord) == .chord else { return [] }
    return [
      "The pattern lasts \(stretched) quarter notes; where a chord is shorter it is cut. "
        + "Write sync=block or sync=time to let it run on."
    ]
  }
}
