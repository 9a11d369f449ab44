import { describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import {
  childrenOf,
  hasTag,
  isNumber,
  readModules,
  type Reflection,
  summaryOf,
} from './reference.js'

const modules = readModules()
const declarations = modules.flatMap((module) =>
  (module.children ?? []).map((child) => ({ path: `${module.name}.${child.name}`, ...child })),
)
/** The interfaces and aliases of options, each where it is declared: a module that exports it again refers to it. */
const optionTypes = declarations.filter(
  ({ name, children, type }) =>
    (children ?? type) && /(?:Options|Config|KeepAlive|Queue)$/.test(name),
)

function membersOf(types: readonly Reflection[]): readonly Reflection[] {
  return types.flatMap((type) =>
    childrenOf(type)
      // Node documents its own options.
      .filter(({ flags }) => !flags.isExternal)
      .map((child) => ({ ...child, name: `${type.name}.${child.name}` })),
  )
}

function namesOf(reflections: readonly Reflection[]): readonly string[] {
  return reflections.map(({ name }) => name)
}

/** The functions, constructors and methods of the reference with their parameters. */
function signaturesIn(reflections: readonly Reflection[]): readonly Reflection[] {
  return reflections.flatMap(({ name, signatures = [], children = [], flags }) => {
    if (flags.isExternal) return []
    const own = signatures.map((signature) => ({ ...signature, name }))
    return [...own, ...signaturesIn(children)]
  })
}

describe('the reference', () => {
  it('has every entry of the package', () => {
    const entries = Object.keys(manifest.exports).filter((path) => path !== './package.json')
    const names = entries.map((path) => manifest.name + path.slice(1))
    expect(names.length).toBeGreaterThan(7)
    const shown = namesOf(modules).filter((name) => !name.includes('('))
    expect([...shown].sort()).toEqual(names.sort())
    expect(modules.filter((module) => summaryOf(module) === '')).toEqual([])
  })

  it('has the members of every type of options, but for those picked from others', () => {
    const picked = optionTypes.filter((type) => childrenOf(type).length === 0)
    // The first three are options of Node, the last one are `ConnectOptions` without the class.
    expect([...namesOf(picked)].sort()).toEqual([
      'HttpOptions',
      'TcpOptions',
      'TlsOptions',
      'WebSocketStreamOptions',
    ])
  })

  it('finds the members of an alias', () => {
    const flags = {}
    const member = { name: 'limit', flags }
    const declaration = { name: '__type', flags, children: [member] }
    const type = { type: 'intersection', types: [{ type: 'reflection', declaration }] }
    expect(childrenOf({ name: 'SomeOptions', flags, type })).toEqual([member])
  })

  it('has a default for every option, or what its absence means', () => {
    const options = membersOf(optionTypes).filter(({ flags }) => flags.isOptional)
    expect(options.length).toBeGreaterThan(50)
    const silent = options.filter(
      (option) =>
        !hasTag(option, '@default') && !/\bdefaults?\b|\bdeprecated\b/.test(textOf(option)),
    )
    expect(namesOf(silent)).toEqual([])
  })

  it('has a unit for every number among the options', () => {
    const numbers = membersOf(optionTypes).filter(({ type }) => isNumber(type))
    expect(numbers.length).toBeGreaterThan(20)
    const unit =
      /\b(?:milliseconds|bytes|bits|number of|port|code|attempts|fragments|pieces|channels|grows)\b/i
    expect(namesOf(numbers.filter((option) => !unit.test(summaryOf(option))))).toEqual([])
  })

  it('describes every parameter of functions, constructors and methods', () => {
    const missing = signaturesIn(declarations).flatMap(({ name, parameters = [] }) =>
      parameters
        .filter((parameter) => parameter.name !== 'this' && summaryOf(parameter) === '')
        .map((parameter) => `${name}(${parameter.name})`),
    )
    // The layers of `pipe` are described as a whole.
    expect(missing.filter((name) => !name.startsWith('pipe('))).toEqual([])
  })

  it('says what every function that checks its options throws', () => {
    const checking = signaturesIn(declarations).filter(({ parameters = [] }) =>
      parameters.some(({ type }) => /^(?!Error).*Options$/.test(type?.name ?? '')),
    )
    expect(checking.length).toBeGreaterThan(10)
    const silent = checking.filter(
      (signature) =>
        !hasTag(signature, '@throws') && !summaryOf(signature).includes('Rejects with'),
    )
    expect(namesOf(silent)).toEqual([])
  })
})

function textOf(option: Reflection): string {
  return `${summaryOf(option)} ${hasTag(option, '@deprecated') ? 'deprecated' : ''}`
}
