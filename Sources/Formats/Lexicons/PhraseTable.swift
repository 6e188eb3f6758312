/// Phrases of one or more words and what they stand for, found by their longest match.
public struct PhraseTable<Value: Sendable>: Sendable {
  private struct Node: Sendable {
    var children: [String: Int] = [:]
    var value: Value?
  }

  private var nodes: [Node] = [Node()]

  /// Makes an empty table.
  public init() {}

  /// The value of a phrase, exactly as its words stand.
  public subscript(words: [String]) -> Value? {
    get {
      var node = 0
      for word in words {
        guard let next = nodes[node].children[word] else { return nil }
        node = next
      }
      return nodes[node].value
    }
    set {
      var node = 0
      for word in words {
        if let next = nodes[node].children[word] {
          node = next
        } else {
          nodes.append(Node())
          nodes[node].children[word] = nodes.count - 1
          node = nodes.count - 1
        }
      }
      nodes[node].value = newValue
    }
  }

  /// The longest phrase that starts at a token, and how many tokens it covers.
  ///
  /// A word matches in its own form before it matches as a singular.
  public func longestMatch(
    in tokens: [Token], at start: Int, where isFree: (Int) -> Bool = { _ in true }
  ) -> (value: Value, count: Int)? {
    var best: (value: Value, count: Int)?
    func descend(_ node: Int, _ index: Int) {
      if let value = nodes[node].value, index - start > best?.count ?? 0 {
        best = (value, index - start)
      }
      guard tokens.indices.contains(index), isFree(index), !nodes[node].children.isEmpty else {
        return
      }
      for form in tokens[index].forms {
        if let next = nodes[node].children[form] { descend(next, index + 1) }
      }
    }
    descend(0, start)
    return best
  }
}
