import Composing
import Foundation
import Music
import Production
import StandardMIDI
import Studio
import Synchronization
import Testing

/// Songs of one order whose players were given ideas.
@Suite("Variations with ideas") struct IdeaVariationTests {
  private let folder: TemporaryFolder
  private let studio: Studio

  init() throws {
    folder = try TemporaryFolder()
    studio = try makeStudio(folder)
  }

  /// One bar of quarter notes for a bass.
  private func idea() throws -> String {
    let notes = (0..<4).map {
      Note(onset: Beat($0), duration: Beat(1, 2), pitch: Pitch(number: 36))
    }
    let score = Score(
      title: "Idea", meters: MeterMap(.common), tempo: TempoMap(beatsPerMinute: 120), keys: [],
      sections: [], chords: [],
      parts: [
        Part(
          id: "bass", name: "Bass", role: .bass,
          instrument: try #require(Instrument(id: "electric-bass")), notes: notes)
      ], length: 4)
    let path = folder.path + "/idea.mid"
    try Data(try ScoreEncoder().file(of: score).encoded()).write(to: URL(fileURLWithPath: path))
    return path
  }

  @Test("every variation is ranked as it is written: its idea was there when it was drawn")
  func ranked() throws {
    var brief = Brief()
    brief.styles = [.init(name: "house", weight: 1)]
    brief.bars = 16
    let request = ComposeRequest(
      brief: brief, seed: 3, variations: 3, output: folder.path + "/songs", formats: [.midi],
      ideas: ["bass": try idea()])
    _ = try studio.compose(request)
    var values: [Double] = []
    for number in 1...3 {
      let project = try Project.open(at: "\(folder.path)/songs/songs-0\(number)")
      let song = try project.file.song()
      #expect(song.plan.parts.first { $0.id == "bass" }?.controls.idea != nil)
      let made = Composer().compose(plan: song.plan, style: song.style)
      #expect(made.parts == song.score.parts)
      let inputs = try #require(try project.file.history().first?.inputs)
      #expect(inputs.contains("idea.mid"), "\(inputs)")
      let weight = Double(studio.critique(song).weight)
      values.append(VariationMerit(of: song.score).overall + max(0, 1 - weight / 10))
    }
    #expect(values == values.sorted(by: >), "\(values)")
  }

  @Test("drafting many variations stops between two of them")
  func stopped() throws {
    var brief = Brief()
    brief.styles = [.init(name: "house", weight: 1)]
    brief.bars = 8
    let asked = Counter()
    let request = ComposeRequest(
      brief: brief, seed: 3, variations: 200, output: folder.path + "/many", formats: [.midi])
    let error = #expect(throws: StudioError.self) {
      try studio.compose(request, monitor: WorkMonitor(isCancelled: { asked.next() > 3 }))
    }
    #expect(error == .cancelled)
    // Asked once for each draft: the fourth answer ended it.
    #expect(asked.next() == 5)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/many"))
  }
}

/// Counts how often it was asked.
private final class Counter: Sendable {
  private let value = Mutex(0)

  func next() -> Int {
    value.withLock {
      $0 += 1
      return $0
    }
  }
}
