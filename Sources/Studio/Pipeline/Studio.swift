public import Briefing
import Composing
import Foundation
import Grooves
public import Instruments
import Lexicons
import Music
import Performing
public import Production
import Rendering
public import StyleFiles

/// The whole studio: knows where everything lies and walks the pipeline from words to files.
///
/// A value without state of its own; its methods may be called from any thread.
public struct Studio: Sendable {
  /// The user's configuration.
  public let configuration: StudioConfiguration
  /// The styles of the program and of the user.
  public let library: StyleLibrary
  /// Where the program's data lies.
  public let resources: Resources
  /// The folders of presets, the program's and the user's, as far as they are there.
  let presetFolders: [String]
  /// The folder of cached audio.
  public let cacheFolder: String
  /// The folder of what is remembered for the user.
  public let dataFolder: String
  /// Who signs what is done to projects.
  public private(set) var notary: Notary
  /// Whether exported sound carries content credentials.
  public var writesCredentials: Bool
  /// How many threads work on one song at once, at least 1; what they make does not depend on it.
  public var threads = max(ProcessInfo.processInfo.activeProcessorCount, 1)
  /// Seconds on a clock that only goes forward; stage times are read from it.
  let now: @Sendable () -> Double

  /// Finds data and configuration.
  ///
  /// `interface` is by what orders come, `announce` gets sentences that the user should read.
  ///
  /// Throws `ResourceError`, `ConfigurationError`, `StyleFileError` or `StyleLibraryError`.
  public init(
    environment: [String: String], executable: String = Resources.executable,
    interface: LedgerInterface = .program,
    announce: @escaping @Sendable (String) -> Void = { _ in },
    now: @escaping @Sendable () -> Double
  ) throws {
    configuration = try StudioConfiguration.load(environment: environment)
    notary = try Notary(
      environment: environment, configuration: configuration, interface: interface,
      announce: announce)
    writesCredentials = configuration.credentials?.write ?? true
    resources = try Resources.locate(environment: environment, executable: executable)
    var folders = [resources.styles]
    let own = StudioConfiguration.stylesFolder(environment: environment)
    if FileAccess.isFolder(own) { folders.append(own) }
    library = try StyleLibrary.load(folders: folders)
    presetFolders = [
      resources.presets, StudioConfiguration.presetsFolder(environment: environment),
    ].filter { FileAccess.isFolder($0) }
    cacheFolder = StudioConfiguration.cacheFolder(environment: environment)
    dataFolder = StudioConfiguration.dataFolder(environment: environment)
    self.now = now
  }

  /// The same studio, where orders come by another way.
  public func ordered(by interface: LedgerInterface) -> Studio {
    var studio = self
    studio.notary.interface = interface
    return studio
  }

  /// What a prompt and options ask for.
  ///
  /// Chords may be the path of a MIDI file that holds a chord track. Throws `LexiconError` when the
  /// lexicons are damaged, `BriefingError` for bad options, and what a chord track may throw.
  public func brief(prompt: String, options: BriefOptions = BriefOptions()) throws -> Brief {
    let lexicon = try Lexicon.load(folder: resources.lexicons)
    let library = library
    let reader = BriefReader(lexicon: lexicon, ownStyles: library.names) { styles in
      guard styles.isEmpty else { return (try? library.blend(styles))?.parts.map(\.id) ?? [] }
      return Set(library.survey().styles.flatMap { $0.parts.map(\.id) }).sorted()
    }
    var brief = reader.read(prompt)
    var options = options
    var track: ChordTrack?
    if let file = options.chords, Self.isMIDI(file) {
      track = try ChordTrack.read(file)
      options.chords = nil
    }
    try options.apply(to: &brief, using: reader)
    if let track {
      brief.chords = []
      brief.chordTrack = track.spans
      brief.meter = brief.meter ?? track.meter
    }
    return brief
  }

  private static func isMIDI(_ text: String) -> Bool {
    text.lowercased().hasSuffix(".mid") || text.lowercased().hasSuffix(".midi")
  }

  /// The style of a brief: one, a blend, or, when none was named, the nearest of those whose files
  /// can be read.
  ///
  /// Throws `StyleLibraryError.unknown` with the nearest names, and `StyleFileError`.
  public func style(for brief: Brief) throws -> Style {
    guard brief.styles.isEmpty else { return try library.blend(brief.styles) }
    return try library.blend(StyleChoice(brief).shares(among: library.survey().styles))
  }

  /// Composes and performs a song without sound; the walk from brief to performance.
  ///
  /// Throws `StyleLibraryError` and `PlanningError`.
  public func draft(
    brief: Brief, seed: UInt64, title: String? = nil, sampleRate: Int? = nil,
    performance amount: Double = 1
  ) throws -> Song {
    let style = try style(for: brief)
    let plan = try plan(brief: brief, style: style, seed: seed, title: title)
    return try song(
      brief: brief, style: style, plan: plan, sampleRate: sampleRate, performance: amount)
  }

  /// The style, or the blend, of words such as `jazz-swing` and `trap:0.6,jazz-swing:0.4`.
  ///
  /// Throws `BriefingError` and `StyleLibraryError`.
  func style(worded text: String) throws -> Style {
    try library.blend(try styleShares(worded: text))
  }

  /// The names of the styles of words, the weightiest first.
  func styleNames(worded text: String) throws -> [String] {
    try styleShares(worded: text).sorted { ($1.weight, $0.name) < ($0.weight, $1.name) }.map(\.name)
  }

  private func styleShares(worded text: String) throws -> [Brief.StyleWeight] {
    var options = BriefOptions()
    options.style = text
    return try brief(prompt: "", options: options).styles
  }

  /// Says which style was taken where none was named.
  func styleNotice(_ brief: Brief, _ style: Style) -> [String] {
    brief.styles.isEmpty
      ? ["No style was named; \(style.name) is the nearest to what was said."] : []
  }

  /// Plays a score, or `only` some parts of it; throws where a kit is to have a drummer's touch and the
  /// drum model is not there, or has not heard the genre.
  func perform(
    _ score: Score, style: Style, plan: Plan, amount: Double, only: Set<String>? = nil
  ) throws -> Performance {
    var model: DrumModel?
    for part in plan.parts { model = try drummer(of: part.controls) ?? model }
    return Performer.perform(
      score: score, style: style, plan: plan, amount: amount, drummer: model, only: only)
  }

  /// The SoundFont: the one asked for, else the configured one, else the system's.
  ///
  /// Throws `InstrumentsError.soundFontNotFound` with the places that were looked in.
  public func soundFont(requested: String? = nil) throws(InstrumentsError) -> String {
    try SoundFontLocator(requested: requested, configured: configuration.soundFont).locate()
  }
}
