import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A file of the repository with its text. */
export interface Page {
  /** From the repository's root, as `docs/guarantees.md`. */
  readonly path: string
  readonly text: string
}

/** Folder of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Reads a file of the repository. */
export function page(path: string): Page {
  return { path, text: readFileSync(`${root}${path}`, 'utf8') }
}

/** The pages that users read. */
export const guides: readonly Page[] = ['README.md', ...within('docs', '.md')].map(page)

/** All pages, those for contributors too. */
export const pages: readonly Page[] = [
  ...guides,
  ...readdirSync(root)
    .filter((path) => path.endsWith('.md') && path !== 'README.md')
    .map(page),
  page('examples/README.md'),
  page('examples/frameworks/README.md'),
  page('bench/README.md'),
  page('bench/results.md'),
]

/** The sources, for the examples in their doc comments. */
export const sources: readonly Page[] = within('src', '.ts').map(page)

function within(folder: string, ending: string): readonly string[] {
  return readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .sort()
}
