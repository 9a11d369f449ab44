import { describe, expect, inject, it } from 'vitest'
import { compile, setups } from './compile.js'

/** The oldest TypeScript that the package claims to work with, and the newest two. */
const compilers = ['typescript5.7', 'typescript6', 'typescript7']
const consumers = [
  { name: 'plain', lib: ['ES2022'], title: 'without DOM types' },
  { name: 'dom', lib: ['ES2022', 'DOM', 'DOM.AsyncIterable'], title: 'with DOM types' },
  {
    name: 'schemas',
    lib: ['ES2022', 'DOM', 'DOM.AsyncIterable'],
    imports: ['zod', 'valibot', 'arktype'],
    title: 'with schemas of Zod, Valibot and ArkType',
  },
]

describe.each(compilers)('%s', (compiler) => {
  describe.each(setups)('moduleResolution $moduleResolution', (setup) => {
    it.each(consumers)('compiles what a user writes $title', async (consumer) => {
      const project = inject('consumer')
      expect(await compile({ ...consumer, project }, { compiler, setup })).toBe('')
    })
  })
})

// Until 5.7 nobody could say what buffer a `Uint8Array` has.
it.each(setups)('typescript5.6 is too old, moduleResolution $moduleResolution', async (setup) => {
  const consumer = { name: 'plain', lib: ['ES2022'], project: inject('consumer') }
  const errors = await compile(consumer, { compiler: 'typescript5.6', setup })
  expect(errors).toContain(`Type 'Uint8Array' is not generic`)
})
