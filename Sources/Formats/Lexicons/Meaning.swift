public import Music
public import Production

/// What a phrase of the lexicon stands for in a brief.
public enum Meaning: Hashable, Sendable {
  /// One of the styles, by name.
  case style(String)
  /// An adjective that leans towards a style, such as "jazzy".
  case tinge(String)
  /// A genre without a style of its own; the style nearest to it.
  case genre(nearest: String)
  /// A way of playing that belongs to a style and matters only where no style is named.
  case hint(String)
  /// A word for a genre without a style of its own that matters only where no style is named.
  case genreHint(nearest: String)
  /// A mood or texture.
  case mood(Mood)
  /// Slow (-1) to fast (1).
  case pace(Double)
  /// A scale.
  case scale(Scale)
  /// A scale that is not here; the one nearest to it.
  case foreignScale(nearest: Scale)
  /// A metre.
  case meter(Meter)
  /// A kind of section.
  case section(String)
  /// A form, as the names of its sections.
  case form([String])
  /// Something that happens at a time.
  case event(String)
  /// An instrument, family or role: what is wanted by naming it and what is shut out by refusing it.
  case instrument(with: [String], without: [String])
  /// A piece of a kit or a manner of playing that cannot be refused apart from its instrument.
  case piece(of: String)
  /// A fixed company of instruments that excludes others.
  case ensemble([String])
  /// Something refused in one word, such as "drumless".
  case exclusion([String])
  /// What the music is for.
  case use(String)
  /// A noun that makes what follows "for" a use.
  case useNoun
  /// A decade, such as `1980s`.
  case era(String)
  /// A seamless loop.
  case loop
  /// A loudness target in LUFS.
  case loudness(Double)
  /// A length without a number.
  case vagueLength
  /// Makes what follows stronger (above 1) or weaker (below 1).
  case intensity(Double)
  /// Refuses what follows.
  case negation
  /// Refuses everything but what it stands beside.
  case only
  /// Makes the style that follows the lesser of a blend.
  case touchBefore
  /// Makes the style before it the lesser of a blend.
  case touchAfter
  /// Makes the style that follows the greater of a blend.
  case mainly
  /// Says how music sounds as a whole, without any effect of its own.
  case plain
}

/// A unit of a number.
public enum NumberUnit: String, CaseIterable, Sendable {
  /// Units of length, tempo and loudness.
  case second, minute, hour, bar, beatsPerMinute, loudness
}
