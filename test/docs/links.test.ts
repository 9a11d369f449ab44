import { existsSync, readdirSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { proseOf } from './code-block.js'
import { type Page, page, pages, root } from './pages.js'

// Written by a run of the contract on all platforms: a checkout may not have them yet.
const generated = ['docs/platforms.md']

function targetsOf(from: Page): readonly string[] {
  return [...proseOf(from).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf({ text }: Page): readonly string[] {
  const headings = text.replace(/^```.*?^```$/gms, '').matchAll(/^#+ (.+)$/gm)
  const seen = new Map<string, number>()
  return [...headings].map(([, heading = '']) => {
    const slug = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-')
    const times = seen.get(slug) ?? 0
    seen.set(slug, times + 1)
    return times === 0 ? slug : `${slug}-${times}`
  })
}

function isBroken(from: Page, target: string): boolean {
  if (/^(https?|mailto):/.test(target)) return false
  const [path = '', anchor] = target.split('#')
  const file = path === '' ? from.path : posix.join(posix.dirname(from.path), path)
  if (generated.includes(file)) return false
  if (!existsSync(`${root}${file}`)) return true
  return anchor !== undefined && !anchorsOf(page(file)).includes(anchor)
}

const files = ['src', 'test', 'examples']
  .flatMap((folder) => readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' }))
  .map((path) => posix.basename(path.replaceAll('\\', '/')))

/** The sources that a page names and that are not there. */
function missingSources({ text }: Page): readonly string[] {
  const named = [...text.matchAll(/`(?:[\w.-]+\/)*(\w[\w.-]*\.ts)`/g)].map(([, name = '']) => name)
  return named.filter((name) => !files.includes(name) && !existsSync(`${root}${name}`))
}

describe('the links of the documentation', () => {
  it.each(pages)('lead somewhere: $path', (from) => {
    expect(targetsOf(from).filter((target) => isBroken(from, target))).toEqual([])
  })

  it('would be seen to be broken', () => {
    const from = page('docs/guarantees.md')
    expect(isBroken(from, '../README.md')).toBe(false)
    expect(isBroken(from, 'README.md')).toBe(true)
    expect(isBroken(from, '#opening')).toBe(false)
    expect(isBroken(from, '../README.md#nowhere')).toBe(true)
  })
})

describe('the files that the documentation names', () => {
  it.each(pages)('are there: $path', (from) => {
    expect(missingSources(from)).toEqual([])
  })

  it('would be seen to be missing', () => {
    const text = 'See `core/lifecycle.ts`, `core/life-cycle.ts` and `tsup.config.ts`'
    expect(missingSources({ path: 'docs/page.md', text })).toEqual(['life-cycle.ts'])
  })
})
