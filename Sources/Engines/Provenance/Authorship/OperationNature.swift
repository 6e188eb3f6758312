import Foundation
import Music
import Production

/// What an operation does to notes, as far as authorship is concerned.
enum OperationNature: Hashable {
  /// Everything came from a file.
  case imported
  /// The machine wrote a song, or wrote the file that it came from.
  case composed
  /// The machine wrote anew, or nobody knows better.
  case rewritten
  /// The machine changed notes here and there.
  case varied
  /// A person put in, changed or took away single notes.
  case entered
  /// A person wrote rows of a grid.
  case gridded
  /// A stretch was moved by semitones.
  case transposed(semitones: Int, parts: [String], bars: Range<Int>?)
  /// A person put in a chord, and notes followed it by a fixed rule.
  case reharmonised
  /// A part was given to another instrument.
  case reinstrumented(part: String)
  /// Bars were put into another order: where each bar comes from, nil for a new one.
  case rearranged(sources: [Int?])
  /// The mix was made, or set by a plan that a person wrote.
  case mixed(byPerson: Bool)

  /// Reads the nature of an event; what cannot be read is the machine's.
  init(_ event: LedgerEvent, before: AuthorshipSong?, after: AuthorshipSong) {
    var isEngine = false
    if case .engine = event.actor { isEngine = true }
    switch event.verb {
    // A file that the engine had written is named as the engine's; no file tells more.
    case "import": self = isEngine ? .composed : .imported
    case "compose", "blend", "more": self = .composed
    case "vary", "fix": self = .varied
    case "mix": self = .mixed(byPerson: Self.followsPlan(event.inputs))
    case "edit":
      guard let edit = try? JSONDecoder().decode(Edit.self, from: Data(event.inputs.utf8)) else {
        self = .rewritten
        return
      }
      self.init(edit, before: before, after: after)
      if isEngine, self == .entered || self == .gridded { self = .rewritten }
    case "regenerate", "continue", "accompany", "harmonize": self = .rewritten
    default: self = event.actor == .person ? .entered : .rewritten
    }
  }

  private init(_ edit: Edit, before: AuthorshipSong?, after: AuthorshipSong) {
    switch edit {
    case .addNote, .setNote, .removeNotes, .replaceNotes: self = .entered
    case .setGrid: self = .gridded
    case .setChord: self = .reharmonised
    case .transpose(let semitones, let parts, let bars):
      self = .transposed(semitones: semitones, parts: parts, bars: bars)
    case .swapInstrument(let part, _): self = .reinstrumented(part: part)
    case .setArpeggiator, .setControls, .setEnergy: self = .rewritten
    case .moveSection, .duplicateSection, .deleteSection, .resizeSection:
      let sources = before.flatMap { Self.sources(of: edit, in: $0.plan) }
      guard let sources, sources.count == after.plan.bars else {
        self = .rewritten
        return
      }
      self = .rearranged(sources: sources)
    }
  }

  /// Where each bar of the new form comes from.
  private static func sources(of edit: Edit, in plan: Plan) -> [Int?]? {
    var blocks = plan.sections.map { section in section.barRange.map { Optional($0) } }
    func index(_ id: String) -> Int? { plan.sections.firstIndex { $0.id == id } }
    switch edit {
    case .moveSection(let id, let target):
      guard let from = index(id), blocks.indices.contains(target) else { return nil }
      blocks.insert(blocks.remove(at: from), at: target)
    case .duplicateSection(let id):
      guard let from = index(id) else { return nil }
      blocks.insert(blocks[from], at: from + 1)
    case .deleteSection(let id):
      guard let from = index(id) else { return nil }
      blocks.remove(at: from)
    case .resizeSection(let id, let bars):
      guard let from = index(id), (1...100_000).contains(bars) else { return nil }
      let section = plan.sections[from]
      // The last bar of a piece that ends stays last.
      let tail = section.transition == .ending && section.bars > 1 && bars > 1 ? 1 : 0
      let kept = min(bars, section.bars) - tail
      blocks[from] =
        blocks[from].prefix(kept) + Array(repeating: nil, count: max(0, bars - section.bars))
        + blocks[from].suffix(tail)
    default: return nil
    }
    return blocks.flatMap { $0 }
  }

  private static func followsPlan(_ inputs: String) -> Bool {
    struct Inputs: Decodable { var plan: String? }
    return (try? JSONDecoder().decode(Inputs.self, from: Data(inputs.utf8)))?.plan != nil
  }

  /// Whose the notes are that are new after it.
  var hand: AuthorshipHand {
    switch self {
    case .imported, .entered, .gridded: .person
    case .mixed(let byPerson): byPerson ? .person : .machine
    default: .machine
    }
  }

  /// By what notes of before and after are taken for the same, in this order.
  var keys: [NoteMatching.Key] {
    switch self {
    case .imported, .composed, .rewritten: [.identical]
    case .varied, .gridded, .mixed: [.identical, .samePlace]
    case .entered: [.identical, .samePlace, .sameOnset, .onlyOne]
    case .transposed, .reinstrumented: [.identical, .samePlace, .samePitchClass]
    case .reharmonised: [.identical, .samePlace, .sameOnset]
    case .rearranged: [.identical, .samePlace]
    }
  }

  /// Whether differences between matched notes are decisions about these notes; else they were
  /// carried along.
  var decidesNotes: Bool {
    switch self {
    case .transposed, .reinstrumented, .rearranged, .reharmonised: false
    default: true
    }
  }
}
