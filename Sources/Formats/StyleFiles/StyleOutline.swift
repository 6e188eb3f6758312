import Yams

/// Where the keys of a style file stand, for those who have something to say of a style.
public struct StyleOutline {
  private let root: StyleNode

  /// Makes an outline of the text of a style file; throws when it is not YAML.
  public init(text: String, file: String) throws(StyleFileError) {
    root = try StyleNode.root(of: text, file: file)
  }

  /// The line, counted from 1, of a key such as `parts[2].register`, or of the nearest key above it
  /// that is there.
  public func line(of key: String) -> Int {
    var node = root.node
    var line = node.mark?.line ?? 1
    for component in key.split(whereSeparator: { $0 == "." || $0 == "[" }) {
      guard let step = step(from: node, to: component) else { break }
      node = step.node
      line = step.line ?? line
    }
    return line
  }

  /// The entry of a list or the value of a key, and its line.
  private func step(from node: Node, to component: Substring) -> (node: Node, line: Int?)? {
    if component.hasSuffix("]"), let index = Int(component.dropLast()) {
      guard case .sequence(let sequence) = node, sequence.indices.contains(index) else {
        return nil
      }
      return (sequence[index], sequence[index].mark?.line)
    }
    guard case .mapping(let mapping) = node,
      let pair = mapping.first(where: { $0.key.scalar?.string == String(component) })
    else { return nil }
    return (pair.value, pair.key.mark?.line)
  }
}
