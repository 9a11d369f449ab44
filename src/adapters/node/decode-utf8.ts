type Decode = (bytes: Buffer, start: number, end: number) => string

/** Decodes a part of a buffer as UTF-8. Invalid bytes become U+FFFD. */
export const decodeUtf8: Decode = /* @__PURE__ */ fastestDecoder()

function fastestDecoder(): Decode {
  // An undocumented method of Node. Looked up once: V8 would look up an inherited method of a `Buffer` at each call.
  const { utf8Slice } = Buffer.prototype as { utf8Slice?: (start: number, end: number) => string }
  if (!utf8Slice) return (bytes, start, end) => bytes.toString('utf8', start, end)
  return (bytes, start, end) => utf8Slice.call(bytes, start, end)
}
