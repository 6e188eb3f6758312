import ComparisonFiles
import Foundation
import Measures
import Music
import Originality
import Testing

/// Pieces to compare.
enum Pieces {
  /// A piece of a melody, chords a bar and, where asked, a beat of drums.
  static func score(
    _ melody: [Int], chords: [String], key: String = "C major", drums: [Int] = [],
    sections: [(String, Int)] = []
  ) throws -> Score {
    let bars = chords.count
    let notes = melody.enumerated().map {
      Note(onset: Beat($0.offset), duration: Beat(1), pitch: Pitch(number: $0.element))
    }
    let strokes = (0..<bars).flatMap { bar in
      drums.map {
        Note(onset: Beat(4 * bar) + Beat($0, 4), duration: Beat(1, 4), pitch: Pitch(number: 36))
      }
    }
    var start = 0
    let form = sections.map { name, length in
      defer { start += length }
      return Section(
        id: "\(name)-\(start)", name: name, startBar: start, bars: length, energy: 0.5)
    }
    let spans = try chords.enumerated().map { bar, name in
      ChordSpan(onset: Beat(4 * bar), duration: Beat(4), chord: try Chord(symbol: name))
    }
    let piano = try #require(Instrument(id: "grand-piano"))
    return Score(
      title: "", meters: MeterMap(.common), tempo: TempoMap(beatsPerMinute: 100),
      keys: [KeyChange(bar: 0, key: try #require(Key(key)))], sections: form, chords: spans,
      parts: [
        Part(id: "lead", name: "Lead", role: .lead, instrument: piano, notes: notes),
        Part(
          id: "drums", name: "Drums", role: .drums, instrument: .standardKit, notes: strokes),
      ].filter { !$0.notes.isEmpty }, length: Beat(4 * bars))
  }

  /// A random walk that is another for every seed.
  static func walk(_ seed: UInt64, count: Int = 64) -> [Int] {
    var stream = RandomStream(seed: seed, purpose: "walk")
    var pitch = 60
    return (0..<count).map { _ in
      pitch = max(48, min(84, pitch + [-7, -4, -2, -1, 1, 2, 3, 5][stream.index(8)]))
      return pitch
    }
  }
}

@Suite("Sameness") struct SamenessTests {
  private let loop = ["C", "G", "Am", "F"]

  @Test("a piece in another key is the same in harmony and melody", arguments: [1, 5, 7, 11])
  func transposed(by semitones: Int) throws {
    let melody = Pieces.walk(3)
    let names = loop + loop
    let moved = try names.map {
      try Chord(symbol: $0).transposed(by: semitones, in: Key(PitchName(.c), .major)).symbol
    }
    let tonic = PitchName(pitchClass: semitones, preferFlats: true)
    let first = WorkFeatures(of: try Pieces.score(melody, chords: names))
    let second = WorkFeatures(
      of: try Pieces.score(
        melody.map { $0 + semitones }, chords: moved, key: "\(tonic) major"))
    #expect(first.likeness(to: second, in: .harmony) > 0.999)
    #expect(first.likeness(to: second, in: .melody) > 0.999)
    #expect(first.loops == second.loops)
  }

  @Test("a piece is wholly like itself in every aspect, another piece is not")
  func itself() throws {
    let first = WorkFeatures(
      of: try Pieces.score(
        Pieces.walk(1, count: 16), chords: loop, drums: [0, 8], sections: [("verse", 4)]))
    let second = WorkFeatures(
      of: try Pieces.score(
        Pieces.walk(2, count: 16), chords: ["Dm", "E", "Bb", "C"], drums: [0, 6, 10],
        sections: [("chorus", 2), ("bridge", 2)]))
    for aspect in Aspect.allCases {
      #expect(abs(first.likeness(to: first, in: aspect) - 1) < 1e-5, "\(aspect)")
      #expect(first.likeness(to: second, in: aspect) < 0.95, "\(aspect)")
    }
    #expect(first.likeness(to: second) == second.likeness(to: first))
  }

  @Test(
    "equal pieces are worth one, pieces that share nothing their number", arguments: [2, 5, 12])
  func variety(count: Int) throws {
    let one = WorkFeatures(of: try Pieces.score(Pieces.walk(1), chords: loop))
    let equal = try #require(LikenessTable(Array(repeating: one, count: count)))
    #expect(abs(equal.variety(of: Array(0..<count), in: Aspect.allCases) - 1) < 1e-3)
    #expect(abs(equal.mean(of: Array(0..<count), in: Aspect.allCases) - 1) < 1e-5)
    // Each has a single feature that no other has.
    let apart = try (0..<count).map { index in
      let vector = try #require(FeatureVector(stored: [UInt64(index + 1)], [1]))
      return WorkFeatures(aspects: [.harmony: vector], loops: [:], groove: nil, bars: 1)
    }
    let table = try #require(LikenessTable(apart, in: [.harmony]))
    #expect(abs(table.variety(of: Array(0..<count), in: [.harmony]) - Double(count)) < 1e-6)
    #expect(table.mean(of: Array(0..<count), in: [.harmony]) == 0)
  }

  @Test("of nothing, one piece and drums alone there are features and a verdict")
  func edges() throws {
    let silence = WorkFeatures(of: try Pieces.score([], chords: []))
    #expect(silence[.melody] == .nothing && silence[.harmony] == .nothing)
    let drums = WorkFeatures(of: try Pieces.score([], chords: [], drums: [0, 4, 8, 12]))
    #expect(drums[.melody] == .nothing)
    for pieces in [[], [drums], [drums, drums], [drums, silence]] {
      let table = try #require(LikenessTable(pieces))
      let review = SamenessReview(pieces, table, human: nil, isOwnGenre: false, loops: [:])
      #expect(review.verdict.count >= 1)
      #expect(review.standing == .unknown)
    }
  }

  @Test("the nearest pair is found first, with the bars of both")
  func nearest() throws {
    let melody = Pieces.walk(7, count: 32)
    let chords = ["C", "G", "Am", "F", "Dm", "G", "C", "C"]
    let scores = [
      try Pieces.score(
        Pieces.walk(8, count: 32), chords: ["Dm", "Em", "F", "G", "Am", "C", "F", "E"]),
      try Pieces.score(melody, chords: chords),
      try Pieces.score(
        Pieces.walk(9, count: 16) + melody, chords: ["F", "F", "F", "F"] + chords),
    ]
    let pieces = scores.map { WorkFeatures(of: $0) }
    let table = try #require(LikenessTable(pieces))
    let pair = try #require(table.nearest(2).first)
    #expect(pair.first == 1 && pair.second == 2)
    let same = SharedPassage.all(scores[1], scores[2])
    let harmony = try #require(same.first { $0.aspect == .harmony })
    #expect(harmony.firstBars == 1...8 && harmony.secondBars == 5...12)
    let notes = try #require(same.first { $0.aspect == .melody })
    #expect(notes.firstBars == 1...8 && notes.secondBars == 5...12)
  }

  @Test("what most pieces share is named, with the share of human songs")
  func habits() throws {
    let pieces = try (0..<5).map { index in
      WorkFeatures(
        of: try Pieces.score(
          Pieces.walk(UInt64(index)), chords: index < 3 ? loop : ["Dm", "G", "C", "A"],
          drums: [0, 8]))
    }
    let habits = OverusedHabit.progressions(pieces, human: ["I V vi IV": 0.04])
    #expect(habits.first?.name == "I V vi IV")
    #expect(habits.first?.pieces == 3 && habits.first?.members == [0, 1, 2])
    #expect(habits.first?.humanShare == 0.04)
    let rhythm = try #require(OverusedHabit.rhythms(pieces).first)
    #expect(rhythm.pieces == 5 && rhythm.name.contains("x.......x......."), "\(rhythm.name)")
    let table = try #require(LikenessTable(pieces))
    let review = SamenessReview(
      pieces, table, human: nil, isOwnGenre: false, loops: ["I V vi IV": 0.04])
    #expect(
      review.verdict.contains("3 of 5 share I–V–vi–IV (4 % of human songs do)."),
      "\(review.verdict)")
  }

  @Test("own pieces stand beside as many human ones")
  func standing() throws {
    let one = WorkFeatures(of: try Pieces.score(Pieces.walk(1), chords: loop))
    let point = SamenessCurve.Point(
      size: 5, likeness: .init(mean: 0.3, low: 0.2, high: 0.4),
      variety: .init(mean: 3.5, low: 3, high: 4))
    let set = ComparisonFile.Set(
      title: "songs", pieces: 50, aspects: ["harmony", "melody"],
      curves: ["all": SamenessCurve(points: [point])])
    let pieces = Array(repeating: one, count: 5)
    let table = try #require(LikenessTable(pieces))
    let review = SamenessReview(pieces, table, human: set, isOwnGenre: true, loops: [:])
    #expect(review.standing == .tooAlike)
    #expect(review.comparable?.beside?.size == 5)
    #expect(
      review.verdict.first?.contains("more alike than 5 songs") == true, "\(review.verdict)")
  }

  @Test("features come back as they were stored; damaged ones are refused")
  func stored() throws {
    let features = WorkFeatures(of: try Pieces.score(Pieces.walk(5), chords: loop, drums: [0]))
    let data = try JSONEncoder().encode(features)
    #expect(try JSONDecoder().decode(WorkFeatures.self, from: data) == features)
    // Seed 11: bytes of the text are changed at random places.
    var stream = RandomStream(seed: 11, purpose: "damage")
    for _ in 0..<300 {
      var damaged = Array(data)
      damaged[stream.index(damaged.count)] = UInt8(stream.index(256))
      guard let read = try? JSONDecoder().decode(WorkFeatures.self, from: Data(damaged)) else {
        continue
      }
      #expect((0...1.01).contains(read.likeness(to: features)))
    }
    #expect(FeatureVector(stored: [2, 1], [0.6, 0.8]) == nil)
    #expect(FeatureVector(stored: [1, 2], [0.6, .nan]) == nil)
    #expect(FeatureVector(stored: [1], [0.5]) == nil)
    #expect(FeatureVector(stored: [], []) == nil)
  }

  @Test("likenesses are 0...1 and a curve rises with the size, seeds 1 to 6")
  func curve() throws {
    let pieces = try (1...6).map { seed in
      WorkFeatures(of: try Pieces.score(Pieces.walk(UInt64(seed)), chords: loop, drums: [0, seed]))
    }
    let table = try #require(LikenessTable(pieces))
    let curve = SamenessCurve(table, in: Aspect.allCases, draws: 20)
    #expect(curve.points.map(\.size) == [2, 3, 5])
    for (left, right) in zip(curve.points, curve.points.dropFirst()) {
      #expect(left.variety.mean < right.variety.mean)
      #expect(left.variety.low <= left.variety.mean && left.variety.mean <= left.variety.high)
    }
    let middle = try #require(curve.point(ofSize: 4))
    #expect(middle.variety.mean > curve.points[1].variety.mean)
    #expect(curve.point(ofSize: 6) == nil && curve.point(ofSize: 1) == nil)
  }
}
