import Analyzing
import Music
public import Production
public import Reviewing

extension Studio {
  /// What makes one wince in a song, and what is strong, with the plan and the performance read.
  ///
  /// Without `measuring`, for draws that are only compared, the figures of form are left out: they
  /// cost as much as all the rules.
  public func critique(_ song: Song, measuring: Bool = true) -> Critique {
    Reviewer().review(piece(of: song), measuring: measuring)
  }

  /// What makes one wince in the current state of a project; one that began as a MIDI file is read
  /// as such a file, for its plan is only what was found.
  ///
  /// Throws `ProjectError`.
  public func critique(_ project: Project) throws -> Critique {
    let song = try project.file.song()
    guard try project.file.isImported() else { return critique(song) }
    return Reviewer().review(recognized(song.score))
  }

  /// What makes one wince in a MIDI file; chords, sections and roles are recognised where the file
  /// does not state them.
  ///
  /// Judged `strictly`, it is held to the bounds for songs of the program's own.
  ///
  /// Throws `MIDIDecodingError`, `ScoreDecodingError` and `StudioError`.
  public func critique(
    file: String, recovering: Bool = false, strictly: Bool = false
  ) throws -> Critique {
    let score = try readScore(file, melody: nil, recovering: recovering).score
    return Reviewer().review(recognized(score, strictly: strictly))
  }

  /// What is found in several projects or MIDI files together, each read as `critique` reads it.
  public func reviewTogether(_ paths: [String], recovering: Bool = false) throws -> SetReview {
    var excused = true
    let scores = try paths.map { path -> Score in
      guard Self.isProject(path) else {
        excused = false
        return recognized(try readScore(path, melody: nil, recovering: recovering).score).score
      }
      let project = try Project.open(at: path)
      let song = try project.file.song()
      guard try !project.file.isImported() else {
        excused = false
        return recognized(song.score).score
      }
      if !song.style.exceptions.contains(Critique.Rule.sameLoop.rawValue) { excused = false }
      return song.score
    }
    return SetReview(scores, excused: excused)
  }

  /// Whether a path names a project rather than a MIDI file.
  public static func isProject(_ path: String) -> Bool {
    let name = PathName(path).last.lowercased()
    return !name.hasSuffix(".mid") && !name.hasSuffix(".midi")
  }

  func piece(of song: Song) -> Piece {
    Piece(
      score: song.score, plan: song.plan, performance: song.performance, brief: song.brief,
      exceptions: song.style.exceptions,
      isStrictInVoiceLeading: song.style.voiceLeading == .strict)
  }

  /// A score that came from elsewhere, with chords, sections and roles as found.
  func recognized(_ score: Score, strictly: Bool = false) -> Piece {
    let analysis = Analyzer.analyze(score: score)
    var framed = score
    framed.chords = analysis.chords
    framed.sections = analysis.sections
    framed.keys = score.keys.count > 1 ? score.keys : [KeyChange(bar: 0, key: analysis.key)]
    for (index, part) in analysis.parts.enumerated() where framed.parts.indices.contains(index) {
      framed.parts[index].role = part.role
    }
    let piece = Piece(score: framed, isRecognized: true, isStrict: strictly)
    guard !piece.isOnGrid else { return piece }
    // What was played is read on a grid of sixteenths and triplets, and heard as it was played.
    return Piece(
      score: Self.quantized(framed), performance: ImportedPlan.asWritten(framed),
      isRecognized: true, isStrict: strictly)
  }

  private static func quantized(_ score: Score) -> Score {
    let step = Beat(1, 12)
    var quantized = score
    for index in quantized.parts.indices {
      quantized.parts[index].notes = quantized.parts[index].notes.map { note in
        var moved = note
        moved.onset = note.onset.quantized(to: step)
        moved.duration = max(step, note.end.quantized(to: step) - moved.onset)
        return moved
      }.sorted()
    }
    return quantized
  }
}
