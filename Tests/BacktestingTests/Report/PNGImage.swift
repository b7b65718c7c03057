import CZlib
import Glibc

/// A screenshot: PNG of 8 bits a channel, RGB or RGBA, not interlaced. Nil for anything else.
struct PNGImage {
  let width: Int
  let height: Int
  private let channels: Int
  /// Rows from the top, without gaps.
  private var pixels: [UInt8]

  init?(_ file: [UInt8]) {
    guard file.count > 33, file.prefix(4).elementsEqual([0x89, 0x50, 0x4E, 0x47]) else {
      return nil
    }
    func number(_ place: Int) -> Int {
      file[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    width = number(16)
    height = number(20)
    channels = file[25] == 6 ? 4 : 3
    guard file[24] == 8, file[25] == 2 || file[25] == 6, file[28] == 0 else { return nil }
    var packed: [UInt8] = []
    var place = 8
    while place + 12 <= file.count {
      let count = number(place)
      if file[place + 4..<place + 8].elementsEqual("IDAT".utf8) {
        packed += file[place + 8..<place + 8 + count]
      }
      place += 12 + count
    }
    let stride = width * channels
    var raw = [UInt8](repeating: 0, count: (stride + 1) * height)
    var count = UInt(raw.count)
    guard uncompress(&raw, &count, packed, UInt(packed.count)) == Z_OK, count == UInt(raw.count)
    else { return nil }
    pixels = [UInt8](repeating: 0, count: stride * height)
    raw.withUnsafeBufferPointer { raw in
      pixels.withUnsafeMutableBufferPointer { pixels in
        Self.unfilter(raw, pixels, stride: stride, height: height, channels: channels)
      }
    }
  }

  /// Undoes the filter of each row, by the PNG specification's section 9.
  private static func unfilter(
    _ raw: UnsafeBufferPointer<UInt8>, _ pixels: UnsafeMutableBufferPointer<UInt8>, stride: Int,
    height: Int, channels: Int
  ) {
    for row in 0..<height {
      let kind = raw[row * (stride + 1)]
      for column in 0..<stride {
        let place = row * stride + column
        let left = column < channels ? 0 : Int(pixels[place - channels])
        let up = row == 0 ? 0 : Int(pixels[place - stride])
        let corner = row == 0 || column < channels ? 0 : Int(pixels[place - stride - channels])
        let guess: Int
        switch kind {
        case 1: guess = left
        case 2: guess = up
        case 3: guess = (left + up) / 2
        case 4:
          let sum = left + up - corner
          let (a, b, c) = (abs(sum - left), abs(sum - up), abs(sum - corner))
          guess = a <= b && a <= c ? left : b <= c ? up : corner
        default: guess = 0
        }
        pixels[place] = raw[row * (stride + 1) + 1 + column] &+ UInt8(truncatingIfNeeded: guess)
      }
    }
  }

  /// Red, green and blue of a pixel as one number.
  func colour(_ x: Int, _ y: Int) -> Int {
    let place = (y * width + x) * channels
    return Int(pixels[place]) << 16 | Int(pixels[place + 1]) << 8 | Int(pixels[place + 2])
  }

  /// Of a part of the picture: how many colours, and the share of pixels unlike `background`.
  func ink(x: Int, y: Int, width: Int, height: Int, background: Int) -> (
    colours: Int, share: Double
  ) {
    var colours: Set<Int> = []
    var inked = 0
    var total = 0
    for row in max(0, y)..<min(self.height, y + height) {
      for column in max(0, x)..<min(self.width, x + width) {
        let colour = colour(column, row)
        total += 1
        if colour != background {
          inked += 1
          colours.insert(colour)
        }
      }
    }
    return (colours.count, total == 0 ? 0 : Double(inked) / Double(total))
  }

  /// The bytes of a file; empty where it cannot be read.
  static func bytes(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&block, 1, block.count, file), count > 0 {
      bytes += block.prefix(count)
    }
    return bytes
  }
}
