import { describe, expect, inject, it } from 'vitest'
import { compile, type Consumer, setups } from './compile.js'

/** The oldest TypeScript that the package claims to work with, and the newest two. */
const compilers = ['typescript5.7', 'typescript6', 'typescript7']
const dom = ['ES2022', 'DOM', 'DOM.AsyncIterable']
/** What `tsc --init` of TypeScript 5.7 chooses, and more than its default. */
const initial = ['ES2016']
const rxjs = { of: 'web-socket-channel/rxjs', from: 'rxjs/webSocket' }
const consumers: readonly (Omit<Consumer, 'project'> & { readonly title: string })[] = [
  { name: 'plain', lib: initial, title: 'without DOM types' },
  { name: 'dom', lib: dom, title: 'with DOM types' },
  { name: 'rxjs', lib: initial, title: 'with the drop-in, without DOM types' },
  { name: 'rxjs', lib: dom, title: 'with the drop-in, with DOM types' },
  { name: 'rxjs-dom', lib: dom, title: 'with the drop-in and the DOM types of events' },
  // The declarations of RxJS itself need DOM types.
  { name: 'rxjs', lib: dom, instead: rxjs, title: 'with rxjs/webSocket, for comparison' },
  { name: 'rxjs-dom', lib: dom, instead: rxjs, title: 'with rxjs/webSocket and DOM types' },
  {
    name: 'schemas',
    lib: dom,
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
