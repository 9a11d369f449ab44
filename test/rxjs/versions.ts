/** How a user's project compiles: the extensions say which module system a file is in. */
export interface Setup {
  readonly module: string
  readonly moduleResolution: string
  readonly extensions: readonly string[]
}

/** What code compiles to. */
export type Format = 'mjs' | 'cjs'

/** A release of RxJS that a user's project has. */
export interface Version {
  readonly rxjs: string
  /** Whether the package uses the same copy. */
  readonly isShared: boolean
  /** The folder of the Node that the release needs, if not any. */
  readonly needsNode?: 'node22'
  /** The files of `consumers` that a user of the release could write. */
  readonly consumers: readonly string[]
  readonly setups: readonly Setup[]
  readonly formats: readonly Format[]
}

const node10: Setup = { module: 'CommonJS', moduleResolution: 'Node10', extensions: ['ts'] }
const bundler: Setup = { module: 'ESNext', moduleResolution: 'Bundler', extensions: ['ts'] }
const nodeNext = { module: 'NodeNext', moduleResolution: 'NodeNext' }
const node: Setup = { ...nodeNext, extensions: ['mts', 'cts'] }
const nodeCommonJs: Setup = { ...nodeNext, extensions: ['cts'] }

/** The first and the last release of each generation that people use. */
export const versions: readonly Version[] = [
  {
    rxjs: '6.6.7',
    isShared: false,
    consumers: ['observables'],
    // Node finds `rxjs/operators` of this release by `require` only.
    setups: [node10, bundler, nodeCommonJs],
    formats: ['cjs'],
  },
  {
    rxjs: '7.5.0',
    isShared: true,
    consumers: ['observables', 'rxjs7'],
    // The other resolutions find types of RxJS from 7.5.5 on.
    setups: [node10],
    formats: ['mjs', 'cjs'],
  },
  {
    rxjs: '7.8.2',
    isShared: true,
    consumers: ['observables', 'rxjs7'],
    setups: [node10, bundler, node],
    formats: ['mjs', 'cjs'],
  },
  {
    rxjs: '8.0.0-alpha.14',
    isShared: false,
    consumers: ['observables'],
    setups: [node10, bundler, node],
    formats: ['mjs', 'cjs'],
  },
  {
    rxjs: '9.0.0-beta.0',
    isShared: false,
    needsNode: 'node22',
    consumers: ['rxjs9'],
    setups: [bundler, node],
    formats: ['mjs', 'cjs'],
  },
]
