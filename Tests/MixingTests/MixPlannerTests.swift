import Mixing
import Music
import Production
import Signal
import Testing

@Suite("MixPlanner")
struct MixPlannerTests {
  private func inputs(
    channels: [String: MixProfile.Channel] = [:], ending: Style.Ending = .held
  ) throws -> (Score, Plan, Style) {
    let score = Score(
      title: "Test", meters: MeterMap(try #require(Meter(4, 4))),
      tempo: TempoMap(beatsPerMinute: 120), keys: [],
      sections: [Section(id: "outro", name: "outro", startBar: 0, bars: 8, energy: 0.5)],
      chords: [], parts: [], length: Beat(32))
    let style = Style(
      name: "plain", title: "Plain", description: "",
      tempo: .init(low: 80, high: 140, typical: 120), meters: [], scales: [],
      mood: Mood(valence: 0, energy: 0), loudness: -14, forms: [], ending: ending,
      harmony: Harmony(progressions: [], cadences: [], substitution: 0), parts: [],
      groove: Groove(), mix: MixProfile(channels: channels, delayBeats: Beat(3, 4), busRatio: 1.5))
    let plan = Plan(
      title: "", seed: 1, engine: "", styles: [], keys: [], meters: score.meters,
      tempo: score.tempo, sections: [], chords: [], parts: [], length: score.length,
      ending: ending, loop: false, loudness: -12, notices: [])
    return (score, plan, style)
  }

  @Test("gains bring measured stems to the style's levels; a part's own entry wins")
  func levels() throws {
    let fixture = try MixingFixture(seconds: 2)
    let (score, plan, style) = try inputs(channels: [
      "drums": .init(level: 0), "bass": .init(level: -6),
      "pad": .init(level: -12, pan: 0.5, highPass: 200, reverb: -9, drive: 0.2),
    ])
    let mix = try MixPlanner(stemFolder: fixture.folder)
      .plan(stems: fixture.stems, score: score, plan: plan, style: style)
    #expect(mix.channels.map(\.id) == ["drums", "bass", "pad"])
    // An 82 Hz sine of 0.3 on both sides: -10.5 dBFS, less about 1.6 dB of K-weighting.
    let bass = mix.channels[1]
    let anchor: Double = -21.19
    #expect(abs(bass.gain.value - (anchor - 6 + 12.1)) < 0.8)
    #expect(mix.channels[2].pan == 0.5 && mix.channels[2].highPass == 200)
    #expect(mix.channels[2].reverb == -9 && mix.channels[2].drive == 0.2)
    #expect(mix.channels.allSatisfy { $0.reason.contains("LUFS") && $0.reason.contains("gain") })
    #expect(mix.loudness == -12 && mix.ceiling == -1 && mix.bus.ratio == 1.5)
    #expect(abs(mix.delayTime - 0.375) < 1e-9)
    #expect(mix.fade == 0)
  }

  @Test("without wishes of the style a part gets its role's place")
  func roles() throws {
    let fixture = try MixingFixture(seconds: 1)
    let (score, plan, style) = try inputs()
    let mix = try MixPlanner(stemFolder: fixture.folder, threads: 1)
      .plan(stems: fixture.stems, score: score, plan: plan, style: style)
    #expect(mix.channels[0].pan == 0 && mix.channels[1].pan == 0)
    #expect(mix.channels[1].reverb == nil)
    #expect(mix.channels[2].reason.contains("role pad"))
  }

  @Test("a kept plan stays, and only a new part gets a strip")
  func keeping() throws {
    let fixture = try MixingFixture(seconds: 1)
    let (score, plan, style) = try inputs()
    var kept = fixture.plan()
    kept.channels.removeLast()
    let mix = try MixPlanner(stemFolder: fixture.folder)
      .plan(stems: fixture.stems, score: score, plan: plan, style: style, keeping: kept)
    #expect(Array(mix.channels[0...1]) == kept.channels)
    #expect(mix.channels[2].id == "pad")
    #expect(mix.bus == kept.bus && mix.loudness == kept.loudness)
  }

  @Test("a style that fades gets a fade that ends with the music")
  func fade() throws {
    let fixture = try MixingFixture(seconds: 1)
    let (score, plan, style) = try inputs(ending: .fade)
    let mix = try MixPlanner(stemFolder: fixture.folder)
      .plan(stems: fixture.stems, score: score, plan: plan, style: style)
    #expect(mix.fadeEnd == 16 && mix.fade == 8)
  }
}
