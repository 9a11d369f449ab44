import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, extname, posix } from 'node:path'
import { groups } from './guides.mjs'

const PROGRAM = /\.(?:ts|tsx|vue|svelte|json)$/
const FRONT_PAGE = 'README.md'
const CODE = /^( *)```.*?^\1```$/gms
const LINK = /\]\((?!https?:|mailto:|#)([^)\s#]+)(#[^)\s]*)?\)/g

/**
 * Copies the pages into a folder, where TypeDoc reads them: with a title and a group, the examples that they link to as pages
 * too, and with links to other files of the repository turned into addresses, if it has one. GitHub and npm show the pages
 * as they are, so these things cannot be in them.
 *
 * Returns the paths of the copies, but for the front page.
 */
export async function stagePages({ root, folder, repository }) {
  await rm(folder, { recursive: true, force: true })
  const listed = Object.values(groups).flat()
  forgotten(root, listed)
  const programs = new Map(listed.map((path) => [path, programsOf(root, path)]))
  const known = {
    shown: [FRONT_PAGE, ...listed, ...[...programs.values()].flat()],
    root,
    repository,
  }

  await write(folder, FRONT_PAGE, withDemo(relink(FRONT_PAGE, known)))
  for (const [group, paths] of Object.entries(groups)) {
    for (const path of paths) {
      const children = programs.get(path)
      await write(folder, path, frontMatter({ path, group, children, root }) + relink(path, known))
      for (const child of children) await write(folder, `${child}.md`, asPage(child, path, root))
    }
  }
  return listed.map((path) => `${folder}/${path}`)
}

/** The front page with a link to the demo below the first paragraph. */
function withDemo(text) {
  const [title, paragraph, ...others] = text.split('\n\n')
  const link = '<a class="site-try" href="site:documents/Demo.html">Try the demo in this page</a>'
  return [title, paragraph, link, ...others].join('\n\n')
}

function forgotten(root, listed) {
  const guides = readdirSync(`${root}docs`).map((name) => `docs/${name}`)
  const missing = guides.filter((path) => path.endsWith('.md') && !listed.includes(path))
  if (missing.length > 0) throw new Error(`Add ${missing.join(', ')} to scripts/site/guides.mjs`)
}

/** The programs that a page of the examples links to. */
function programsOf(root, page) {
  if (!page.startsWith('examples/')) return []
  const links = readFileSync(root + page, 'utf8').matchAll(LINK)
  const paths = Array.from(links, ([, target]) => posix.join(dirname(page), target))
  return paths.filter((path) => path.startsWith(`${dirname(page)}/`) && PROGRAM.test(path))
}

function frontMatter({ path, group, children, root }) {
  const [, heading] = /^# (.+)$/m.exec(readFileSync(root + path, 'utf8'))
  const lines = [`title: ${JSON.stringify(heading.replaceAll('`', ''))}`, `group: ${group}`]
  if (children.length > 0) {
    lines.push(
      'children:',
      ...children.map((child) => `  - ./${posix.relative(dirname(path), child)}.md`),
    )
  }
  return `---\n${lines.join('\n')}\n---\n\n`
}

/** A program as a page, named as it is seen from the page that links to it. */
function asPage(path, page, root) {
  const title = posix.relative(dirname(page), path)
  const code = readFileSync(root + path, 'utf8')
  return `---\ntitle: ${title}\n---\n\n# ${title}\n\n\`\`\`${extname(path).slice(1)}\n${code}\`\`\`\n`
}

/** The text of a page whose links lead to pages of the site, or to the repository. */
function relink(path, known) {
  // Badges are for those who have not found the site yet, and come from other servers.
  const text = readFileSync(known.root + path, 'utf8').replace(/^\[!\[.*\n/gm, '')
  const parts = text.split(CODE)
  // `split` with a group yields the group's text as well: the code is taken from the matches in place of it.
  const prose = parts.filter((_, index) => index % 2 === 0)
  const code = Array.from(text.matchAll(CODE), ([block]) => block)
  return prose.map((part, index) => relinkProse(part, path, known) + (code[index] ?? '')).join('')
}

function relinkProse(prose, path, known) {
  return prose.replace(
    /\[((?:[^[\]]|\[[^\]]*\])*)\]\((?!https?:|mailto:|#)([^)\s#]+)(#[^)\s]*)?\)/g,
    (...match) => {
      const [, text, target, anchor = ''] = match
      const file = posix.join(dirname(path), target)
      const link = linkTo(file, known)
      if (link === undefined) return text
      return `[${text}](${link.startsWith('https:') ? link : relative(path, link)}${anchor})`
    },
  )
}

function linkTo(file, { shown, root, repository }) {
  if (shown.includes(file)) return extname(file) === '.md' ? file : `${file}.md`
  if (shown.includes(`${file}/README.md`)) return `${file}/README.md`
  if (!existsSync(root + file)) throw new Error(`A page links to ${file}, which is not there`)
  return repository === undefined ? undefined : `${repository}/${file}`
}

function relative(from, to) {
  const path = posix.relative(dirname(from), to)
  return path.startsWith('.') ? path : `./${path}`
}

async function write(folder, path, text) {
  const file = `${folder}/${path}`
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}
