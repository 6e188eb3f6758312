import Analyzing
import AudioFiles
import Drawing
import Foundation
public import Production

extension Studio {
  /// Whether a file is to be heard rather than read as notes: by its content, and where that says nothing or
  /// there is no file, by its name.
  public func isSound(_ file: String) -> Bool {
    let content = (try? AudioContainer(ofFile: file)) ?? .unknown
    guard content == .unknown else { return content != .midi }
    let suffix = (file as NSString).pathExtension.lowercased()
    return AudioContainer.allCases.contains { $0.usualExtensions.contains(suffix) }
  }

  /// What is in a recording; with a `picture`, a page about it is drawn into a PNG, SVG or PDF file.
  ///
  /// Throws `AudioFileError`, `StudioError.cancelled`, `DrawingError` and, when a file stands where the
  /// picture goes and `replacing` is false, `OutputError.exists`; nothing is written then.
  public func analyzeSound(
    file: String, picture: String? = nil, dark: Bool = false, replacing: Bool = false,
    monitor: WorkMonitor = WorkMonitor()
  ) throws -> SoundAnalysis {
    if let picture {
      guard PictureFormat(path: picture) != nil else {
        throw DrawingError.unknownFormat(path: picture)
      }
      try Self.checkTarget(picture, replacing: replacing)
      let folder = PathName(picture).parent
      guard FileAccess.isFolder(folder) else {
        throw OutputError.notWritable(
          path: folder,
          cause: FileAccess.isMissing(folder) ? "there is no such folder" : "it is no folder")
      }
    }
    let analyzer = SoundAnalyzer(overviewColumns: picture == nil ? nil : 1600)
    let result: SoundAnalyzer.Result
    do {
      result = try analyzer.analyze(file: file, isCancelled: monitor.isCancelled)
    } catch AudioFileError.cancelled {
      throw StudioError.cancelled
    }
    if let picture, let overview = result.overview {
      try SoundReport(
        of: overview, analysis: result.analysis, title: (file as NSString).lastPathComponent,
        theme: dark ? .dark : .light
      ).write(to: picture)
    }
    return result.analysis
  }
}
