/// Names sections by their likeness, energy and place.
enum SectionNames {
  /// The names in order.
  ///
  /// A piece with two kinds that return and differ in energy is a song: the strongest kind that
  /// returns is the chorus. Other pieces get letters; a weak beginning is an intro and a weak end an
  /// outro in both.
  static func names(groups: [Int], energies: [Double], ranges: [Range<Int>]) -> [String] {
    let count = groups.count
    guard count > 1 else { return count == 1 ? ["A"] : [] }
    var names = [String?](repeating: nil, count: count)
    let strongest = energies.max() ?? 0
    func returns(_ index: Int) -> Bool { groups.count { $0 == groups[index] } > 1 }
    if count > 2, energies[0] < strongest - 0.12, !returns(0) || ranges[0].count <= 8,
      energies[0] < energies[1]
    {
      names[0] = "intro"
    }
    if count > 2, energies[count - 1] < strongest - 0.12,
      !returns(count - 1) || ranges[count - 1].count <= 4,
      energies[count - 1] < energies[count - 2]
    {
      names[count - 1] = "outro"
    }
    let inner = (0..<count).filter { names[$0] == nil }
    let kinds = Array(Set(inner.map { groups[$0] })).sorted()
    func strength(_ kind: Int) -> Double {
      let own = inner.filter { groups[$0] == kind }
      return own.reduce(0) { $0 + energies[$1] } / Double(own.count)
    }
    func times(_ kind: Int) -> Int { inner.count { groups[$0] == kind } }
    let returning = kinds.filter { times($0) > 1 }
    let chorus = (returning.isEmpty ? kinds : returning).max {
      (strength($0), -$0) < (strength($1), -$1)
    }
    let verse = kinds.filter { $0 != chorus }.max { (times($0), -$0) < (times($1), -$1) }
    guard let chorus, let verse, strength(chorus) > strength(verse) + 0.08, inner.count > 2 else {
      return lettered(names, groups)
    }
    for index in inner {
      switch groups[index] {
      case chorus: names[index] = "chorus"
      case verse: names[index] = "verse"
      default:
        let isLate = index * 2 > count
        let climbs = index + 1 < count && groups[index + 1] == chorus && ranges[index].count <= 8
        let isBetween = energies[index] >= strength(verse) - 0.02
        names[index] =
          climbs && isBetween && !isLate ? "pre-chorus" : isLate ? "bridge" : "verse"
      }
    }
    return names.map { $0 ?? "A" }
  }

  private static func lettered(_ names: [String?], _ groups: [Int]) -> [String] {
    var letters: [Int: String] = [:]
    return groups.indices.map { index in
      if let name = names[index] { return name }
      if let letter = letters[groups[index]] { return letter }
      let number = letters.count
      let letter =
        number < 26
        ? String(Character(Unicode.Scalar(UInt8(65 + number)))) : "part \(number + 1)"
      letters[groups[index]] = letter
      return letter
    }
  }
}
