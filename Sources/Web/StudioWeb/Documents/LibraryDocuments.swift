import Music
import Production
import Studio

/// The projects of a library, as `GET /api/projects` gives them.
struct LibraryDocument: Encodable, Sendable {
  var projects: [LibraryEntry]
}

/// What a list tells of a project.
struct LibraryEntry: Encodable, Sendable {
  var id: String
  var name: String
  var title: String
  var prompt: String
  var styles: [Brief.StyleWeight]
  var key: String
  var tempo: Double
  var meter: String
  var bars: Int
  var seconds: Double
  var parts: Int
  var tags: [String]
  var rating: Int
  /// Seconds since 1970.
  var modified: Double
  var revision: Int64
  var hasMaster: Bool
  @OrNull var group: String?
  /// Why the project cannot be read; nil where it can.
  @OrNull var fault: String?

  init(_ place: SongLibrary.Place, _ overview: ProjectOverview, _ mark: LibraryMarks.Mark) {
    let plan = overview.plan
    let folder = PathName(place.file).parent
    id = place.id.text
    name = PathName(place.file).stem
    title = plan.title
    prompt = overview.prompt
    styles = plan.styles
    key = plan.keys.first.map { "\($0.key)" } ?? ""
    tempo = plan.tempo.changes.first?.beatsPerMinute ?? 0
    meter = "\(plan.meters.meter(ofBar: 0))"
    bars = plan.bars
    seconds = plan.tempo.seconds(at: plan.length)
    parts = plan.parts.count
    tags = mark.tags
    rating = mark.rating
    modified = place.modified
    revision = overview.revision
    hasMaster = SongFile.exists("\(folder)/\(SongFiles.master).wav")
    group = place.group
    fault = nil
  }

  /// A project that cannot be read is listed, so that nobody thinks it gone.
  init(_ place: SongLibrary.Place, fault: String, _ mark: LibraryMarks.Mark) {
    id = place.id.text
    name = PathName(place.file).stem
    (title, prompt, styles, key, tempo, meter) = (name, "", [], "", 0, "")
    (bars, seconds, parts, revision, hasMaster) = (0, 0, 0, 0, false)
    (tags, rating, modified, group) = (mark.tags, mark.rating, place.modified, place.group)
    self.fault = fault
  }
}

/// What the page needs to know of the program, as `GET /api/studio` gives it.
struct StudioDocument: Encodable, Sendable {
  struct StyleName: Encodable, Sendable {
    var name: String
    var title: String
  }
  struct Named: Encodable, Sendable {
    var id: String
    var name: String
    var isDrums = false
  }
  var version: String
  var folder: String
  var styles: [StyleName]
  var instruments: [Named]
  var targets: [Named]
  var roles: [String]
  /// What this server offers beyond the first version of the interface.
  var features: [String]

  static let features = [
    "export-state", "import-audio", "import-project", "master", "references", "sameness",
  ]
}

/// What was understood, as `POST /api/brief` gives it.
struct BriefDocument: Encodable, Sendable {
  struct Chip: Encodable, Hashable, Sendable {
    var option: String
    var label: String
    var value: String
  }
  var chips: [Chip]
  var notUnderstood: [String]
  var notices: [String]
}
