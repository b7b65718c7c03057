// From the values of a layout to the pieces that frames are compared with.
extension FrameLayout {
  /// Cuts the learned frame into pieces, one for each value that varies.
  mutating func cut(_ ranges: borrowing ByteRangeTable) {
    pieceCount = 0
    textCount = 0
    pieces[0].opening = .none
    var run = 0
    var room = 0
    for place in 0..<stepCount {
      let step = steps + place
      let end = step.pointee.start + step.pointee.length
      if step.pointee.varies {
        closeRun(run..<step.pointee.start, &room)
        run = end
        let piece = pieces + pieceCount
        piece.pointee.opening = step.pointee.kind == .text ? .text : .value
        piece.pointee.step = step
        piece.pointee.negativeRows = ranges.rows(step.pointee.purpose)
        piece.pointee.rows = ranges.rows(
          step.pointee.purpose == .negative ? .quantity : step.pointee.purpose)
      } else if step.pointee.kind == .text {
        texts[textCount] = UnsafePointer(step)
        textCount += 1
      }
      step.pointee.piece = UnsafePointer(pieces + pieceCount)
      step.pointee.endOffset = end - run
    }
    closeRun(run..<count, &room)
  }

  /// Ends a piece with a run of the learned frame, whose ranges go where there is room for chunks.
  private mutating func closeRun(_ run: Range<Int>, _ room: inout Int) {
    let chunk = LayoutPiece.chunk
    let chunked = (run.count + chunk - 1) / chunk * chunk
    let piece = pieces + pieceCount
    piece.pointee.runLength = run.count
    piece.pointee.chunked = chunked
    piece.pointee.low = UnsafeRawPointer(chunkLow + room)
    piece.pointee.span = UnsafeRawPointer(chunkSpan + room)
    // A short run takes in what lies before it; the first one, what lies behind.
    piece.pointee.firstOffset = pieceCount == 0 ? 0 : min(0, run.count - chunk)
    for place in 0..<chunked {
      let byte =
        place < chunk
        ? run.lowerBound + piece.pointee.firstOffset + place : run.upperBound - chunked + place
      // Any byte may stand outside of the run.
      chunkLow.storeBytes(
        of: run.contains(byte) ? low[byte] : 0, toByteOffset: room + place, as: UInt8.self)
      chunkSpan.storeBytes(
        of: run.contains(byte) ? span[byte] : 0xFF, toByteOffset: room + place, as: UInt8.self)
    }
    room += chunked
    pieceCount += 1
  }

  /// Notes which values of a frame have another length or sign than in the learned one; true when
  /// that is news of one, and the frame may match once the layout is cut anew.
  func notesLengths(
    _ frame: UnsafeRawBufferPointer, _ ranges: borrowing ByteRangeTable
  ) -> Bool {
    var position = 0
    var learned = 0
    // Bit of the step's place: there are at most 64.
    var changed: UInt64 = 0
    for place in 0..<stepCount {
      let step = steps[place]
      guard passText(learned..<step.start, frame, &position),
        let found = LayoutStep.measure(step.purpose, frame, position, ranges)
      else { return false }
      if !step.varies, found.length != step.length || found.kind != step.kind {
        changed |= 1 << UInt64(place)
      }
      position += found.length
      learned = step.start + step.length
    }
    guard changed != 0, passText(learned..<count, frame, &position), position == frame.count else {
      return false
    }
    for place in 0..<stepCount where changed >> UInt64(place) & 1 != 0 {
      steps[place].varies = true
    }
    return true
  }

  /// Passes text of the learned frame; false where a frame has another.
  private func passText(
    _ text: Range<Int>, _ frame: UnsafeRawBufferPointer, _ position: inout Int
  ) -> Bool {
    guard text.count <= frame.count - position else { return false }
    for place in text {
      guard frame[position] == low[place] else { return false }
      position += 1
    }
    return true
  }
}
