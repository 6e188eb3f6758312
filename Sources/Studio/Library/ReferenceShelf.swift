import AudioFiles
import Foundation
import Signal

/// The recordings beside a project that its masters may be brought near to.
///
/// They lie in a folder of the project. A value without state; methods may be called from any thread.
public struct ReferenceShelf: Sendable {
  /// A recording.
  public struct Reference: Hashable, Codable, Sendable {
    /// The name of its file.
    public var name: String
    /// Its length.
    public var seconds: Double
  }

  /// The folder's name beside the project.
  public static let folderName = "references"
  /// How many recordings a project may have.
  public static let most = 16
  /// The longest recording that is taken, in seconds.
  static let longest = 3600.0

  private let folder: String

  /// The shelf of a project.
  public init(of project: Project) { folder = "\(project.folder)/\(Self.folderName)" }

  /// The recordings that can be read, by name.
  public func all() -> [Reference] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().compactMap { name in
      guard SongID.isName(name), FileAccess.status("\(folder)/\(name)")?.isFile == true else {
        return nil
      }
      return try? Self.read("\(folder)/\(name)", name)
    }
  }

  /// Where a recording lies.
  ///
  /// Throws `LibraryError.noReference`.
  public func path(_ name: String) throws(LibraryError) -> String {
    let path = "\(folder)/\(name)"
    guard SongID.isName(name), FileAccess.status(path)?.isFile == true,
      FileAccess.real(path) == FileAccess.real(folder) + "/" + name
    else { throw .noReference(name: name) }
    return path
  }

  /// Takes a file into the folder under a name, in place of one of that name; the file is moved.
  ///
  /// Throws `LibraryError.badReference` for what is no recording of up to an hour, and `tooManyReferences`.
  public func take(_ file: String, named name: String) throws(LibraryError) -> Reference {
    guard SongID.isName(name), name.utf8.count <= 200 else {
      throw .badReference(name: name, cause: "its name cannot be used")
    }
    let reference: Reference
    do { reference = try Self.read(file, name) } catch {
      throw .badReference(name: name, cause: "it is no sound file that can be read")
    }
    guard reference.seconds > 0, reference.seconds <= Self.longest else {
      throw .badReference(name: name, cause: "it is empty or longer than an hour")
    }
    let others = all().filter { $0.name != name }
    guard others.count < Self.most else { throw .tooManyReferences(most: Self.most) }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw .badReference(name: name, cause: "the project's folder cannot be written")
    }
    guard rename(file, "\(folder)/\(name)") == 0 else {
      throw .badReference(name: name, cause: String(cString: strerror(errno)))
    }
    return reference
  }

  /// Removes a recording.
  ///
  /// Throws `LibraryError.noReference`.
  public func remove(_ name: String) throws(LibraryError) {
    guard unlink(try path(name)) == 0 else { throw .noReference(name: name) }
    _ = rmdir(folder)
  }

  private static func read(_ path: String, _ name: String) throws(AudioFileError) -> Reference {
    let description = try AudioFileReader(path: path).description
    return Reference(
      name: name, seconds: Double(description.length.count) / description.sampleRate.hertz)
  }
}
