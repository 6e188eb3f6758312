import Composing
import Measures
import Music
import Production
import StyleFiles
import Testing

/// Variations, blends and more of the same, on a style of the house.
@Suite("Ideas") struct IdeaTests {
  private static let planner = Planner(engineVersion: "1")

  private func idea(
    _ name: String, seed: UInt64, _ change: (inout Brief) -> Void = { $0.bars = 16 }
  ) throws -> Idea {
    let style = try #require(try House.styles().all.first { $0.name == name })
    let plan = try Self.planner.plan(brief: .with(change), style: style, seed: seed)
    return Idea(plan: plan, style: style, score: Composer().compose(plan: plan, style: style))
  }

  // MARK: Variations

  @Test("variations move motif, harmony, groove and texture", arguments: ["pop-ballad", "house"])
  func moved(_ name: String) throws {
    let style = try #require(try House.styles().all.first { $0.name == name })
    let found = try Composer().variations(
      of: .with { $0.bars = 8 }, style: style, seed: 5, count: 12, planner: Self.planner)
    #expect(found.count == 12)
    var sums = (motif: 0.0, harmony: 0.0, groove: 0.0, texture: 0.0)
    var (pairs, different) = (0, 0)
    for (index, left) in found.enumerated() {
      for right in found[(index + 1)...] {
        let likeness = ScoreSimilarity(left.score, right.score)
        pairs += 1
        if !likeness.isOneIdea { different += 1 }
        sums.motif += likeness.motif
        sums.harmony += likeness.harmony
        sums.groove += likeness.groove
        sums.texture += likeness.texture
      }
    }
    let count = Double(pairs)
    #expect(sums.motif / count < 0.35)
    #expect(sums.harmony / count < 0.75)
    #expect(sums.groove / count < 0.8)
    #expect(sums.texture / count < 0.8)
    #expect(different == pairs, "\(different) of \(pairs) pairs are different ideas")
    let merits = found.map(\.merit)
    #expect(merits == merits.sorted(by: >))
    #expect(found.contains { $0.seed == 5 })
  }

  @Test("a brief that leaves little room still gives as many as were asked for")
  func narrow() throws {
    let style = try #require(try House.styles().all.first { $0.name == "pop-ballad" })
    let brief = Brief.with {
      $0.bars = 4
      $0.chords = ["C", "F", "G", "C"]
      $0.instruments = .init(with: ["grand-piano"], only: true)
      $0.tempo = 80
    }
    let found = try Composer().variations(
      of: brief, style: style, seed: 1, count: 6, planner: Self.planner)
    #expect(found.count == 6)
    #expect(Set(found.map(\.seed)).count == 6)
  }

  // MARK: More

  @Test("more of two liked ones lies nearer to them than strangers do, and repeats neither")
  func more() throws {
    let style = try #require(try House.styles().all.first { $0.name == "synthwave" })
    let found = try Composer().variations(
      of: .with { $0.bars = 8 }, style: style, seed: 2, count: 8, planner: Self.planner)
    func asIdea(_ variation: Variation) -> Idea {
      Idea(plan: variation.plan, style: variation.style, score: variation.score)
    }
    let liked = [asIdea(found[2]), asIdea(found[6])]
    let strangers = [found[0], found[1], found[4]].map(\.score)
    let new = Composer().more(like: liked, count: 6, seed: 1)
    #expect(new.count == 6)
    #expect(new == Composer().more(like: liked, count: 6, seed: 1))
    func nearness(_ score: Score) -> Double {
      liked.map { ScoreSimilarity(score, $0.score).overall }.max() ?? 0
    }
    let near = new.map { nearness($0.score) }
    let far = strangers.map(nearness)
    #expect((near.min() ?? 0) > (far.max() ?? 1), "\(near) \(far)")
    #expect(near.allSatisfy { $0 <= Composer.duplicateLikeness }, "\(near)")
    for variation in new {
      let faults = ScoreCheck.faults(in: variation.score)
      #expect(faults.isEmpty, "\(faults.prefix(3))")
    }
  }

  @Test("more of a single one moves something each time, and nothing liked gives nothing")
  func moreOfOne() throws {
    let one = try idea("lo-fi", seed: 4) { $0.bars = 8 }
    let new = Composer().more(like: [one], count: 4, seed: 9)
    #expect(new.count == 4)
    for variation in new { #expect(variation.score.parts != one.score.parts) }
    #expect(Composer().more(like: [], count: 4, seed: 9).isEmpty)
    #expect(Composer.sharedIngredients(of: [one]).isEmpty)
    #expect(Composer.sharedIngredients(of: [one, one]) == Set(Ingredient.allCases))
  }

  // MARK: Blends

  @Test("a blend has the ground's form and chords and the guest's groove and motif")
  func blend() throws {
    let first = try idea("pop-ballad", seed: 3)
    let second = try idea("house", seed: 8)
    let blend = IdeaBlend(first, second)
    #expect(blend.ingredients == [.motif, .groove])
    let made = blend.blended()
    #expect(made.plan.sections.map(\.name) == first.plan.sections.map(\.name))
    #expect(made.score.chords == first.score.chords)
    let (toFirst, toSecond) = (
      ScoreSimilarity(made.score, first.score), ScoreSimilarity(made.score, second.score)
    )
    #expect(toFirst.harmony == 1)
    #expect(toSecond.groove > ScoreSimilarity(first.score, second.score).groove)
    func drums(_ score: Score) -> [Note] {
      score.parts.filter { [.drums, .percussion].contains($0.role) }.flatMap(\.notes)
    }
    func likeness(_ other: Idea) -> Double {
      RhythmicSimilarity.of(drums(made.score), drums(other.score), byKey: true)
    }
    #expect(likeness(second) > likeness(first))
    #expect(made.plan.parts.first { $0.role == .lead }?.motifs?.isEmpty == false)
    #expect(Set(made.plan.styles.map(\.name)) == ["pop-ballad", "house"])
    #expect(abs(made.plan.styles.reduce(0) { $0 + $1.weight } - 1) < 1e-9)
    #expect(ScoreCheck.faults(in: made.score).isEmpty)
    let tempos = [first, second].map { $0.plan.tempo.beatsPerMinute(at: .zero) }
    let tempo = made.plan.tempo.beatsPerMinute(at: .zero)
    #expect(tempo >= (tempos.min() ?? 0) && tempo <= (tempos.max() ?? 0))
  }

  @Test("the share decides who is ground and how much the guest gives")
  func shares() throws {
    let (first, second) = (try idea("trap", seed: 3), try idea("jazz-swing", seed: 8))
    #expect(IdeaBlend(first, second, share: 0.8).ground == second)
    #expect(IdeaBlend(first, second, share: 0.8).ingredients == [.motif])
    #expect(IdeaBlend(first, second, share: 0.65).ingredients == [.motif, .groove])
    #expect(IdeaBlend(first, second, share: 0.05).ingredients.isEmpty)
    #expect(IdeaBlend(first, second, share: 0).blended().score.parts == first.score.parts)
    #expect(IdeaBlend(first, second, share: 1).blended().score.parts == second.score.parts)
    let motif = IdeaBlend(first, second, share: 0.2).blended()
    #expect(motif.score.part("drums") == first.score.part("drums"))
    #expect(motif.score.part("lead") != first.score.part("lead"))
  }

  @Test("a guest's part brings its own pedal, and takes none over")
  func pedal() throws {
    var (ground, guest) = (try idea("pop-ballad", seed: 3), try idea("pop-ballad", seed: 8))
    ground.style.groove.pedal = ["piano"]
    guest.style.groove.pedal = []
    func pedal(_ first: Idea, _ second: Idea) -> [String] {
      IdeaBlend(ground: first, guest: second, share: 0).mixed(taking: [.texture]).style.groove.pedal
    }
    #expect(pedal(ground, guest) == [])
    #expect(pedal(guest, ground) == ["piano"])
  }

  @Test("a guest with a name that is taken gets a free one, and is followed under it")
  func names() throws {
    var (ground, guest) = (try idea("pop-ballad", seed: 3), try idea("house", seed: 8))
    func rename(_ old: String, _ new: String, in idea: inout Idea) throws {
      let index = try #require(idea.plan.parts.firstIndex { $0.id == old })
      idea.plan.parts[index].id = new
      for place in idea.style.parts.indices where idea.style.parts[place].id == old {
        idea.style.parts[place].id = new
      }
      for place in idea.plan.sections.indices {
        idea.plan.sections[place].layers[new] = idea.plan.sections[place].layers[old]
        idea.plan.sections[place].silence(old)
      }
    }
    let staying = ground.plan.parts.filter { ![.drums, .percussion, .bass].contains($0.role) }
    try #require(staying.count >= 2)
    try rename(staying[0].id, "bass-of-two", in: &ground)
    try rename(staying[1].id, "bass-of-two-2", in: &ground)
    try rename("bass", "bass-of-two", in: &guest)
    if let drums = guest.plan.parts.firstIndex(where: { $0.role == .drums }) {
      guest.plan.parts[drums].controls.follow = "bass-of-two"
    }
    let made = IdeaBlend(ground: ground, guest: guest, share: 0).mixed(taking: [.groove])
    #expect(Set(made.plan.parts.map(\.id)).count == made.plan.parts.count)
    #expect(made.plan.parts.first { $0.role == .bass }?.id == "bass-of-two-3")
    #expect(made.plan.parts.first { $0.role == .drums }?.controls.follow == "bass-of-two-3")
    #expect(made.style.parts.first { $0.id == "bass-of-two-2" }?.role == staying[1].role)
    #expect(PlanCheck.faults(in: made.plan).isEmpty)
  }

  @Test("what was asked of a part holds for the guest's that takes its place")
  func inherited() throws {
    let ground = try idea("pop-ballad", seed: 3) { brief in
      brief.bars = 48
      brief.limits = [.init(limits: NoteLimits(voices: 5))]
      brief.passages = [
        .init(
          text: "no drums until bar 20", until: .init(bar: 19),
          instruments: .init(without: ["drums"]))
      ]
    }
    let made = IdeaBlend(ground, try idea("house", seed: 8)).blended()
    #expect(PlanCheck.faults(in: made.plan).isEmpty)
    let start = made.score.meters.start(ofBar: 19)
    let drums = made.score.parts.filter { $0.role == .drums }.flatMap(\.notes)
    #expect(!drums.isEmpty && drums.allSatisfy { $0.onset >= start })
    for section in made.plan.sections {
      #expect(section.voices.values.reduce(0, +) <= 5)
    }
  }

  @Test("a motif from a song twice as fast keeps its pace")
  func pace() throws {
    let slow = try idea("pop-ballad", seed: 3) { brief in
      brief.bars = 16
      brief.tempo = 70
    }
    var fast = try idea("pop-ballad", seed: 8) { brief in
      brief.bars = 16
      brief.tempo = 70
    }
    func lengths(_ guest: Idea) -> [Beat] {
      let made = IdeaBlend(ground: slow, guest: guest, share: 0).mixed(taking: [.motif])
      let motifs = made.plan.parts.first { $0.role == .lead }?.motifs ?? [:]
      return motifs.sorted { $0.key < $1.key }.map(\.value.length)
    }
    let usual = lengths(fast)
    fast.plan.tempo = TempoMap(beatsPerMinute: 35)
    #expect(!usual.isEmpty && lengths(fast) == usual.map { $0 * 2 })
  }

  @Test("every pair of styles blends into a sound score")
  func pairs() throws {
    let names = try House.styles().names
    for (index, name) in names.enumerated() {
      let (first, second) = (
        try idea(name, seed: UInt64(index)),
        try idea(names[(index + 3) % names.count], seed: UInt64(index + 40))
      )
      for share in [0.2, 0.5] {
        let made = IdeaBlend(first, second, share: share).blended()
        let faults = ScoreCheck.faults(in: made.score)
        #expect(faults.isEmpty, "\(name) \(share): \(faults.prefix(3))")
        let wrong = PlanCheck.faults(in: made.plan)
        #expect(wrong.isEmpty, "\(name) \(share): \(wrong.prefix(3))")
        for part in made.score.parts {
          #expect(!part.notes.isEmpty, "\(name) \(share): \(part.id) is silent")
        }
      }
    }
  }

  // MARK: Varying

  @Test(
    "likeness to the original falls as the amount grows",
    arguments: ["pop-ballad", "house", "jazz-swing", "cinematic"])
  func amounts(_ name: String) throws {
    let one = try idea(name, seed: 6) { $0.bars = 32 }
    let amounts = [0, 0.1, 0.25, 0.45, 0.7, 1]
    let likeness = amounts.map { amount -> Double in
      let varied = Composer().vary(
        score: one.score, plan: one.plan, style: one.style, amount: amount, take: 1)
      return ScoreSimilarity(one.score, varied).overall
    }
    #expect(likeness[0] == 1)
    for (before, after) in zip(likeness, likeness.dropFirst()) {
      #expect(after < before, "\(name): \(likeness)")
    }
    #expect((likeness.last ?? 1) < 0.8, "\(name): \(likeness)")
  }
}
