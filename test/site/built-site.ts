import { readdirSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { inflateSync } from 'node:zlib'

/** Folder of the built site. */
export const folder = fileURLToPath(new URL('../../site/', import.meta.url))

/** The text of each file of the site, by its path; `''` for files that are no text. */
export function readSite(): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => statSync(folder + path).isFile())
  const isText = /\.(?:html|svg|js|css)$/
  return new Map(
    paths.map((path) => [path, isText.test(path) ? readFileSync(folder + path, 'utf8') : '']),
  )
}

/** The pages that the navigation and the search lead to, from the data that their scripts load. */
export function indexedPages(site: ReadonlyMap<string, string>): readonly string[] {
  return ['assets/navigation.js', 'assets/search.js'].flatMap((path) => {
    const [, packed = ''] = /"([^"]+)"/.exec(site.get(path) ?? '') ?? []
    const data = inflateSync(Buffer.from(packed, 'base64')).toString()
    return Array.from(data.matchAll(/"(?:path|url)":"([^"]*)"/g), ([, target = '']) => target)
  })
}
