import { pictureType } from './picture-type.js'

// Characters of a text that are kept and shown.
const SHOWN = 2_000

/** What the list shows of one message. */
export interface Message {
  /** Its direction, and whether it is on its way. */
  readonly label: 'Queued' | 'Sent' | 'Not sent' | 'Received'
  readonly time: Date
  /** Bytes. */
  readonly size: number
  readonly content: string | FileContent
}

export interface FileContent {
  readonly name: string
  /** The file itself, if it came back. */
  readonly blob?: Blob
}

export interface FileDescription {
  readonly name: string | undefined
  readonly size: number
  readonly bytes?: Uint8Array<ArrayBuffer>
}

export function textMessage(label: Message['label'], text: string): Message {
  const size = new TextEncoder().encode(text).byteLength
  const rest = text.length - SHOWN
  const content = rest > 0 ? `${text.slice(0, SHOWN)}… and ${rest} characters more` : text
  return { label, time: new Date(), size, content }
}

export function fileMessage(
  label: Message['label'],
  { name, size, bytes }: FileDescription,
): Message {
  const time = new Date()
  if (!bytes) return { label, time, size, content: { name: name ?? 'File' } }
  // Of any other type, so that a browser never shows it as a page.
  const type = pictureType(bytes) ?? 'application/octet-stream'
  return {
    label,
    time,
    size,
    content: { name: name ?? 'message.bin', blob: new Blob([bytes], { type }) },
  }
}
