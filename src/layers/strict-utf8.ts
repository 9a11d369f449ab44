/**
 * Decodes UTF-8, and leaves out a byte order mark at its start.
 *
 * @throws {TypeError | URIError} If the bytes are not UTF-8.
 */
export function decodeStrictUtf8(bytes: Uint8Array<ArrayBuffer>): string {
  if (typeof TextDecoder === 'function') {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  }
  // Hermes (React Native) and jsdom have no TextDecoder. `decodeURIComponent` refuses the same sequences.
  const encoded = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
  return decodeURIComponent(encoded).replace(/^\uFEFF/, '')
}
