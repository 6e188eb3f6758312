import Signal

extension MasterPlan {
  /// What makes a plan that a person has written impossible, in words; nil if it can be carried out.
  public var fault: String? {
    func outside(_ value: Double, _ allowed: ClosedRange<Double>, _ name: String) -> String? {
      allowed.contains(value)
        ? nil : "\(name) is \(value); allowed are \(allowed.lowerBound) to \(allowed.upperBound)"
    }
    var faults = [
      outside(gain.value, -60...60, "gain"),
      outside(limiter.loudness.value, -40...(-5), "limiter.loudness"),
      outside(limiter.ceiling.value, -20...0, "limiter.ceiling"),
      outside(limiter.mostReduction.value, 0...60, "limiter.mostReduction"),
      outside(intent.intensity, 0...100, "intent.intensity"),
    ]
    for (index, band) in (tone?.bands ?? []).enumerated() {
      faults += [
        outside(band.frequency.value, 1...200_000, "tone.bands[\(index)].frequency"),
        outside(band.mid.value, -40...40, "tone.bands[\(index)].mid"),
        outside(band.side.value, -40...40, "tone.bands[\(index)].side"),
      ]
    }
    if let multiband {
      let meets = multiband.crossovers.map(\.value)
      if meets.count + 1 != multiband.bands.count {
        faults.append("multiband has \(multiband.bands.count) bands and \(meets.count) crossovers")
      }
      if zip(meets, meets.dropFirst()).contains(where: { $0 >= $1 }) {
        faults.append("multiband.crossovers do not rise")
      }
      faults += meets.map { outside($0, 20...20_000, "multiband.crossovers") }
      for (index, band) in multiband.bands.enumerated() {
        faults += [
          outside(band.ratio, 1...100, "multiband.bands[\(index)].ratio"),
          outside(band.threshold.value, -100...20, "multiband.bands[\(index)].threshold"),
          outside(band.attack, 0.0001...2, "multiband.bands[\(index)].attack"),
          outside(band.release, 0.001...5, "multiband.bands[\(index)].release"),
          outside(band.makeUp.value, -24...24, "multiband.bands[\(index)].makeUp"),
        ]
      }
    }
    if let width { faults.append(outside(width.amount, 0...2, "width.amount")) }
    if let meets = width?.monoBelow {
      faults.append(outside(meets.value, 20...1000, "width.monoBelow"))
    }
    if let saturation { faults.append(outside(saturation.amount, 0...1, "saturation.amount")) }
    return faults.lazy.compactMap { $0 }.first
  }
}
