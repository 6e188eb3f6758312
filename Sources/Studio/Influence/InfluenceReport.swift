public import Originality

/// Which training works the material of some outputs is nearest to: what `etude influence` tells.
public struct InfluenceReport: Encodable, Sendable {
  /// How shares are found, in words that travel with every report and statement.
  public static let method =
    "Influence by likeness: each work's share is the information of the stretches of melody and bass that "
    + "an output has in common with it, split with other tunes that have them too, by that of all works found. It says what is alike, not "
    + "what a model did inside."

  /// A work that an output is near to.
  public struct Influence: Hashable, Codable, Sendable {
    /// The work's id, title and author.
    public var work: String, title: String, author: String
    /// Who holds rights in it as far as the data says: the author, or whom the licence wants named;
    /// empty for works that nobody holds rights in.
    public var holder: String
    /// Its licence and source.
    public var licence: String, source: String
    /// Its share, 0...1.
    public var share: Double
  }

  /// One output.
  public struct Output: Hashable, Codable, Sendable {
    /// Its file.
    public var path: String
    /// The works by falling share; empty where nothing was found.
    public var works: [Influence]
  }

  /// How shares were found.
  public var method = Self.method
  /// The outputs by path.
  public var outputs: [Output]
  /// The works by their mean share over the outputs in which any was found.
  public var together: [Influence]
  /// Files that could not be read.
  public var skipped: [SamenessReport.Skipped]
  /// Files of the same content; the first of each counts.
  public var duplicates: [[String]]

  /// The shares of each output, for a statement.
  var shares: [InfluenceShares] {
    outputs.map { InfluenceShares($0.works.map { ($0.work, $0.share) }) }
  }
}

/// An order for a statement of shares.
public struct StatementRequest: Sendable {
  /// The amount that is split.
  public var amount: MoneyAmount
  /// The share of it that goes to all training works alike, 0...1.
  public var training: Double
  /// The CSV file to write, and whether one that is there is replaced.
  public var output: String, replacing: Bool

  /// Makes an order.
  public init(amount: MoneyAmount, training: Double, output: String, replacing: Bool) {
    self.amount = amount
    self.training = training
    self.output = output
    self.replacing = replacing
  }
}

/// Why shares could not be found or paid.
public enum InfluenceError: Error, Hashable, Sendable {
  /// There is neither a training work nor a share, so that nobody can be paid.
  case nobody
}
