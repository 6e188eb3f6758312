import Drawing
import Foundation
import Music
import Production
import Signal
import Testing

@Suite("SoundReport")
struct SoundReportTests {
  static func analysis(sections: Int) -> SoundAnalysis {
    SoundAnalysis(
      source: .init(container: "WAVE", sampleRate: .studio, channels: 2, duration: 60),
      loudness: .init(integrated: -14, maximumMomentary: -9, range: 6, truePeak: -1),
      levels: .init(
        rootMeanSquare: -18, crestFactor: 15, dynamicRange: 9, directCurrent: [0, 0],
        clippedRuns: 0, clippedShare: 0),
      spectrum: .init(
        bands: (0..<31).map { .init(frequency: Hertz(20 * pow(10, Double($0) / 10)), level: -30) },
        slope: -4, centroid: 900),
      stereo: .init(
        correlation: 0.6, leastCorrelation: 0.2, width: 0.2, balance: 0, monoLoss: 0.7),
      tempo: .init(
        beatsPerMinute: 92, confidence: 0.9, alternatives: [184], unsteadiness: 0.001,
        firstBeat: 0),
      tonality: .init(
        key: Key(PitchName(.e, -1), .major), confidence: 0.8, alternatives: [], tuning: 2),
      sections: (0..<sections).map {
        .init(
          name: ["A", "B"][$0 % 2], start: 60 * Double($0) / Double(sections),
          end: 60 * Double($0 + 1) / Double(sections), loudness: -14)
      }, notices: [])
  }

  static func overview(columns: Int) -> SoundOverview {
    let wave = (0..<columns).map { column in
      SoundOverview.Extent(low: -0.5, high: Float(column % 10) / 10, mean: 0.2)
    }
    return SoundOverview(
      duration: 60, waveform: [wave, wave],
      frequencies: (0..<40).map { Hertz(30 * pow(2, Double($0) / 4)) },
      levels: (0..<40 * columns).map { -Float($0 % 97) },
      loudness: (0..<600).map {
        .init(time: Double($0) / 10, momentary: $0 < 4 ? nil : -14, shortTerm: $0 < 30 ? nil : -15)
      })
  }

  @Test("a page is drawn, the same every time", arguments: PictureFormat.allCases)
  func page(format: PictureFormat) throws {
    let make = {
      try SoundReport(
        of: SoundReportTests.overview(columns: 300),
        analysis: SoundReportTests.analysis(sections: 4), title: "Song"
      ).encoded(as: format, scale: 1)
    }
    let bytes = try make()
    #expect(bytes.count > 5_000)
    #expect(try make() == bytes)
  }

  @Test("sections, theme and title show")
  func differences() throws {
    func page(_ sections: Int, _ theme: PictureTheme, _ title: String) throws -> [UInt8] {
      try SoundReport(
        of: SoundReportTests.overview(columns: 100),
        analysis: SoundReportTests.analysis(sections: sections), title: title, theme: theme
      ).encoded(as: .png, scale: 1)
    }
    let plain = try page(1, .light, "Song")
    #expect(try page(3, .light, "Song") != plain)
    #expect(try page(1, .dark, "Song") != plain)
    #expect(try page(1, .light, "Other") != plain)
  }

  @Test("nothing to show is shown as nothing")
  func empty() throws {
    let empty = SoundOverview(
      duration: 0, waveform: [[], []], frequencies: [], levels: [], loudness: [])
    var analysis = SoundReportTests.analysis(sections: 0)
    (analysis.loudness, analysis.tempo, analysis.tonality, analysis.stereo) = (
      .init(), nil, nil, nil
    )
    analysis.spectrum.bands = []
    #expect(
      try SoundReport(of: empty, analysis: analysis, title: "").encoded(as: .png, scale: 1).count
        > 500)
  }
}
