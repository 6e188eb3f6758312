import AudioFiles
import Foundation
import Mixing
import Music
import Production
import Signal
import Testing

/// Sounds that an engineer would know at once.
struct Sounds {
  let rate = SampleRate.studio
  let seconds: Double
  private let noise = NoiseGenerator(seed: 11)

  private func make(_ sample: (Int, Double) -> Double) -> AudioBuffer {
    let count = rate.frames(in: seconds).count
    let mono = (0..<count).map { Float(sample($0, Double($0) / 48_000)) }
    return AudioBuffer(channels: [mono, mono])
  }

  /// A bass drum on every half second.
  var kick: AudioBuffer {
    make { _, time in
      let t = time.truncatingRemainder(dividingBy: 0.5)
      return 0.8 * exp(-t * 14) * sin(2 * .pi * (50 * t + 1 - exp(-t * 40)))
    }
  }
  /// Eighth notes of a plucked 55 Hz tone with four partials.
  var bass: AudioBuffer {
    make { _, time in
      let t = time.truncatingRemainder(dividingBy: 0.25)
      return (1...4).reduce(0) { $0 + 0.3 / Double($1) * sin(2 * .pi * 55 * Double($1) * time) }
        * exp(-t * 4)
    }
  }
  /// A sustained triad with eight partials a note.
  func chord(root: Double, level: Double = 0.05) -> AudioBuffer {
    make { _, time in
      [1, 1.26, 1.5].reduce(0) { sum, ratio in
        sum
          + (1...8).reduce(0) {
            $0 + level / Double($1) * sin(2 * .pi * root * ratio * Double($1) * time)
          }
      }
    }
  }
  /// Sixteenths of bright noise.
  var hats: AudioBuffer {
    var last = 0.0
    return make { frame, time in
      let t = time.truncatingRemainder(dividingBy: 0.125)
      let white = Double(noise.white(at: frame))
      defer { last = white }
      return 0.3 * (white - last) * exp(-t * 60)
    }
  }
  /// A melody of one note at a time.
  var lead: AudioBuffer {
    let steps = [440.0, 494, 523, 587, 659, 587, 523, 494]
    return make { _, time in
      let tone = steps[Int(time / 0.5) % 8]
      let t = time.truncatingRemainder(dividingBy: 0.5)
      return (1...6).reduce(0) { $0 + 0.2 / Double($1) * sin(2 * .pi * tone * Double($1) * t) }
        * min(1, t * 60) * exp(-t)
    }
  }
}

@Suite("Stem mix")
struct StemMixTests {
  private let sounds = Sounds(seconds: 6)

  /// A folder of stems with a manifest.
  private func manifest(
    _ buffers: [(String, AudioBuffer)]
  ) throws -> (folder: String, stems: Stems) {
    let folder = NSTemporaryDirectory() + "etude-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var stems: [Stem] = []
    for (index, (name, buffer)) in buffers.enumerated() {
      let digest = String(format: "%064d", index)
      let writer = try SampleCacheWriter(path: "\(folder)/\(digest)", sampleRate: .studio)
      try writer.write(buffer)
      try writer.finish()
      stems.append(
        Stem(id: name, name: name, role: .chords, digest: digest, frames: buffer.frameCount))
    }
    let frames = stems.map(\.frames).max() ?? 0
    return (
      folder,
      Stems(
        sampleRate: 48_000, frames: frames, musicFrames: frames, stems: stems,
        soundFont: .init(name: "", digest: ""))
    )
  }

  private func propose(
    _ buffers: [(String, AudioBuffer)], _ request: StemMixRequest = StemMixRequest()
  ) throws -> MixProposal {
    let (folder, stems) = try manifest(buffers)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let planner = StemMixPlanner(stemFolder: folder)
    return planner.plan(stems, analyses: try planner.hear(stems), request: request)
  }

  @Test("features tell a drum from a chord and low from high")
  func features() {
    let kick = StemListener.hear(sounds.kick, sampleRate: .studio, id: "kick").features
    let chord = StemListener.hear(
      sounds.chord(root: 220), sampleRate: .studio, id: "chord"
    ).features
    let hats = StemListener.hear(sounds.hats, sampleRate: .studio, id: "hats").features
    #expect(kick.steadiness < chord.steadiness - 0.3)
    #expect(kick.lowShare > 0.5 && chord.lowShare < 0.05 && hats.highShare > 0.5)
    #expect(kick.centre < chord.centre && chord.centre < hats.centre)
    #expect(chord.flatness < hats.flatness - 5)
    #expect(hats.onsets > 5 && kick.onsets > 1 && chord.onsets < 0.5)
  }

  @Test("the band map holds the power: a full-scale sine on both sides has 1")
  func power() {
    let sine = (0..<96_000).map { Float(sin(2 * .pi * 1000 * Double($0) / 48_000)) }
    let heard = StemListener.hear(
      AudioBuffer(channels: [sine, sine]), sampleRate: .studio, id: "sine")
    let mean = heard.bands.mean.reduce(0, +)
    #expect(abs(mean - 1) < 0.06)
    #expect(heard.bands.mean[ERBScale.band(of: 1000)] > 0.7)
    #expect(abs(heard.stereo.correlation - 1) < 1e-6 && abs(heard.stereo.monoLoss.value) < 1e-6)
  }

  @Test("levels far off are brought near, whatever the names say not")
  func balance() throws {
    var loud = sounds.chord(root: 220)
    loud.scale(by: Decibels(14))
    var soft = sounds.lead
    soft.scale(by: Decibels(-24))
    let proposal = try propose([("a", loud), ("b", soft), ("c", sounds.bass), ("d", sounds.hats)])
    let levels = zip(proposal.analyses, proposal.plan.channels).map { heard, channel in
      (heard.level?.value ?? 0) + proposal.plan.settings(of: channel).gain.value
    }
    let before = proposal.analyses.map { $0.level?.value ?? 0 }
    #expect(before[0] - before[1] > 25)
    #expect(levels[0] - levels[1] < 0.5 * (before[0] - before[1]))
    #expect(proposal.plan.moves.allSatisfy { !$0.reason.isEmpty })
    #expect(Set(proposal.plan.moves.map(\.id)).count == proposal.plan.moves.count)
  }

  @Test("what a room gave back keeps its level, and a guess that is unsure moves a stem less")
  func certainty() throws {
    var wet = sounds.chord(root: 330)
    wet.scale(by: Decibels(-26))
    var soft = sounds.lead
    soft.scale(by: Decibels(-34))
    let stems = [
      ("vocal", sounds.lead), ("bass", sounds.bass), ("hats", sounds.hats), ("Vox Verb", wet),
      ("x", soft),
    ]
    let proposal = try propose(stems)
    func gain(_ id: String) throws -> Double {
      proposal.plan.settings(of: try #require(proposal.plan.channel(id))).gain.value
    }
    let gains = try stems.map { try gain($0.0) }
    // What all have in common brings the whole to its level.
    #expect(try gain("Vox Verb") <= gains.max() ?? 0)
    #expect(try gain("Vox Verb") < gains.sorted()[2] + 1.5, "\(gains)")
    let moves = proposal.plan.moves.filter { $0.channel == "Vox Verb" }
    #expect(moves.allSatisfy { if case .reverb = $0.action { false } else { true } })
    let guess = try #require(proposal.guesses.last)
    #expect(guess.source == .sound && guess.confidence < 1)
    let sure = try propose(stems, StemMixRequest(kinds: ["x": guess.kind]))
    func lift(_ plan: MixPlan) throws -> Double {
      let gains = try ["x", "vocal"].map {
        plan.settings(of: try #require(plan.channel($0))).gain.value
      }
      return gains[0] - gains[1]
    }
    #expect(try lift(proposal.plan) < lift(sure.plan), "\(guess)")
    #expect(try gain("x") <= gain("Vox Verb") + 12.1)
  }

  @Test("stems told by sound are not lifted against those told by name")
  func frames() throws {
    // A chord that lies 12 LU below a voice is where chords without a name belong.
    var chord = sounds.chord(root: 220)
    let heard = StemListener.hear(chord, sampleRate: .studio, id: "x")
    let voice = StemListener.hear(sounds.lead, sampleRate: .studio, id: "vocal")
    chord.scale(
      by: Decibels((voice.level?.value ?? 0) - 12 - (heard.level?.value ?? 0)))
    let proposal = try propose([
      ("vocal", sounds.lead), ("bass", sounds.bass), ("hats", sounds.hats), ("x", chord),
    ])
    #expect(proposal.guesses.last?.source == .sound)
    let gains = try ["x", "vocal"].map {
      proposal.plan.settings(of: try #require(proposal.plan.channel($0))).gain.value
    }
    #expect(abs(gains[0] - gains[1]) < 4, "\(gains)")
  }

  @Test("what sounds for a moment alone costs others little")
  func moments() throws {
    let sounds = Sounds(seconds: 12)
    func cuts(seconds: Double) throws -> Double {
      var moment = sounds.lead
      moment.scale(by: Decibels(-16))
      moment.resize(toFrames: Int(seconds * 48_000))
      let plan = try propose([
        ("effects", moment), ("keys", sounds.chord(root: 440)), ("bass", sounds.bass),
      ]).plan
      let keys = plan.settings(of: try #require(plan.channel("keys")))
      return (keys.equalizer.map(\.gain.value) + keys.unmasking.map(\.gain.value)).reduce(0) {
        $0 - min(0, $1)
      }
    }
    let (whole, part) = (try cuts(seconds: 12), try cuts(seconds: 0.6))
    #expect(part < whole, "\(part) of \(whole) dB")
  }

  @Test("a tone move that was held back says so")
  func held() throws {
    var reasons: [String] = []
    for id in ["bass", "keys", "vocal", "hats"] {
      reasons += try propose([(id, sounds.hats), ("drums", sounds.bass)]).plan.moves.filter {
        if case .equalize(let band) = $0.action { abs(band.gain.value) == 4 } else { false }
      }.map(\.reason)
    }
    #expect(!reasons.isEmpty)
    #expect(reasons.contains { $0.hasSuffix("4.0 dB of it are met, the most that is done") })
  }

  @Test("two stems in one register: the softer one is given room, within bounds")
  func unmasking() throws {
    let proposal = try propose([
      ("pad", sounds.chord(root: 196)), ("vocal", sounds.lead), ("bass", sounds.bass),
      ("keys", sounds.chord(root: 207)),
    ])
    let pad = try #require(proposal.plan.channel("keys"))
    let settings = proposal.plan.settings(of: pad)
    let cuts =
      settings.equalizer.map(\.gain.value) + settings.unmasking.map(\.gain.value)
    #expect(cuts.allSatisfy { $0 >= -6 && $0 <= 4 })
    #expect(cuts.reduce(0) { $0 + abs($1) } < 12)
    let reasons = proposal.plan.moves.filter {
      switch $0.action {
      case .equalize, .unmask: true
      default: false
      }
    }.map(\.reason)
    #expect(reasons.contains { $0.contains(": masks ") }, "\(reasons)")
    // Who leads gives way to nobody.
    #expect(!reasons.contains { $0.contains("on vocal: masks") }, "\(reasons)")
  }

  @Test("who leads and who is low stands in the middle, and the sides are even")
  func places() throws {
    var left = sounds.bass
    left.withMutableBlock { block in
      for frame in 0..<block.frameCount { block[1][frame] *= 0.3 }
    }
    let proposal = try propose([
      ("bass", left), ("vocal", sounds.lead), ("keys", sounds.chord(root: 330)),
      ("guitar", sounds.chord(root: 392)), ("hats", sounds.hats),
    ])
    func settings(_ id: String) throws -> MixPlan.ChannelSettings {
      proposal.plan.settings(of: try #require(proposal.plan.channel(id)))
    }
    let bass = try settings("bass")
    #expect(abs(bass.balance.value - 10.5) < 0.3 && bass.pan == 0)
    #expect(try settings("vocal").pan == 0)
    let sides = try ["keys", "guitar", "hats"].map { try settings($0).pan }
    #expect(sides.contains { $0 < 0 } && sides.contains { $0 > 0 })
    #expect(sides.allSatisfy { abs($0) <= 0.8 })
  }

  @Test("a stem whose channels cancel is turned round, and mono keeps the mix")
  func polarity() throws {
    var broken = sounds.chord(root: 220)
    broken.withMutableBlock { block in
      for frame in 0..<block.frameCount { block[1][frame] *= -1 }
    }
    let (folder, stems) = try manifest([("keys", broken), ("bass", sounds.bass)])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let planner = StemMixPlanner(stemFolder: folder)
    let heard = try planner.hear(stems)
    let plan = planner.plan(stems, analyses: heard).plan
    let keys = try #require(plan.channel("keys"))
    #expect(plan.settings(of: keys).inverted)
    var comparison: MixComparison?
    _ = try Mixer(stemFolder: folder, scratchFolder: folder).mix(
      stems, plan: plan,
      output: MixOutput(masters: [], mix: .init(path: folder + "/mix.wav", format: .wave24)),
      heard: { comparison = MixComparison(before: heard, after: $0.strips, mix: $0.mix) })
    let found = try #require(comparison)
    #expect(found.monoLossAfter < 1.5)
    let mix = try AudioFileReader.read(path: folder + "/mix.wav").buffer
    #expect(mix.peak <= 0.502)
  }

  @Test("a steady kick pushes bass aside, and the strip does it")
  func ducking() throws {
    let sounds = Sounds(seconds: 10)
    let proposal = try propose([
      ("kick", sounds.kick), ("bass", sounds.chord(root: 55, level: 0.1)),
    ])
    let strip = try #require(proposal.plan.channel("bass"))
    let duck = try #require(proposal.plan.settings(of: strip).ducking.first)
    #expect(duck.key == "kick" && duck.gain == -4)
    let (folder, stems) = try manifest([
      ("kick", sounds.kick), ("bass", sounds.chord(root: 55, level: 0.1)),
    ])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func render(_ applied: Bool) throws -> AudioBuffer {
      var plan = proposal.plan
      plan.moves = plan.moves.filter {
        if case .duck = $0.action { true } else { false }
      }
      for index in plan.moves.indices { plan.moves[index].applied = applied }
      let path = "\(folder)/\(applied).wav"
      _ = try Mixer(stemFolder: folder, scratchFolder: folder).mix(
        stems, plan: plan,
        output: MixOutput(masters: [], stems: ["bass": .init(path: path, format: .waveFloat)]))
      return try AudioFileReader.read(path: path).buffer
    }
    let (dry, ducked) = (try render(false), try render(true))
    func level(_ buffer: AudioBuffer, _ range: Range<Int>) -> Double {
      20 * log10(Double(buffer[frames: range].rootMeanSquare))
    }
    // 30 ms after a stroke the bass is down; before the next it is back.
    let after = 49_000..<51_000
    let before = 70_000..<71_500
    #expect(level(ducked, after) - level(dry, after) < -1.5)
    #expect(level(ducked, after) - level(dry, after) > -4.2)
    #expect(abs(level(ducked, before) - level(dry, before)) < 0.8)
  }

  @Test("the same stems give the same plan whatever the number of threads")
  func determinism() throws {
    let (folder, stems) = try manifest([
      ("a", sounds.chord(root: 220)), ("b", sounds.lead), ("c", sounds.bass), ("d", sounds.kick),
    ])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let plans = try [1, 2, 5].map { threads in
      let planner = StemMixPlanner(stemFolder: folder, threads: threads)
      return planner.plan(stems, analyses: try planner.hear(stems)).plan
    }
    #expect(plans[0] == plans[1] && plans[1] == plans[2])
  }

  @Test("silence, one stem and unequal lengths are mixed as well")
  func edges() throws {
    #expect(try propose([("a", AudioBuffer(frameCount: 48_000))]).plan.moves.isEmpty)
    let alone = try propose([("vocal", sounds.lead)])
    #expect(alone.plan.channels.count == 1)
    var short = sounds.bass
    short.resize(toFrames: 30_000)
    let mixed = try propose([
      ("bass", short), ("keys", sounds.chord(root: 220)), ("x", AudioBuffer(frameCount: 0)),
    ])
    #expect(mixed.plan.channels.count == 3)
    #expect(mixed.plan.moves.allSatisfy { $0.channel != "x" })
  }

  @Test("a stem in focus is louder than without, one that is back is softer")
  func focus() throws {
    let stems = [
      ("vocal", sounds.lead), ("keys", sounds.chord(root: 220)), ("bass", sounds.bass),
    ]
    func distance(_ focus: MixFocus) throws -> Double {
      let plan = try propose(stems, StemMixRequest(focus: focus)).plan
      let gains = try ["vocal", "keys"].map {
        plan.settings(of: try #require(plan.channel($0))).gain.value
      }
      return gains[0] - gains[1]
    }
    let plain = try distance(MixFocus())
    #expect(try distance(MixFocus(forward: ["vocal"], back: ["keys"])) > plain + 3)
  }
}
