import AudioFiles
import Foundation
import Mixing
import Production
import Signal
import Testing

@Suite struct FinishTests {
  /// A loudness curve of passages: seconds, loudness in LUFS and how far peaks lie above it in dB.
  private func curve(
    _ passages: [(seconds: Int, loudness: Double, crest: Double)]
  ) -> LoudnessCurve {
    var curve = LoudnessCurve(sampleRate: .studio)
    let frames = Double(curve.stepFrames) / Double(LoudnessCurve.parts)
    for passage in passages {
      let power = pow(10, (passage.loudness + 0.691) / 10)
      for part in 0..<passage.seconds * 1000 {
        curve.energies.append(Float(power * frames))
        // A peak each half second, and little between.
        let peak = pow(10, (passage.loudness + passage.crest) / 20)
        curve.peaks.append(Float(part % 500 < 4 ? peak : peak / 8))
      }
    }
    return curve
  }

  private func corridor(range: [Double], ratio: [Double] = [8, 11]) -> GenreCorridor {
    GenreCorridor(
      name: "test", spectrum: [], loudness: [-12, -8], peakToLoudness: ratio, range: range,
      source: "test")
  }

  private func range(_ curve: LoudnessCurve) -> Double { LoudnessRange.of(curve.shortTerm()) ?? 0 }

  @Test(
    "a ride brings the loudness range into the corridor from both sides",
    arguments: [(4.0, 7.0), (10, 16), (3, 6)])
  func ride(low: Double, high: Double) throws {
    let wide = curve((0..<8).map { (12, $0.isMultiple(of: 2) ? -20 : -28.5, 12) })
    let planner = FinishPlanner(corridor: corridor(range: [low, high]))
    let ride = try #require(
      planner.ride(
        wide, loops: false, loudness: -20, ceiling: -1))
    let ridden = RideCurve(ride, curve: wide, loops: false).applied(to: wide)
    #expect((low...high).contains(range(ridden)), "\(range(wide)) became \(range(ridden))")
    #expect(ride.reason.contains("8.5 LU"), "\(ride.reason)")
    #expect((ride.ratio < 1) == (high < 8))
    // What is ridden lies in the corridor, and is left alone.
    #expect(
      planner.ride(
        ridden, loops: false, loudness: -20, ceiling: -1) == nil)
  }

  @Test("short programmes, silence and what lies in the corridor are not ridden")
  func untouched() {
    let planner = FinishPlanner(corridor: corridor(range: [4, 9]))
    #expect(
      planner.ride(curve([(10, -20, 12), (8, -30, 12)]), loops: false, loudness: -20, ceiling: -1)
        == nil)
    #expect(planner.ride(curve([(40, -150, 0)]), loops: false, loudness: -20, ceiling: -1) == nil)
    let even = curve((0..<6).map { (12, $0.isMultiple(of: 2) ? -20 : -26, 12) })
    #expect(planner.ride(even, loops: false, loudness: -20, ceiling: -1) == nil)
  }

  @Test("a ride lets soft passages down where peaks lie too low, as far as the range allows")
  func ratio() throws {
    let flat = curve((0..<8).map { (12, $0.isMultiple(of: 2) ? -20 : -25, 14) })
    func peaks(_ curve: LoudnessCurve) throws -> Double {
      20 * log10(Double(curve.peak)) - (try #require(curve.integrated())).value
    }
    let before = try peaks(flat)
    let planner = FinishPlanner(corridor: corridor(range: [3, 12], ratio: [before + 1, 24]))
    let ride = try #require(planner.ride(flat, loops: false, loudness: -24, ceiling: -1))
    #expect(ride.ratio > 1 && ride.reason.contains("Peaks lie"), "\(ride.reason)")
    let ridden = RideCurve(ride, curve: flat, loops: false).applied(to: flat)
    #expect(try peaks(ridden) > before + 0.6 && range(ridden) < 12)
    let narrow = FinishPlanner(corridor: corridor(range: [3, 5.6], ratio: [before + 3, 24]))
    let held = try #require(narrow.ride(flat, loops: false, loudness: -24, ceiling: -1))
    #expect(range(RideCurve(held, curve: flat, loops: false).applied(to: flat)) < 5.6)
  }

  @Test(
    "the ride moves sound as it moves the curve, however blocks are cut", arguments: [false, true])
  func sound(loops: Bool) throws {
    let ride = MixPlan.Ride(ratio: 0.5, pivot: -20, most: 6, reason: "test")
    let plain = curve([(8, -20, 3), (8, -40, 3), (8, -26, 3)])
    let gains = RideCurve(ride, curve: plain, loops: loops)
    let most = try #require(gains.gains.max())
    let least = try #require(gains.gains.min())
    #expect(most < 2.0 && most > 1.9 && least > 0.9)
    let frames = 24 * 48_000
    var ones = AudioBuffer(frameCount: frames)
    for frame in 0..<frames { (ones[0, frame], ones[1, frame]) = (1, 1) }
    var cut = ones
    ones.withMutableBlock { gains.apply(to: $0, at: 0) }
    cut.withMutableBlock { block in
      var start = 0
      while start < frames {
        let count = min(777, frames - start)
        gains.apply(to: block[frames: start..<start + count], at: start)
        start += count
      }
    }
    #expect(ones == cut)
    let ridden = gains.applied(to: plain)
    for part in stride(from: 0, to: ridden.peaks.count, by: 997) {
      let gain = ridden.peaks[part] / plain.peaks[part]
      #expect(abs(gain - ones[0, part * 48]) < 0.002)
    }
    // Never faster than 3 dB a second.
    for second in 1..<24 {
      let change = 20 * log10(ones[0, second * 48_000] / ones[0, (second - 1) * 48_000])
      #expect(abs(change) < 3)
    }
    if loops { #expect(abs(ones[0, 0] - ones[0, frames - 1]) < 0.001) }
  }

  @Test("peaks are rounded only where the limiter would take too much")
  func saturation() throws {
    let planner = FinishPlanner(corridor: corridor(range: [0, 20]))
    let tame = curve([(30, -20, 12)])
    #expect(planner.saturation(tame, loudness: -12, ceiling: -1) == nil)
    let wild = curve([(30, -20, 19)])
    let found = try #require(planner.saturation(wild, loudness: -12, ceiling: -1))
    #expect((0.05...0.75).contains(found.amount))
    #expect(found.reason.contains("dB for -12.0 LUFS"), "\(found.reason)")
    #expect(planner.saturation(curve([(30, -150, 0)]), loudness: -12, ceiling: -1) == nil)
  }

  @Test("a song is finished once, and the plan that holds it gives the same master again")
  func once() throws {
    let fixture = try MixingFixture(seconds: 26, bursts: 1)
    var plan = fixture.plan(loudness: -14)
    plan.corridor = corridor(range: [8, 12])
    func mix(_ name: String) throws -> MasterReport {
      try fixture.mixer().mix(
        fixture.stems, plan: plan,
        output: MixOutput(masters: [.init(path: fixture.path(name), format: .wave24)]))
    }
    let first = try mix("a.wav")
    #expect(first.saturation != nil || first.ride != nil)
    plan.keep(first)
    #expect(plan.isFinished && plan.ride == first.ride && plan.saturation == first.saturation)
    let second = try mix("b.wav")
    #expect(try fixture.bytes("a.wav") == fixture.bytes("b.wav"))
    #expect(second.ride == first.ride)
    // What a person writes is done as it stands.
    plan.ride = nil
    plan.saturation = MasterPlan.Saturation(amount: 0.2, reason: "mine")
    #expect(try mix("c.wav").ride == nil)
    #expect(try fixture.bytes("c.wav") != fixture.bytes("b.wav"))
  }
}
