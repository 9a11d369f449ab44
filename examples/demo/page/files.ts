import { find } from '../../shared/find.js'
import { sizeText } from './size-text.js'

// Bytes, as the hint on the page says.
const LIMIT = 8_000_000

export interface SentFile {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

export interface FileListener {
  /** Returns whether the file was sent or queued. */
  readonly send: (file: SentFile) => boolean
  /** Called behind the last file, if some of them cannot be sent. */
  readonly report: (problem: string) => void
}

/** Hands on the files that are picked, dropped on the page, or pasted into it. */
export function listenToFiles(listener: FileListener): void {
  const picker = find('files', HTMLInputElement)
  find('attach', HTMLButtonElement).addEventListener('click', () => picker.click())
  picker.addEventListener('change', () => {
    void sendAll(picker.files, listener)
    // The same file may be picked again.
    picker.value = ''
  })
  addEventListener('paste', ({ clipboardData }) => void sendAll(clipboardData?.files, listener))
  listenToDrops(listener)
}

function listenToDrops(listener: FileListener): void {
  const zone = find('drop-zone', HTMLElement)
  addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    // Without this, the browser opens the file that is dropped.
    event.preventDefault()
    zone.hidden = false
  })
  addEventListener('dragleave', ({ relatedTarget }) => {
    // It has left the page.
    if (relatedTarget === null) zone.hidden = true
  })
  addEventListener('drop', (event) => {
    zone.hidden = true
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    void sendAll(event.dataTransfer.files, listener)
  })
}

async function sendAll(
  files: FileList | null | undefined,
  { send, report }: FileListener,
): Promise<void> {
  const problems: string[] = []
  // One after the other, so that they keep their order and are not all in memory.
  for (const file of [...(files ?? [])]) {
    const read = await readFile(file)
    if (typeof read === 'string') problems.push(read)
    else if (!send(read)) return
  }
  if (problems.length > 0) report(problems.join('. '))
}

/** Resolves with the bytes of a file, or with why it cannot be sent. */
async function readFile(file: File): Promise<SentFile | string> {
  const { name, size } = file
  if (size > LIMIT) return `“${name}” has ${sizeText(size)}: the limit is ${sizeText(LIMIT)}`
  try {
    return { name, bytes: new Uint8Array(await file.arrayBuffer()) }
  } catch {
    // A folder, or a file that was deleted.
    return `“${name}” cannot be read`
  }
}
