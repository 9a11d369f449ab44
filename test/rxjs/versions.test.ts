import { beforeAll, describe, expect, inject, it } from 'vitest'
import { compile, copiesOfRxJS, type Project, runChecks } from './project.js'
import { versions } from './versions.js'
import { wanted } from './wanted.js'

/** Where npm puts the copy of RxJS that only the package uses. */
const own = 'web-socket-channel/node_modules/rxjs'

describe.each(versions)('beside rxjs $rxjs', (version) => {
  const { rxjs, isShared, consumers, setups, formats } = version
  let project: Project
  beforeAll(() => {
    const found = inject('projects')[rxjs]
    if (!found) throw new Error(`There is no project with rxjs ${rxjs}`)
    project = found
  })

  it('npm installs the package without a warning', () => {
    expect(project.output).toContain('added ')
    expect(project.output).not.toMatch(/warn|error|peer|deprecated/i)
  })

  it(
    isShared ? 'there is one copy of RxJS on disk' : 'the package has its own RxJS 7',
    async () => {
      const { [own]: packageOwn, ...others } = await copiesOfRxJS(project)
      expect(others).toEqual({ rxjs })
      expect(packageOwn?.startsWith('7.') ?? false).toBe(!isShared)
    },
  )

  it.each(setups)(
    'what users write compiles, moduleResolution $moduleResolution',
    async (setup) => {
      expect(await compile(project, consumers, setup)).toBe('')
    },
  )

  describe.each(formats.flatMap((format) => consumers.map((consumer) => ({ format, consumer }))))(
    '$consumer as $format',
    ({ format, consumer }) => {
      let found: Readonly<Record<string, unknown>>
      beforeAll(async () => {
        found = await runChecks(project, consumer, format)
      })

      it.each(Object.entries(wanted[consumer] ?? {}))('%s', (name, value) => {
        expect(found[name]).toEqual(value)
      })

      it('has no check without a wanted result', () => {
        expect(Object.keys(found).sort()).toEqual(Object.keys(wanted[consumer] ?? {}).sort())
      })
    },
  )
})
