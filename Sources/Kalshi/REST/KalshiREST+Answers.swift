/// The shapes of answers: whole, under a name, page by page.
extension KalshiREST {
  func whole<Value: Decodable>(
    _ type: Value.Type, _ call: Call, _ completion: @escaping Completion<Value>
  ) {
    perform(
      call,
      { body in
        Result { () throws(KalshiModelError) in try KalshiJSON.decode(type, from: body) }
      }, completion)
  }

  func single<Value: Decodable>(
    _ type: Value.Type, named name: String, _ call: Call,
    _ completion: @escaping Completion<Value>
  ) {
    perform(
      call,
      { body in
        Result { () throws(KalshiModelError) in
          try Envelope.single(type, named: name, from: body)
        }
      }, completion)
  }

  /// All pages of a listing, one after another.
  ///
  /// - Parameter onPage: hears how many elements each had, as it comes.
  func list<Element: Decodable & Sendable>(
    _ type: Element.Type, named name: String, _ call: Call, onPage: ((Int) -> Void)? = nil,
    _ completion: @escaping Completion<Page<Element>>
  ) {
    collect(Page<Element>(elements: []), pages: 0, name, call, onPage, completion)
  }

  private func collect<Element: Decodable & Sendable>(
    _ soFar: Page<Element>, pages: Int, _ name: String, _ call: Call, _ onPage: ((Int) -> Void)?,
    _ completion: @escaping Completion<Page<Element>>
  ) {
    var next = call
    if let cursor = soFar.cursor { next.query.append(("cursor", cursor)) }
    perform(
      next,
      { body in
        Result { () throws(KalshiModelError) in
          try Envelope.List<Element>.page(named: name, from: body)
        }
      }
    ) { [self] result in
      switch result {
      case .failure(let error): completion(.failure(error))
      case .success(let page):
        onPage?(page.elements.count)
        var joined = soFar
        joined.elements += page.elements
        joined.rejected += page.rejected
        let isStuck = page.cursor != nil && page.cursor == soFar.cursor
        joined.cursor = page.cursor
        guard page.cursor != nil else { return completion(.success(joined)) }
        guard !isStuck, pages + 1 < Self.maximumPages else {
          return completion(
            .failure(
              KalshiAPIError(
                kind: .unknownOutcome, status: 200, code: "endless_listing",
                message: "\(call.path) does not end after \(pages + 1) pages")))
        }
        collect(joined, pages: pages + 1, name, call, onPage, completion)
      }
    }
  }
}
