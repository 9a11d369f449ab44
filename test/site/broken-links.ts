import { posix } from 'node:path'

/** A link, and the page that it is on. */
export interface Link {
  readonly from: string
  readonly target: string
}

/** The links on the pages of a site, but for those to other sites. */
export function linksOf(site: ReadonlyMap<string, string>): readonly Link[] {
  return [...site].flatMap(([from, text]) => {
    if (!from.endsWith('.html')) return []
    const targets = Array.from(withoutScripts(text).matchAll(/\s(?:href|src)="([^"]*)"/g))
    return targets
      .map(([, target = '']) => ({ from, target: target.replaceAll('&amp;', '&') }))
      .filter(({ target }) => !/^(?:https?|mailto|data):/.test(target))
  })
}

/** The links that lead to no file of the site, or to a place that is not on its page. */
export function brokenLinks(site: ReadonlyMap<string, string>): readonly Link[] {
  const anchors = new Map<string, ReadonlySet<string>>()
  return linksOf(site).filter(({ from, target }) => {
    const { path, anchor } = placeOf(from, target)
    const text = site.get(path)
    if (text === undefined) return true
    if (anchor === '') return false
    let found = anchors.get(path)
    if (!found) anchors.set(path, (found = anchorsIn(text)))
    return !found.has(anchor)
  })
}

function placeOf(from: string, target: string): { path: string; anchor: string } {
  const [file = '', anchor = ''] = target.split('#').map(decodeURIComponent)
  if (file === '') return { path: from, anchor }
  const page = file.endsWith('/') ? `${file}index.html` : file
  return { path: posix.join(posix.dirname(from), page), anchor }
}

function anchorsIn(text: string): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(/\sid="([^"]*)"/g), ([, id = '']) => id))
}

function withoutScripts(text: string): string {
  return text.replace(/<script\b[^>]*>[^<]+<\/script>/g, '')
}
