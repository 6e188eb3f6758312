extension VocabularyError: CustomStringConvertible {
  /// What is wrong, as half a sentence.
  public var description: String {
    switch self {
    case .missing(let path): "there is no \(path) that may be read"
    case .unreadable(let cause): "it is not JSON of the expected shape: \(cause)"
    case .wrongFormat(let got, let expected): "it is of the kind '\(got)', not '\(expected)'"
    case .wrongVersion(let got, let supported):
      "it is of version \(got), and this program reads version \(supported)"
    case .wrongGrid(let ticks, let micro):
      "its grid has \(ticks) steps a quarter note and \(micro) a step, which this program has not"
    case .wrongField(let column, let got, let expected):
      "its field \(column) is \(got ?? "missing"), and \(expected ?? "none") is expected"
    case .wrongValues(let field, let cause): "the values of \(field) cannot be used: \(cause)"
    case .wrongEvent(let type, let cause): "its event \(type) cannot be used: \(cause)"
    }
  }
}
