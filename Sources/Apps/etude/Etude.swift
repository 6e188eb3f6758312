import ArgumentParser
import Studio

/// The command line: words in, files and sentences out; everything else is done by `Studio`.
@main
struct Etude: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "etude",
    abstract: "A music studio on your own computer: from one line to an editable, mastered song.",
    discussion: """
      EXAMPLES
        etude compose "warm lo-fi in D minor, 82 bpm, 60 seconds" --seed 7 --output night-bus
        etude show night-bus
        etude regenerate night-bus --bars 9-16 --parts bass,drums
        etude export night-bus --formats mp3,flac

      Every verb but compose, brief, plan, analyze, critique, sameness, influence, import, mix, master,
      more, styles, composer, chords, drums, originality and doctor takes a project: a NAME.etude file or the
      folder that holds it; continue,
      accompany and harmonize take MIDI files too. Exit codes are listed in docs/cli.md.
      """,
    version: EtudeVersion.current,
    subcommands: [
      Compose.self, BriefCommand.self, PlanCommand.self, Analyze.self, CritiqueCommand.self,
      Import.self, ContinueCommand.self, Accompany.self, Harmonize.self, Show.self, Certify.self,
      Vary.self, Blend.self, More.self, Regenerate.self,
      LockCommand.self, EditCommand.self, Undo.self, Redo.self, History.self,
      Render.self, MixCommand.self, MasterCommand.self, Export.self, Play.self, Styles.self,
      ComposerCommand.self, StudioCommand.self, Chords.self, Drums.self, OriginalityCommand.self,
      SamenessCommand.self,
      InfluenceCommand.self, ProvenanceCommand.self, Doctor.self,
    ])

  /// The words of the command line, with negative numbers joined to the options before them.
  ///
  /// The parser takes a word that begins with a hyphen for an option, and would miss the value of
  /// `--bars -3`, where the value is there and is what is wrong.
  static var arguments: [String] {
    var words: [String] = []
    for word in CommandLine.arguments.dropFirst() {
      if let option = words.last, option.hasPrefix("--"), option.count > 2, !option.contains("="),
        word.hasPrefix("-"), Double(word) != nil
      {
        words[words.count - 1] = "\(option)=\(word)"
      } else {
        words.append(word)
      }
    }
    return words
  }

  static func main() {
    Terminal.$interruption.withValue(Interruption()) {
      do {
        var command = try parseAsRoot(arguments)
        try command.run()
      } catch {
        Failure.exit(with: error)
      }
    }
  }
}
