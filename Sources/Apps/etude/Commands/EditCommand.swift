import ArgumentParser
import Composing
import Music
import Production
import Studio

/// Makes one change that a person words.
struct EditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit", abstract: "Change a chord, notes, an instrument or the form.",
    discussion: """
      CHANGES
        chord BAR[:BEAT] SYMBOL            put a chord on a bar
        transpose up|down SEMITONES        move parts (--parts) in bars (--bars), or everything;
                                           by 48 at most
        instrument PART INSTRUMENT         play a part on another instrument
        arpeggiator PART KEY=VALUE...      let a part break chords (--pattern FILE.mid), or `off`
        energy SECTION PERCENT             make a section louder and fuller, or less so
        move SECTION before|after SECTION  reorder the form
        duplicate SECTION                  repeat a section
        delete SECTION                     remove a section
        resize SECTION BARS                make a section longer or shorter
        add-note PART BAR:BEAT PITCH LENGTH [VELOCITY]
        set-note PART BAR:BEAT PITCH NEW-PITCH LENGTH [VELOCITY]
        remove-notes PART BARS [PITCH]
        player PART [reset]                turn its player, by the options below; reset: as it was
        grid PART BARS "ROW: CELLS"...     write drums or pitches, a character a sixteenth
      Bars and beats are counted from 1. Beats and lengths are quarter notes in every metre, and may
      be fractions: 2+1/2 is the eighth after the second quarter, 3/4 a dotted eighth.

      EXAMPLES
        etude edit out/demo chord 5 Am7
        etude edit out/demo transpose up 2
        etude edit out/demo instrument bass upright-bass
        etude edit out/demo add-note lead 3:1 A4 1/2 90
        etude edit out/demo arpeggiator pad direction=up-down rate=1/4 "rhythm=E(5,8)" gate=60%
        etude edit out/demo player drums --fills 0.8 --swing 0.58
        etude edit out/demo grid drums 5-8 "kick: X.....x.X......."
      """)

  @OptionGroup var target: ProjectArgument

  @Argument(help: "The change and its words.")
  var change: [String]

  @Option(name: .long, help: "Bars counted from 1, such as 9-16, for transpose.")
  var bars: BarsArgument?

  @Option(name: .long, help: "Parts by id, joined by commas, for transpose.")
  var parts: String?

  @Option(name: .long, help: "A MIDI file whose notes are the figure of an arpeggiator.")
  var pattern: String?

  @OptionGroup(title: "Players") var player: PlayerOptions
  @OptionGroup var sound: SoundOptions
  @OptionGroup var report: ReportOptions

  func validate() throws { _ = try player.controls() }

  func run() throws {
    let project = try target.open()
    let song = try project.file.song()
    let words = EditWords(words: change, song: song)
    guard change.first == "transpose" || (parts == nil && bars == nil) else {
      throw ValidationError("--parts and --bars go with transpose; other changes name their place.")
    }
    guard change.first == "arpeggiator" || pattern == nil else {
      throw ValidationError("--pattern goes with arpeggiator.")
    }
    let controls = try player.controls()
    guard change.first == "player" || controls.isEmpty else {
      throw ValidationError("Controls turn a player. Write: etude edit PROJECT player PART")
    }
    let studio = try Workplace.studio()
    let figure = try pattern.map { try studio.arpeggioPattern(file: $0) }
    let edit =
      change.first == "player"
      ? try words.player(controls)
      : try words.edit(parts: try parts.names, bars: bars?.range, pattern: figure)
    try sound.check(studio)
    report.tell(try ProjectHand(project, studio: studio).edit(edit))
    try report.refresh(project, sound, studio: studio)
  }
}

/// The words of a change, read against the song that they change.
struct EditWords {
  let words: [String]
  let song: Song

  func edit(
    parts: [String], bars: Range<Int>?, pattern: ArpeggioPattern? = nil
  ) throws -> Edit {
    switch words.first {
    case "chord": return try chord()
    case "transpose": return try transpose(parts, bars)
    case "instrument":
      try expect(3, "instrument PART INSTRUMENT")
      guard let instrument = Instrument(id: words[2]) else {
        throw ValidationError(
          "'\(words[2])' is not an instrument. See them with: etude styles --instruments")
      }
      return .swapInstrument(part: words[1], instrument: instrument)
    case "arpeggiator": return try arpeggiator(pattern)
    case "energy":
      try expect(3, "energy SECTION PERCENT")
      guard let percent = Double(words[2].replacing("%", with: "")), (0...100).contains(percent)
      else { throw ValidationError("'\(words[2])' is not a percentage from 0 to 100.") }
      return .setEnergy(section: words[1], energy: percent / 100)
    case "move": return try move()
    case "duplicate":
      try expect(2, "duplicate SECTION")
      return .duplicateSection(section: words[1])
    case "delete":
      try expect(2, "delete SECTION")
      return .deleteSection(section: words[1])
    case "resize":
      try expect(3, "resize SECTION BARS")
      guard let count = Int(words[2]), (1...2_000).contains(count) else {
        throw ValidationError("'\(words[2])' is not a number of bars from 1 to 2000.")
      }
      return .resizeSection(section: words[1], bars: count)
    case "add-note", "set-note": return try note()
    case "remove-notes": return try removeNotes()
    case "grid": return try grid()
    default:
      throw ValidationError("'\(words.first ?? "")' is not a change. See: etude edit --help")
    }
  }

  /// Turns the player of a part.
  func player(_ controls: PlayerControls) throws -> Edit {
    let resets = words.count == 3 && words[2] == "reset"
    guard words.count == 2 || resets, resets || !controls.isEmpty else {
      throw incomplete("player PART --complexity 0.3 (or other controls, or reset)")
    }
    return .setControls(part: words[1], controls: controls, resets: resets)
  }

  private func grid() throws -> Edit {
    guard words.count >= 4, let bars = BarsArgument(argument: words[2]) else {
      throw incomplete("grid PART BARS \"kick: X...x...X...x...\"")
    }
    guard let grid = PatternGrid(words.dropFirst(3).joined(separator: "\n")) else {
      throw ValidationError(
        "That is no grid. Each row is a drum or pitch, a colon and a character a step "
          + "(X x o g - .), all rows of one length.")
    }
    return .setGrid(part: words[1], bars: bars.range, grid: grid)
  }

  private func expect(_ count: Int, _ usage: String) throws {
    guard words.count == count else { throw incomplete(usage) }
  }

  private func incomplete(_ usage: String) -> ValidationError {
    ValidationError(
      "'\(words[0])' needs other words than these. Write: etude edit PROJECT \(usage)")
  }

  private func chord() throws -> Edit {
    try expect(3, "chord BAR[:BEAT] SYMBOL")
    let (bar, position) = try place(words[1])
    let symbol = words[2]
    do {
      return .setChord(bar: bar, position: position, chord: try Chord(symbol: symbol))
    } catch {
      if let numeral = try? RomanNumeral(symbol) {
        return .setChord(
          bar: bar, position: position, chord: numeral.chord(in: song.score.key(ofBar: bar)))
      }
      throw error
    }
  }

  private func arpeggiator(_ pattern: ArpeggioPattern?) throws -> Edit {
    guard words.count > 1, words.count > 2 || pattern != nil else {
      throw incomplete("arpeggiator PART KEY=VALUE..., or --pattern FILE.mid, or off")
    }
    if words.count == 3, words[2] == "off", pattern == nil {
      return .setArpeggiator(part: words[1], settings: nil)
    }
    var settings = try ArpeggiatorSettings(words: Array(words.dropFirst(2)))
    settings.pattern = pattern
    return .setArpeggiator(part: words[1], settings: settings)
  }

  private func transpose(_ parts: [String], _ bars: Range<Int>?) throws -> Edit {
    let terms = words.dropFirst()
    guard let text = terms.last, terms.count == 2, let sign = ["up": 1, "down": -1][words[1]] else {
      throw incomplete("transpose up|down SEMITONES")
    }
    guard let size = Int(text), (1...48).contains(size) else {
      throw ValidationError("'\(text)' is not a number of semitones from 1 to 48.")
    }
    return .transpose(semitones: sign * size, parts: parts, bars: bars)
  }

  private func move() throws -> Edit {
    try expect(4, "move SECTION before|after SECTION")
    guard ["before", "after"].contains(words[2]) else {
      throw incomplete("move SECTION before|after SECTION")
    }
    let ids = song.score.sections.map(\.id)
    let others = ids.filter { $0 != words[1] }
    guard let index = others.firstIndex(of: words[3]) else {
      throw ids.contains(words[3])
        ? ValidationError("'\(words[3])' cannot stand \(words[2]) itself.")
        : ArrangingError.unknownSection(words[3], known: ids)
    }
    return .moveSection(section: words[1], index: words[2] == "before" ? index : index + 1)
  }

  private func note() throws -> Edit {
    let isNew = words[0] == "add-note"
    let fixed = isNew ? 5 : 6
    guard words.count == fixed || words.count == fixed + 1 else {
      throw incomplete(
        isNew
          ? "add-note PART BAR:BEAT PITCH LENGTH [VELOCITY]"
          : "set-note PART BAR:BEAT PITCH NEW-PITCH LENGTH [VELOCITY]")
    }
    let (bar, position) = try place(words[2])
    let onset = song.score.meters.start(ofBar: bar) + position
    guard let length = Beat(words[fixed - 1]), length > .zero else {
      throw ValidationError("'\(words[fixed - 1])' is not a length such as 1 or 1/2.")
    }
    var velocity = 80
    if words.count > fixed {
      guard let given = Int(words[fixed]), (1...127).contains(given) else {
        throw ValidationError("'\(words[fixed])' is not a velocity from 1 to 127.")
      }
      velocity = given
    }
    let note = Note(
      onset: onset, duration: length, pitch: try pitch(words[fixed - 2]), velocity: velocity)
    return isNew
      ? .addNote(part: words[1], note: note)
      : .setNote(part: words[1], onset: onset, pitch: try pitch(words[3]), note: note)
  }

  private func removeNotes() throws -> Edit {
    guard words.count == 3 || words.count == 4, let bars = BarsArgument(argument: words[2]) else {
      throw incomplete("remove-notes PART BARS [PITCH]")
    }
    return .removeNotes(
      part: words[1], bars: bars.range, pitch: words.count == 4 ? try pitch(words[3]) : nil)
  }

  private func pitch(_ text: String) throws -> Pitch {
    if let pitch = Pitch(text) { return pitch }
    if let drum = DrumKey(name: text) { return Pitch(number: drum.rawValue) }
    throw ValidationError("'\(text)' is not a pitch such as C#4 or a drum such as closed-hat.")
  }

  /// A bar counted from 0 and a position in it from `5`, `5:2` or `5:2+1/2`.
  private func place(_ text: String) throws -> (bar: Int, position: Beat) {
    let terms = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let mistake = ValidationError("'\(text)' is not a place such as 5, 5:2 or 5:2+1/2.")
    guard let bar = Int(terms[0]), (1...100_000).contains(bar), terms.count <= 2 else {
      throw mistake
    }
    guard terms.count == 2 else { return (bar - 1, .zero) }
    var position = Beat(-1)
    for piece in terms[1].split(separator: "+", omittingEmptySubsequences: false) {
      guard let beat = Beat(String(piece)) else { throw mistake }
      position = position + beat
    }
    let meter = song.score.meters.meter(ofBar: bar - 1)
    guard position >= .zero, position < meter.barLength else {
      throw ValidationError(
        "'\(text)' lies outside its bar: a bar of \(meter) has \(meter.barLength) quarter notes.")
    }
    return (bar - 1, position)
  }
}
