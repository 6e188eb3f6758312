import Foundation
import Music
import Production
import Studio

extension Desk {
  /// A song without its notes.
  func document(_ id: String) throws -> SongDocument {
    let (song, stand, project) = try song(id)
    return SongDocument(
      id, song, stand, name: project.name,
      sound: sound(id, song, project, stand))
  }

  private func sound(
    _ id: String, _ song: Song, _ project: Project, _ stand: ProjectStand
  ) -> SongDocument.Sound {
    func url(_ path: String) -> String? {
      SongFile.exists("\(project.folder)/\(path)") ? SongFile.address(path, of: id) : nil
    }
    // The rooms and echoes of a mix are heard beside its parts.
    let names = song.score.parts.map(\.id) + ["return-reverb", "return-delay"]
    let stems = names.compactMap { name in
      url("\(SongFiles.stems)/\(name).wav").map { SongDocument.Stem(part: name, url: $0) }
    }
    return SongDocument.Sound(
      state: stems.isEmpty ? .none : sound.state(of: id, project, at: stand), stems: stems,
      master: url("\(SongFiles.master).wav"), mix: url("\(project.name)-mix/mix.wav"))
  }

  /// What was done, oldest first, as JSON.
  func history(_ id: String) throws -> Data {
    let (_, stand, project) = try song(id)
    let file = project.file
    var document = histories[file.path] ?? HistoryDocument()
    if let head = stand.head, document.last?.seal?.hash == head {
      return document.json(current: stand.state)
    }
    if let last = document.last, let events = try file.ledger(after: last, to: stand.head) {
      try document.append(events)
    } else {
      document = HistoryDocument()
      try document.append(try file.ledger())
    }
    histories.keep(document, as: file.path, bytes: document.bytes)
    return document.json(current: stand.state)
  }

  /// The notes of a song as JSON; those of parts that have not changed are not written again.
  func notes(_ id: String) throws -> Data {
    let (song, stand, project) = try song(id)
    let known = notes[project.file.path]
    let document = try NotesDocument(song, like: known)
    notes.keep(document, as: project.file.path, bytes: document.bytes)
    return try document.json(revision: stand.revision)
  }

  /// Chords that may stand on a bar after those before it.
  func suggestions(_ id: String, bar: Int) throws -> SuggestionsDocument {
    let song = try song(id).song
    guard (0..<song.score.bars).contains(bar) else {
      throw Problem(422, "The song has bars 0 to \(song.score.bars - 1)")
    }
    let start = song.score.meters.start(ofBar: bar)
    let before = song.score.chords.filter { $0.onset < start }.suffix(4)
    var request = ChordRequest(count: 8)
    request.key = "\(song.score.key(ofBar: bar))"
    request.style = song.plan.styles.count == 1 ? song.plan.styles[0].name : nil
    if !before.isEmpty { request.after = before.map { "\($0.chord)" }.joined(separator: " | ") }
    request.section = song.score.section(ofBar: bar)?.name
    do {
      return SuggestionsDocument(try studio.chords(request))
    } catch StudioError.unknownName {
      // The charts do not know every style and every kind of section.
      (request.section, request.style) = (nil, nil)
      return SuggestionsDocument(try studio.chords(request))
    }
  }
}
