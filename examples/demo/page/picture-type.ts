// Bytes that distinguish the types.
const LENGTH = 12

const beginnings: readonly (readonly [type: string, beginning: RegExp])[] = [
  ['image/png', /^\x89PNG\r\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8/],
  ['image/webp', /^RIFF....WEBP/s],
  ['image/avif', /^....ftypavif/s],
]

/** Returns the type of a picture that browsers show, judging by its first bytes; `undefined` for anything else. */
export function pictureType(bytes: Uint8Array): string | undefined {
  const text = String.fromCharCode(...bytes.subarray(0, LENGTH))
  return beginnings.find(([, beginning]) => beginning.test(text))?.[0]
}
