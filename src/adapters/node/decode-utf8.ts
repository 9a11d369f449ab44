type Decode = (bytes: Buffer, start: number, end: number) => string

/** Decodes what lies between two places of a buffer; U+FFFD stands for what is no UTF-8. */
export const decodeUtf8: Decode = /* @__PURE__ */ quickest()

function quickest(): Decode {
  // Node has it and does not document it. Taken once: what a `Buffer` inherits, V8 looks up anew at each use.
  const { utf8Slice } = Buffer.prototype as { utf8Slice?: (start: number, end: number) => string }
  if (!utf8Slice) return (bytes, start, end) => bytes.toString('utf8', start, end)
  return (bytes, start, end) => utf8Slice.call(bytes, start, end)
}
