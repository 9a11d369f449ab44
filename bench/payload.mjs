import { Buffer } from 'node:buffer'

const patterns = {
  text: '{"id":4711,"name":"channel","open":true,"load":0.25},',
  wide: 'Grüße aus 東京 und Αθήνα 🌸 ',
}

/** A payload of exactly so many bytes: `text` is ASCII, `wide` is text in many scripts, `json` an object, `binary` noise. */
export function payload({ kind, size }) {
  if (kind === 'json') return jsonObject(size)
  if (kind === 'binary') return Buffer.from(Uint8Array.from({ length: size }, noise))
  const pattern = patterns[kind]
  const bytes = Buffer.byteLength(pattern)
  const text = pattern.repeat(Math.floor(size / bytes))
  return fill(text, pattern, size)
}

/** An object with short members, as applications send them, and text for the rest of its size. */
function jsonObject(size) {
  const members = { id: 4711, name: 'channel', open: true, load: 0.25 }
  const list = Array.from({ length: Math.floor(size / 128) }, (_, index) => ({ index, ...members }))
  const start = JSON.stringify({ ...members, ...(list.length > 0 && { list }), text: '' })
  return JSON.stringify({
    ...JSON.parse(start),
    text: 'x'.repeat(Math.max(size - start.length, 0)),
  })
}

// Whole characters as long as they fit, then spaces.
function fill(start, pattern, size) {
  let text = start
  for (const character of pattern) {
    if (Buffer.byteLength(text + character) > size) break
    text += character
  }
  // Through bytes and back, so that it is one flat string and no tree of pieces.
  return Buffer.from(text + ' '.repeat(size - Buffer.byteLength(text))).toString()
}

function noise(_, index) {
  return (Math.imul(index + 1, 2654435761) >>> 13) & 0xff
}
