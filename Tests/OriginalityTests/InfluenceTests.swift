import Music
import Originality
import Testing

@Suite("Influence and shares") struct InfluenceTests {
  @Test("shares are at least 0, sum to 1 and fall; what is no amount counts for nothing")
  func shares() {
    let shares = InfluenceShares([
      ("b", 1), ("a", 2), ("b", 2), ("c", -1), ("d", .nan), ("e", .infinity), ("f", 0),
    ])
    #expect(shares.shares.map(\.work) == ["b", "a"])
    #expect(abs(shares.shares.reduce(0) { $0 + $1.share } - 1) < 1e-12)
    #expect(InfluenceShares([]).shares.isEmpty)
    #expect(InfluenceShares(mean: [InfluenceShares([]), shares]) == shares)
  }

  @Test("every statement sums exactly to its amount, seeds 1 to 400", arguments: 1...400)
  func sums(seed: Int) throws {
    var stream = RandomStream(seed: UInt64(seed), purpose: "statement")
    let works = (0..<(stream.index(60))).map { "work-\($0)" }
    let outputs = (0..<stream.index(6)).map { _ in
      InfluenceShares(
        (0..<stream.index(9)).map { _ in
          ("work-\(stream.index(70))", stream.uniform(0...3))
        })
    }
    let limits = [1, 10, 1_000, 1_000_000_007, ShareStatement.most]
    let units = stream.index(limits[stream.index(limits.count)])
    let training = [0, 0.2, 0.5, 1][stream.index(4)]
    guard
      let statement = ShareStatement(
        units: units, training: training, works: works, outputs: outputs)
    else {
      #expect(works.isEmpty && outputs.allSatisfy { $0.shares.isEmpty }, "seed \(seed)")
      return
    }
    #expect(statement.rows.reduce(0) { $0 + $1.units } == units, "seed \(seed)")
    #expect(statement.rows.allSatisfy { $0.units >= 0 && $0.share >= 0 }, "seed \(seed)")
    #expect(statement.rows.map(\.work) == statement.rows.map(\.work).sorted())
  }

  @Test("a hundred units: half to all alike, half by share; what is left to the largest remainder")
  func example() throws {
    let statement = try #require(
      ShareStatement(
        units: 100, training: 0.5, works: ["a", "b", "c"],
        outputs: [InfluenceShares([("a", 3), ("b", 1)])]))
    // 50 / 3 each, and 50 · 3/4, 50 · 1/4: 54.17, 29.17, 16.67.
    #expect(statement.rows.map(\.units) == [54, 29, 17])
  }

  @Test("outputs without likeness pay into the equal pool; nobody to pay is no statement")
  func edges() throws {
    let half = try #require(
      ShareStatement(
        units: 100, training: 0, works: ["a", "b"],
        outputs: [InfluenceShares([("a", 1)]), InfluenceShares([])]))
    #expect(half.rows.map(\.units) == [75, 25])
    #expect(ShareStatement(units: 5, training: 0, works: [], outputs: []) == nil)
    #expect(ShareStatement(units: -1, training: 0, works: ["a"], outputs: []) == nil)
    #expect(ShareStatement(units: 1, training: 2, works: ["a"], outputs: []) == nil)
  }

  @Test(
    "amounts are read exactly",
    arguments: [
      ("12.3", "EUR", 1230), ("0.01", "eur", 1), ("1000", "JPY", 1000), ("1.234", "KWD", 1234),
      ("1.2345", "CLF", 12_345), ("7", "UYI", 7),
    ])
  func amounts(text: String, currency: String, units: Int) throws {
    let amount = try #require(MoneyAmount(text, currency: currency))
    #expect(amount.units == units)
    #expect(MoneyAmount(amount.text(units), currency: currency) == amount)
  }

  @Test(
    "what is no amount is refused",
    arguments: [
      "", "-1", "1,5", "1.234", "1.", ".5", "1e3", "99999999999999", "1.2.3", "١", " 1", "nan",
    ])
  func refused(text: String) { #expect(MoneyAmount(text, currency: "EUR") == nil) }

  @Test(
    "a currency is one that is in use",
    arguments: ["", "EU", "EURO", "E1R", "ÄÖÜ", "XYZ", "XAU", "XBA", "XTS", "DEM", "AAA"])
  func currencies(code: String) { #expect(MoneyAmount("1", currency: code) == nil) }
}
