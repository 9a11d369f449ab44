import { describe, expect, it } from 'vitest'
import { codeBlocks } from './code-block.js'
import { guides, page } from './pages.js'

// Code on a page that is a file of an example: the file's path follows the language.
const copies = guides.flatMap(codeBlocks).flatMap(({ place, info: [, path = ''], code }) => {
  return path.startsWith('examples/') ? [{ place, path, code }] : []
})

describe('the code of examples that pages show', () => {
  it('is there', () => {
    expect(copies).not.toEqual([])
  })

  it.each(copies)('is that of the file: $place', ({ path, code }) => {
    expect(code).toBe(page(path).text)
  })
})
