import type { FileContent, Message } from './message.js'
import { sizeText } from './size-text.js'

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })

/** Makes the list item of a message. */
export function messageItem({ content, label, time, size }: Message): HTMLLIElement {
  const item = element('li')
  const about = element('small')
  const when = element('time', clock.format(time))
  when.dateTime = time.toISOString()
  about.append(element('span'), ' · ', when, ` · ${sizeText(size)}`)
  item.append(typeof content === 'string' ? element('p', content) : fileOf(content), about)
  labelItem(item, label)
  return item
}

/** Changes the label of a message that is shown. */
export function labelItem(item: HTMLLIElement, label: Message['label']): void {
  item.className = label === 'Received' ? 'received' : 'sent'
  item.dataset['label'] = label
  const text = item.querySelector('small span')
  if (text) text.textContent = label
}

/** Frees the file of an item that is not shown any more. */
export function releaseItem(item: HTMLLIElement): void {
  const link = item.querySelector('a')
  if (link) URL.revokeObjectURL(link.href)
}

function fileOf({ name, blob }: FileContent): HTMLElement {
  if (!blob) return fileName(element('p'), name)
  const link = element('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.ariaLabel = `Download ${name}`
  if (blob.type.startsWith('image/')) link.append(picture(link.href, name))
  return fileName(link, name)
}

function fileName<E extends HTMLElement>(parent: E, name: string): E {
  parent.classList.add('file')
  parent.append(element('span', name))
  return parent
}

function picture(url: string, name: string): HTMLImageElement {
  const image = element('img')
  image.src = url
  image.alt = name
  // It only begins like a picture: the download stays.
  image.addEventListener('error', () => image.remove())
  return image
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text = '',
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  made.textContent = text
  return made
}
