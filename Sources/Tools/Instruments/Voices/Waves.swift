import Production

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The tables of a shape: one, or the places of a wavetable in order.
enum Waves {
  /// The tables of a shape; a pulse is made of two saws.
  static func tables(of shape: SynthPatch.Shape) -> [WaveTable] {
    switch shape {
    case .sine: [sine]
    case .triangle: [triangle]
    case .saw, .pulse: [saw]
    case .square: [square]
    case .vocal: vowels.map(vowel)
    case .glass: (0..<5).map(glass)
    case .organ: registrations.map(organ)
    case .digital: (0..<6).map(digital)
    }
  }

  /// A sine.
  static let sine = WaveTable { harmonic in (harmonic == 1 ? 1 : 0, 0) }

  /// A falling saw, sum of sin(k x) / k, from its middle upwards first.
  static let saw = WaveTable { harmonic in (1 / Double(harmonic), 0) }

  /// A square, odd harmonics as 1 / k.
  static let square = WaveTable { harmonic in
    (harmonic.isMultiple(of: 2) ? 0 : 1 / Double(harmonic), 0)
  }

  /// A triangle, odd harmonics as 1 / k^2 with turning sign.
  static let triangle = WaveTable { harmonic in
    guard !harmonic.isMultiple(of: 2) else { return (0, 0) }
    return (1 / Double(harmonic * harmonic), harmonic % 4 == 1 ? 0 : 0.5)
  }

  /// The first three formants in hertz of a man's vowels a, e, i, o, u.
  ///
  /// After G. Peterson and H. Barney, "Control Methods Used in a Study of the Vowels", JASA 24, 1952,
  /// table II.
  private static let vowels: [[Double]] = [
    [730, 1090, 2440], [530, 1840, 2480], [270, 2290, 3010], [570, 840, 2410], [300, 870, 2240],
  ]

  /// A buzz through formants, as sung at 130 Hz; at other pitches the formants move along.
  private static func vowel(_ formants: [Double]) -> WaveTable {
    WaveTable { harmonic in
      let frequency = 130 * Double(harmonic)
      var gain = 0.04
      for (formant, width) in zip(formants, [90.0, 110, 170]) {
        let distance = (frequency - formant) / width
        gain += 1 / (1 + distance * distance)
      }
      return (gain / Double(harmonic), 0)
    }
  }

  /// Few partials with wide gaps, more of them and higher from place to place.
  private static func glass(_ place: Int) -> WaveTable {
    let partials = [1, 4, 7, 10, 14, 19].prefix(2 + place)
    return WaveTable { harmonic in
      guard let index = partials.firstIndex(of: harmonic) else { return (0, 0) }
      return (power(0.62, Double(index)), 0.25 * Double(index % 2))
    }
  }

  /// Drawbars 16', 5 1/3', 8', 4', 2 2/3', 2', 1 3/5', 1 1/3', 1' of five registrations; the 16' is the
  /// first harmonic, so that the wave sounds an octave lower than its name.
  private static let registrations: [[Double]] = [
    [0, 0, 8, 0, 0, 0, 0, 0, 0], [0, 0, 8, 6, 0, 0, 0, 0, 0], [0, 0, 8, 8, 4, 4, 0, 0, 0],
    [4, 4, 8, 6, 4, 4, 2, 2, 2], [8, 8, 8, 8, 8, 8, 8, 8, 8],
  ]

  /// A registration with the 8' as first harmonic: what lies below it is left to the keys.
  private static func organ(_ drawbars: [Double]) -> WaveTable {
    let harmonics = [1: 2, 2: 3, 3: 4, 4: 5, 5: 6, 6: 7, 8: 8]
    return WaveTable { harmonic in
      guard let bar = harmonics[harmonic] else { return (0, 0) }
      // Each step of a drawbar is 3 dB.
      return (drawbars[bar] == 0 ? 0 : power(10, 0.15 * (drawbars[bar] - 8)), 0.13 * Double(bar))
    }
  }

  /// A saw whose harmonics come and go in a comb that gets denser from place to place.
  private static func digital(_ place: Int) -> WaveTable {
    WaveTable { harmonic in
      let comb = cosineOfTurns(Double(harmonic - 1) * (0.04 + 0.085 * Double(place)))
      return ((0.15 + comb * comb) / power(Double(harmonic), 0.9), 0.21 * Double(harmonic % 3))
    }
  }
}
