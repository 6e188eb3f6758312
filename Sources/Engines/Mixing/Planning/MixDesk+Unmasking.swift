import Foundation
import Production
import Signal

extension MixDesk {
  /// The most that all of a stem's bells do together, in dB: section 4 of the facts on mixing.
  private static let most = 11.9
  /// The most bells that unmasking adds to a stem.
  private static let mostBells = 3
  /// What a stem must cover of another in a bell's bands to be cut there.
  private static let leastCover = 0.08
  private static let quality = 1.6
  /// The power of a frame from which a stem sounds: -80 dB.
  private static let audible: Float = 1e-8

  /// A cut that might unmask others.
  private struct Candidate {
    var stem: Int
    var band: Int
    var gain: Double
    var gainOfCost: Float
  }

  /// The frames that planning looks at: at most 160, evenly over those in which two stems or more sound.
  private var planningFrames: [Int] {
    let total = stems.map(\.analysis.bands.frameCount).max() ?? 0
    var busy: [Int] = []
    for frame in 0..<total {
      var sounding = 0
      for stem in stems where !stem.isSilent {
        let bands = stem.analysis.bands
        guard frame < bands.frameCount else { continue }
        var power: Float = 0
        for band in 0..<ERBScale.bandCount { power += bands[frame, band] }
        if power > MixDesk.audible { sounding += 1 }
      }
      if sounding >= 2 { busy.append(frame) }
    }
    guard busy.count > 160 else { return busy }
    return (0..<160).map { busy[$0 * busy.count / 160] }
  }

  /// The sound of all stems behind their strips in some frames, or in all.
  func masking(frames: [Int]? = nil) -> Masking {
    let total = stems.map(\.analysis.bands.frameCount).max() ?? 0
    let frames = frames ?? Array(0..<total)
    let sounds = stems.indices.map { stem -> [Float] in
      let response = StripResponse.power(of: settings(stem))
      let bands = stems[stem].analysis.bands
      var sound = [Float](repeating: 0, count: frames.count * ERBScale.bandCount)
      guard !stems[stem].isSilent else { return sound }
      for (index, frame) in frames.enumerated() where frame < bands.frameCount {
        for band in 0..<ERBScale.bandCount {
          sound[index * ERBScale.bandCount + band] = bands[frame, band] * response[band]
        }
      }
      return sound
    }
    var result = Masking(sounds, frameCount: frames.count)
    // Keyed bells act where their key sounds.
    for stem in stems.indices {
      for keyed in settings(stem).unmasking {
        guard let key = stems.firstIndex(where: { $0.id == keyed.key }) else { continue }
        result.apply(
          StripResponse.power(of: keyed), to: stem,
          frames: sounding(key, above: keyed, in: frames))
      }
    }
    return result
  }

  /// In which frames a key is loud enough in a keyed bell's band.
  private func sounding(_ key: Int, above keyed: MixPlan.KeyedBand, in frames: [Int]) -> [Bool] {
    let share = StripResponse.share(at: keyed.frequency, quality: keyed.quality)
    let bands = stems[key].analysis.bands
    // Two dB above the threshold most of the cut is there; the map holds both channels' power.
    let floor = Float((keyed.threshold + 2).power) * 2
    return frames.map { frame in
      var power: Float = 0
      for band in 0..<ERBScale.bandCount { power += share[band] * bands[frame, band] }
      return power > floor
    }
  }

  /// How much each stem's cover counts: what leads counts most, what is in focus more, and what sounds in part
  /// of the time that much less, since others would be cut for it all along.
  var importance: [Float] {
    let shares = timeShares
    return stems.indices.map { index in
      let stem = stems[index]
      var value: Float =
        switch stem.kind {
        case .vocal: 2
        case .lead: 1.6
        case .bass, .kick, .snare, .drums: 1.2
        case .pad, .effects: 0.7
        case .effectReturn: 0.4
        default: 1
        }
      if focus.forward.contains(stem.id) { value *= 2.5 }
      if focus.back.contains(stem.id) { value *= 0.4 }
      return stem.isSilent ? 0 : value * shares[index]
    }
  }

  /// In which share of the time of the whole, without its rests, each stem sounds.
  private var timeShares: [Float] {
    let total = stems.map(\.analysis.bands.frameCount).max() ?? 0
    var counts = [Int](repeating: 0, count: stems.count)
    var busy = 0
    for frame in 0..<total {
      var isBusy = false
      for (index, stem) in stems.enumerated() where frame < stem.analysis.bands.frameCount {
        var power: Float = 0
        for band in 0..<ERBScale.bandCount { power += stem.analysis.bands[frame, band] }
        guard power > MixDesk.audible else { continue }
        counts[index] += 1
        isBusy = true
      }
      if isBusy { busy += 1 }
    }
    return counts.map { Float($0) / Float(max(1, busy)) }
  }

  /// Cuts bands of stems in which they cover others and have little of their own.
  ///
  /// After S. Hafezi, J. Reiss, "Autonomous multitrack equalization based on masking reduction", JAES 63
  /// (2015): a band is essential to a stem where it ranks among the strongest third of its own; maskers are
  /// cut where they are not essential, never boosted. The search is greedy: the cut that lowers the weighted
  /// cost of masking most, less a price for each dB and for what the masker loses, is taken, until none pays.
  /// Cuts that are needed in part of the time only are keyed by the covered stem.
  mutating func unmask() {
    let frames = planningFrames
    guard frames.count >= 4, stems.filter({ !$0.isSilent }).count >= 2 else { return }
    var masking = masking(frames: frames)
    let whole = sections.isEmpty ? nil : self.masking()
    let importance = importance
    let essential = stems.indices.map { MixDesk.essential(masking.presence($0)) }
    var spent = stems.indices.map { stem in
      settings(stem).equalizer.reduce(0.0) { $0 + abs($1.gain.value) }
    }
    var bells = [Int](repeating: 0, count: stems.count)
    var cuts: [Int] = []
    var queue = stems.indices.flatMap { stem -> [Candidate] in
      // Who leads, or is wanted forward, gives way to nobody.
      guard !stems[stem].isSilent, !stems[stem].kind.isFront,
        !focus.forward.contains(stems[stem].id)
      else { return [] }
      return (2..<ERBScale.bandCount - 2).filter { !essential[stem][$0] }.map {
        Candidate(stem: stem, band: $0, gain: -3, gainOfCost: .infinity)
      }
    }
    for index in queue.indices {
      queue[index].gainOfCost = worth(queue[index], masking, importance)
    }
    while bells.reduce(0, +) < 3 * stems.count {
      queue.removeAll { $0.gainOfCost <= 0 || bells[$0.stem] >= MixDesk.mostBells }
      queue.sort { ($1.gainOfCost, $0.stem, $0.band) < ($0.gainOfCost, $1.stem, $1.band) }
      guard let first = queue.first else { break }
      // What was computed before other moves is too hopeful: compute the best again until it stays best.
      let fresh = worth(first, masking, importance)
      if queue.count > 1, fresh < queue[1].gainOfCost {
        queue[0].gainOfCost = fresh
        continue
      }
      queue.removeFirst()
      guard fresh > 0 else { continue }
      let room = min(deepestCut, MixDesk.most - spent[first.stem])
      guard room >= 1 else {
        bells[first.stem] = MixDesk.mostBells
        continue
      }
      let best = [-1.5, -3, -4.5, -6].filter { -$0 <= room }
        .map { gain in
          var trial = first
          trial.gain = gain
          return (gain: gain, worth: worth(trial, masking, importance))
        }.max { ($0.worth, $0.gain) < ($1.worth, $1.gain) }
      guard let best, best.worth > 0 else { continue }
      // Where several stems give way at once nothing is won, and the mix has a hole.
      let crowd = cuts.filter { abs($0 - first.band) < 4 }.count
      guard crowd < max(1, stems.count / 3) else { continue }
      guard
        cut(
          first.stem, band: first.band, gain: best.gain, frames: frames, whole: whole,
          importance: importance, masking: &masking)
      else { continue }
      cuts.append(first.band)
      spent[first.stem] += -best.gain
      bells[first.stem] += 1
      // Bells of one stem stand at least three bands apart.
      queue.removeAll { $0.stem == first.stem && abs($0.band - first.band) < 4 }
    }
  }

  /// The bands in which a stem's voice lies: the strongest third, never more than it needs for 90 %.
  private static func essential(_ presence: [Double]) -> [Bool] {
    let order = presence.indices.sorted { (presence[$1], $0) < (presence[$0], $1) }
    let total = presence.reduce(0, +)
    var result = [Bool](repeating: false, count: presence.count)
    var sum = 0.0
    for band in order.prefix(presence.count / 3) {
      guard sum < 0.9 * total else { break }
      result[band] = true
      sum += presence[band]
    }
    return result
  }

  /// What a cut wins, less its price.
  private func worth(
    _ candidate: Candidate, _ masking: Masking, _ importance: [Float]
  ) -> Float {
    let response = StripResponse.power(
      of: .init(
        frequency: ERBScale.centre(of: candidate.band), gain: Decibels(candidate.gain),
        quality: MixDesk.quality))
    let change = masking.change(
      candidate.stem, response: response, importance: importance)
    // A cut must win one part in 400 of a stem's cover for each dB, more where the masker has much there.
    let presence = masking.presence(candidate.stem)
    let near = max(0, candidate.band - 1)...min(ERBScale.bandCount - 1, candidate.band + 1)
    let own = Float(near.reduce(0.0) { $0 + presence[$1] })
    return -change + Float(candidate.gain) * (0.0025 + 0.02 * own)
  }

  /// Makes a cut; false where the stem covers too little of any other.
  private mutating func cut(
    _ stem: Int, band: Int, gain: Double, frames: [Int], whole: Masking?, importance: [Float],
    masking: inout Masking
  ) -> Bool {
    let frequency = ERBScale.centre(of: band)
    let range = max(0, band - 2)..<min(ERBScale.bandCount, band + 3)
    let covered = stems.indices.filter { $0 != stem }
      .map { (stem: $0, share: masking.coverage(of: $0, by: stem, bands: range)) }
      .filter { $0.share >= MixDesk.leastCover }
    // Most is won where the covered stem matters and has much to say in these bands.
    let victim = covered.max { left, right in
      let weights = [left, right].map { each in
        Double(importance[each.stem]) * each.share
          * range.reduce(0.0) { $0 + masking.presence(each.stem)[$1] }
      }
      return weights[0] < weights[1]
    }
    let bell = MixPlan.EqualizerBand(
      frequency: frequency, gain: Decibels(gain), quality: MixDesk.quality)
    guard let victim else { return false }
    let reason = self.reason(
      stem, covers: victim.stem, share: victim.share, at: frequency, bands: range, gain: gain,
      whole: whole)
    let playing = presenceInTime(of: victim.stem, beside: stem, bands: range)
    if playing < 0.6, covered.filter({ $0.share > 0.1 }).count == 1 {
      let keyed = MixPlan.KeyedBand(
        key: stems[victim.stem].id, frequency: frequency, gain: Decibels(gain),
        quality: MixDesk.quality, threshold: threshold(of: victim.stem, at: frequency))
      masking.apply(
        StripResponse.power(of: keyed), to: stem,
        frames: sounding(victim.stem, above: keyed, in: frames))
      add(stem, .unmask(keyed), reason + "; only while \(name(victim.stem)) sounds there")
    } else {
      masking.apply(StripResponse.power(of: bell), to: stem)
      add(stem, .equalize(bell), reason)
    }
    return true
  }

  /// In which share of a stem's frames another sounds in some bands.
  private func presenceInTime(of victim: Int, beside stem: Int, bands range: Range<Int>) -> Double {
    func levels(_ stem: Int) -> [Float] {
      let bands = stems[stem].analysis.bands
      return (0..<bands.frameCount).map { frame in
        range.reduce(Float(0)) { $0 + bands[frame, $1] }
      }
    }
    let (own, other) = (levels(stem), levels(victim))
    let floors = ((own.max() ?? 0) * 1e-3, (other.max() ?? 0) * 1e-2)
    var (both, all) = (0, 0)
    for frame in own.indices where own[frame] > floors.0 {
      all += 1
      if frame < other.count, other[frame] > floors.1 { both += 1 }
    }
    return all > 0 ? Double(both) / Double(all) : 0
  }

  /// 12 dB below the usual level of a stem where it sounds in a bell's band.
  private func threshold(of stem: Int, at frequency: Hertz) -> Decibels {
    let share = StripResponse.share(at: frequency, quality: MixDesk.quality)
    let bands = stems[stem].analysis.bands
    var levels: [Double] = []
    for frame in 0..<bands.frameCount {
      var power: Float = 0
      for band in 0..<ERBScale.bandCount { power += share[band] * bands[frame, band] }
      if power > 1e-9 { levels.append(10 * log10(Double(power) / 2)) }
    }
    levels.sort()
    guard !levels.isEmpty else { return -60 }
    return Decibels(max(-80, levels[levels.count * 2 / 3] - 12))
  }

  /// "-2.4 dB at 260 Hz on keys: masks bass in 31 % of the chorus".
  private func reason(
    _ stem: Int, covers victim: Int, share: Double, at frequency: Hertz, bands: Range<Int>,
    gain: Double, whole: Masking?
  ) -> String {
    var text =
      "\(Say.signed(gain)) dB at \(Say.hertz(frequency)) on \(name(stem)): masks "
      + "\(name(victim)) in "
    let worst = sections.compactMap { section -> (name: String, share: Double)? in
      guard let whole else { return nil }
      let step = stems[stem].analysis.bands.frameSeconds
      let frames =
        Int(section.start / step)..<max(Int(section.start / step), Int(section.end / step))
      guard !frames.isEmpty else { return nil }
      return (
        section.name, whole.coverage(of: victim, by: stem, bands: bands, frames: frames)
      )
    }.max { $0.share < $1.share }
    if let worst, worst.share > 0.01 {
      text += "\(Say.percent(worst.share)) of the \(worst.name)"
    } else {
      text += "\(Say.percent(share)) of what it plays there"
    }
    if let clash = clashes.first(where: {
      $0.isBetween(stems[stem].id, stems[victim].id)
    }) {
      text += "; " + clash.sentence
    }
    return text
  }
}
