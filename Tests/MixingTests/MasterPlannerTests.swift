import AudioFiles
import Foundation
import Metering
import Mixing
import Production
import Signal
import Testing

@Suite struct MasterPlannerTests {
  private func programme(_ fixture: MasteringFixture, _ song: AudioBuffer, _ name: String) throws
    -> Programme
  {
    try fixture.desk().open(try fixture.write(song, name)).programme
  }

  @Test("the more intensity, the nearer to the reference and the further an equalizer may go")
  func intensity() throws {
    let fixture = try MasteringFixture()
    let song = try programme(fixture, MasteringFixture.song(seconds: 12), "song.wav")
    let goal = ToneTarget(
      try programme(fixture, MasteringFixture.song(seconds: 12, tilt: 6, seed: 5), "goal.wav"))
    let design = ToneFilterDesign(sampleRate: .studio, phase: .linear)
    var distances = [ToneMatch.distance(ToneTarget(song).mid, goal.mid)]
    for intensity in [25.0, 50, 80] {
      let planner = MasterPlanner(intent: MasterIntent(intensity: intensity), reference: goal)
      let plan = planner.plan(song)
      let tone = try #require(plan.tone)
      #expect(tone.phase == .linear)
      var heard = song
      heard.tone.mid = ToneMatch.filtered(song.tone.mid, gains: tone.curve(\.mid), design: design)
      heard.tone.side = ToneMatch.filtered(
        song.tone.side, gains: tone.curve(\.side), design: design)
      distances.append(ToneMatch.distance(ToneTarget(heard).mid, goal.mid))
      // The equalizer leaves the loudness to the limiter.
      #expect(abs(heard.tone.weightedLevel - song.tone.weightedLevel) < 0.1)
    }
    #expect(zip(distances, distances.dropFirst()).allSatisfy { $0 > $1 + 0.2 }, "\(distances)")
    #expect(
      MasterPlanner(intent: MasterIntent(intensity: 0), reference: goal).plan(song).tone == nil)
    #expect(MasterPlanner(intent: MasterIntent(intensity: 50)).matchLimit == 4)
    #expect(MasterPlanner(intent: MasterIntent(intensity: 100)).matchLimit == 24)
  }

  @Test("a file with one dead channel is left in its place, and the plan says so")
  func oneSided() throws {
    let fixture = try MasteringFixture()
    var song = MasteringFixture.song(seconds: 12)
    song.withMutableBlock { block in
      for frame in 0..<block.frameCount { block[1][frame] = 0 }
    }
    for character in [MasterIntent.Character.balanced, .open] {
      let plan = MasterPlanner(intent: MasterIntent(character: character)).plan(
        try programme(fixture, song, "\(character).wav"))
      #expect(plan.width == nil)
      #expect(plan.notes.contains { $0.hasPrefix("Only one channel") })
    }
  }

  @Test("steps between neighbouring bands are held, and what is even stays")
  func smoothing() {
    let steep = [0.0, 0, 15, -15, 0, 0, 0]
    let smooth = ToneMatch.smoothed(steep, by: 0, steepest: 9)
    #expect(zip(smooth, smooth.dropFirst()).allSatisfy { abs($0 - $1) <= 9.01 })
    #expect(abs(smooth.reduce(0, +)) < 1e-9)
    #expect(ToneMatch.smoothed([2, 2, 2], by: 1, steepest: 9) == [2, 2, 2])
  }

  @Test("a corridor is left alone inside, and pulled in outside")
  func corridor() throws {
    let fixture = try MasteringFixture()
    let song = try programme(fixture, MasteringFixture.song(seconds: 12), "song.wav")
    let levels = song.tone.levels
    func corridor(_ shift: (Double) -> Double) -> GenreCorridor {
      GenreCorridor(
        name: "test",
        spectrum: zip(ThirdOctaves.centres, levels).map { centre, level in
          .init(
            frequency: Hertz(centre),
            level: Decibels(level - levels[ThirdOctaves.thousand] + shift(centre)), spread: 2)
        }, loudness: [-14, -8], peakToLoudness: [8, 12], range: [3, 9], source: "test")
    }
    let intent = MasterIntent(intensity: 100)
    let inside = MasterPlanner(intent: intent, corridor: corridor { _ in 1 }).plan(song)
    #expect(inside.tone == nil)
    #expect(inside.notes.contains { $0.contains("corridor") })
    // The corridor asks for 6 dB more above 3 kHz: 4 of them lie outside, seven tenths are given.
    let dull = MasterPlanner(
      intent: intent, corridor: corridor { $0 > 3000 && $0 < 15_000 ? 6 : 0 }
    ).plan(song)
    let tone = try #require(dull.tone)
    let curve = tone.curve(\.mid)
    let lift = curve[ThirdOctaves.thousand + 7] - curve[ThirdOctaves.thousand]
    #expect(abs(lift - 2.8) < 0.3, "\(lift)")
    #expect(tone.phase == .minimum)
  }

  @Test("what a person asks for is taken, and stages that are off stay off")
  func wishes() throws {
    let fixture = try MasteringFixture()
    let song = try programme(fixture, MasteringFixture.song(seconds: 12), "song.wav")
    let off = MasterPlanner(
      intent: MasterIntent(
        intensity: 100, character: .warm, equalizer: .off, multiband: .off, width: .off,
        saturation: .off)
    ).plan(song)
    #expect(off.tone == nil && off.multiband == nil && off.width == nil && off.saturation == nil)
    let wide = MasterPlanner(
      intent: MasterIntent(intensity: 50, character: .open, width: .amount(1.5))
    ).plan(song)
    #expect(wide.width?.amount == 1.5)
    let warm = MasterPlanner(intent: MasterIntent(intensity: 50, character: .warm)).plan(song)
    #expect((warm.saturation?.amount ?? 0) > 0)
    let curve = try #require(warm.tone).curve(\.mid)
    #expect(curve[7] > curve[28] + 1)
    for plan in [off, wide, warm] { #expect(plan.fault == nil) }
  }

  @Test("loudness range is that of EBU Tech 3342")
  func range() {
    // Case 1: 20 s at -20, then 20 s at -30 dBFS.
    let values = [Double](repeating: -20, count: 200) + [Double](repeating: -30, count: 200)
    #expect(LoudnessRange.of(values) == 10)
    #expect(LoudnessRange.of([]) == nil)
    #expect(LoudnessRange.of([-90, -80]) == nil)
  }
}
