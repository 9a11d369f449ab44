import { expect, it } from 'vitest'
import lock from '../../package-lock.json' with { type: 'json' }
import manifest from '../../package.json' with { type: 'json' }
import { page } from '../docs/pages.js'
import { type Release, releaseProblems } from '../../scripts/release-problems.mjs'

const ready: Release = {
  tag: 'v1.2.3',
  manifest: { version: '1.2.3', repository: 'github:someone/something' },
  lock: { version: '1.2.3' },
  changelog: '# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-11-29\n\n- Added it.\n',
}

it('a tag that fits may be released', () => {
  expect(releaseProblems(ready)).toEqual([])
})

it.each<[change: Partial<Release>, problem: string]>([
  [
    {
      tag: 'v1.2.3-beta.1',
      manifest: { ...ready.manifest, version: '1.2.3-beta.1' },
      lock: { version: '1.2.3-beta.1' },
      changelog: ready.changelog.replace('1.2.3', '1.2.3-beta.1'),
    },
    'Cannot release 1.2.3-beta.1: use the form 1.2.3',
  ],
  [{ tag: 'v1.2.4' }, 'Cannot release "v1.2.4": the version in package.json is 1.2.3'],
  [{ tag: '1.2.3' }, 'Cannot release "1.2.3": the version in package.json is 1.2.3'],
  [{ lock: { version: '1.2.2' } }, 'Cannot release 1.2.3: package-lock.json has 1.2.2'],
  [
    { changelog: '## [Unreleased]\n\n## [1.2.3]\n' },
    'Cannot release 1.2.3: CHANGELOG.md has no "## [1.2.3] - YYYY-MM-DD"',
  ],
  [
    { changelog: '## [Unreleased]\n\n## [1x2.3] - 2026-11-29\n' },
    'Cannot release 1.2.3: CHANGELOG.md has no "## [1.2.3] - YYYY-MM-DD"',
  ],
  [
    { changelog: '## [Unreleased]\n\n- Fixed it.\n\n## [1.2.3] - 2026-11-29\n' },
    'Cannot release 1.2.3: CHANGELOG.md has lines under "Unreleased"',
  ],
  [{ manifest: { version: '1.2.3' } }, 'Cannot release 1.2.3: package.json has no "repository"'],
])('refuses a release with %o', (change, problem) => {
  expect(releaseProblems({ ...ready, ...change })).toEqual([problem])
})

it('the version of the package is that of its lockfile, and has a section in the changelog', () => {
  const { text: changelog } = page('CHANGELOG.md')
  const problems = releaseProblems({ tag: `v${manifest.version}`, manifest, lock, changelog })
  // Both are open between two releases.
  const isOpen = /has lines under "Unreleased"$|has no "repository"$/
  expect(problems.filter((problem) => !isOpen.test(problem))).toEqual([])
})
