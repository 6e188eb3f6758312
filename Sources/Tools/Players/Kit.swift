import Music

/// What a drummer's body can do at one moment, and the order in which strokes matter.
enum Kit {
  /// A stroke on a drum.
  struct Hit {
    var onset: Beat
    var end: Beat
    var drum: DrumKey
    var velocity: Int
    var articulation: Articulation = .normal
  }

  /// How much a drum matters when hands are short; higher stays.
  static func importance(_ drum: DrumKey) -> Int {
    switch drum {
    case .crash, .crash2, .china, .splash: 9
    case .snare, .electricSnare, .sideStick: 8
    case .clap: 7
    case _ where drum.isTom: 6
    case .ride, .ride2, .rideBell: 5
    case .openHat: 4
    case .closedHat: 3
    default: 2
    }
  }

  /// Strokes that one player can make: two hands, one stroke a foot, one of open hat, closed hat and
  /// ride, at most two cymbals; ascending.
  static func playable(_ hits: [Hit]) -> [Hit] {
    var groups: [[Hit]] = []
    for hit in hits.sorted(by: { ($0.onset, $0.drum.rawValue) < ($1.onset, $1.drum.rawValue) }) {
      if groups.last?.first?.onset == hit.onset {
        groups[groups.count - 1].append(hit)
      } else {
        groups.append([hit])
      }
    }
    return closed(oneTimekeeper(groups.flatMap(limbs)))
  }

  /// The hand that keeps time does so on the ride or on the hats: a hat a sixteenth or less beside a
  /// stroke on the ride is left out.
  private static func oneTimekeeper(_ hits: [Hit]) -> [Hit] {
    let rides = hits.filter { [.ride, .ride2, .rideBell].contains($0.drum) }.map(\.onset)
    guard !rides.isEmpty else { return hits }
    var next = 0
    return hits.filter { hit in
      guard hit.drum == .closedHat || hit.drum == .openHat else { return true }
      while next < rides.count, rides[next] < hit.onset - Beat(1, 4) { next += 1 }
      return next >= rides.count || rides[next] > hit.onset + Beat(1, 4)
    }
  }

  private static func limbs(_ group: [Hit]) -> [Hit] {
    var unique: [Hit] = []
    for hit in group {
      if let index = unique.firstIndex(where: { $0.drum == hit.drum }) {
        if unique[index].velocity < hit.velocity { unique[index] = hit }
      } else {
        unique.append(hit)
      }
    }
    let drums = Set(unique.map(\.drum))
    let rides = !drums.isDisjoint(with: [.ride, .ride2, .rideBell])
    let crashes = !drums.isDisjoint(with: [.crash, .crash2, .china])
    unique.removeAll { hit in
      switch hit.drum {
      case .closedHat: rides || crashes || drums.contains(.openHat)
      case .openHat: rides || crashes
      case .ride, .ride2: crashes || drums.contains(.rideBell)
      case .pedalHat: drums.contains(.openHat) && !rides
      case .electricSnare: drums.contains(.snare)
      case .sideStick: drums.contains(.snare)
      default: false
      }
    }
    let feet = unique.filter(\.drum.isFoot)
    let hands = unique.filter { !$0.drum.isFoot }.sorted {
      (importance($0.drum), $0.velocity, $0.drum.rawValue)
        > (importance($1.drum), $1.velocity, $1.drum.rawValue)
    }
    return (feet + hands.prefix(2)).sorted { $0.drum.rawValue < $1.drum.rawValue }
  }

  /// Open hats end when the next hat is struck; other strokes end where their drum is struck again.
  private static func closed(_ hits: [Hit]) -> [Hit] {
    var hits = hits
    for index in hits.indices {
      let hit = hits[index]
      let next = hits[(index + 1)...].first {
        $0.onset > hit.onset
          && ($0.drum == hit.drum || (hit.drum == .openHat && $0.drum.isHat))
      }
      if hit.drum == .openHat {
        hits[index].end = min(next?.onset ?? hit.end, hit.onset + 2)
      } else if let next {
        hits[index].end = min(hit.end, next.onset)
      }
    }
    return hits.filter { $0.end > $0.onset }
  }

  /// A drum's key as a pitch.
  static func pitch(_ drum: DrumKey) -> Pitch { Pitch(number: drum.rawValue) }
}
