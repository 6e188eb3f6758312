public import Music
public import Production
import Weights

/// Where chords are asked for: a key, and what is known of genre, section and style.
public struct ChordSetting: Sendable {
  /// The key.
  public let key: Key
  /// The number of the genre among the charts', counted from 1; 0 where none is known.
  public let genre: Int
  /// The number of the kind of section, counted from 1; 0 where none is known.
  public let section: Int
  let habits: StyleHabits?

  /// Whether chords are counted as those of minor.
  public var isMinor: Bool { key.scale.isMinor }
}

extension ChordModel {
  /// A setting of a key, a genre and a kind of section by name, and a style's own progressions.
  ///
  /// Names that the charts do not have count as not known: ask ``genre(named:)`` and
  /// ``section(named:)`` first where that matters.
  public func setting(
    key: Key, genre: String? = nil, section: String? = nil, style: Harmony? = nil
  ) -> ChordSetting {
    let number = section.flatMap(self.section(named:)) ?? 0
    let kinds = number > 0 ? file.sections[number - 1].kinds : []
    return ChordSetting(
      key: key, genre: genre.flatMap(self.genre(named:)) ?? 0, section: number,
      habits: style.map {
        StyleHabits($0, isMinor: key.scale.isMinor, kinds: Set(kinds), vocabulary: vocabulary)
      })
  }

  /// The genres of the charts.
  public var genres: [String] { file.genres }

  /// The kinds of sections that the charts tell apart.
  public var sections: [String] { file.sections.map(\.name) }

  /// The number of a genre, counted from 1.
  public func genre(named name: String) -> Int? {
    file.genres.firstIndex(of: name).map { $0 + 1 }
  }

  /// The number of the kind of section that a section of this name learns from, counted from 1.
  public func section(named name: String) -> Int? {
    let exact = file.sections.firstIndex { $0.name == name }
    return (exact ?? file.sections.firstIndex { $0.kinds.contains(name) }).map { $0 + 1 }
  }

  /// The genre that a style learns from, if the charts have one like it.
  public func genre(ofStyle name: String) -> String? { file.styles[name] }
}
