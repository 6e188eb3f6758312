public import Lexicons
public import Production

/// Reads a brief from the words of a prompt: deterministic, offline, without any model.
///
/// The prompt is cut into tokens; recognizers claim spans of them in a fixed order, and what no
/// recognizer claims, small words aside, is listed in the brief. Where a prompt contradicts itself,
/// the first statement stands, a number beats a word, and the brief's notices say so; players that are
/// both wanted and refused stay both, for planning to refuse.
public struct BriefReader: Sendable {
  /// The words that are understood.
  public let lexicon: Lexicon
  /// The names of the styles that exist, those of the lexicon and the user's own.
  public let styleNames: [String]
  /// The ids of the parts of styles, asked for only where a name is nothing else.
  let partNames: @Sendable ([Brief.StyleWeight]) -> [String]

  /// Makes a reader; `ownStyles` are further style names, understood as they are written, and
  /// `partNames` gives the ids of the parts of styles, all styles when none is named.
  public init(
    lexicon: Lexicon, ownStyles: [String] = [],
    partNames: @escaping @Sendable ([Brief.StyleWeight]) -> [String] = { _ in [] }
  ) {
    self.partNames = partNames
    var lexicon = lexicon
    for name in ownStyles { lexicon.addStyle(name) }
    self.lexicon = lexicon
    styleNames = lexicon.styleNames
  }

  /// Reads a prompt; total on any text, in time that grows linearly with its length.
  public func read(_ prompt: String) -> Brief {
    var reading = Reading(prompt, lexicon: lexicon)
    reading.claimTitle()
    reading.recognizeArtists()
    reading.correctSpelling()
    reading.recognizePitches()
    reading.recognizeChords()
    reading.scan()
    reading.readBluesKeys()
    reading.readLimits()
    reading.refuseValues()
    reading.readEnds()
    reading.readKeyChanges()
    reading.refuseSectionWishes()
    reading.readMeterAndKey()
    reading.readTempo()
    reading.readForm()
    reading.readLength()
    reading.readContext()
    reading.readStyles()
    reading.readInstruments()
    reading.readPartialMoods()
    reading.readMood()
    reading.applyComposers()
    reading.placeEvents()
    reading.placeKeyChanges()
    reading.reportRefusals()
    reading.refuseStyleParts(partNames)
    reading.listLeftovers()
    reading.reportContradictions()
    return reading.brief
  }
}
