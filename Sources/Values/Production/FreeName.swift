extension String {
  /// The name itself, or with the first number from 2 on that is free: `keys`, `keys-2`.
  public func numbered(unless isTaken: (String) -> Bool) -> String {
    guard isTaken(self) else { return self }
    var number = 2
    while isTaken("\(self)-\(number)") { number += 1 }
    return "\(self)-\(number)"
  }
}
