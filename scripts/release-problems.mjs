/** Whether a version can be released: npm refuses a prerelease without `--tag`, and the workflow passes none. */
export function isReleaseVersion(version) {
  return /^\d+\.\d+\.\d+$/.test(version)
}

/** Returns why a tag cannot be released; nothing if it can. */
export function releaseProblems({ tag, manifest, lock, changelog }) {
  const { version, repository } = manifest
  const problems = []
  if (!isReleaseVersion(version)) problems.push(`Cannot release ${version}: use the form 1.2.3`)
  if (tag !== `v${version}`) {
    problems.push(`Cannot release "${tag}": the version in package.json is ${version}`)
  }
  if (lock.version !== version) {
    problems.push(`Cannot release ${version}: package-lock.json has ${lock.version}`)
  }
  const heading = `^## \\[${version.replaceAll('.', '\\.')}\\] - \\d{4}-\\d\\d-\\d\\d$`
  if (!new RegExp(heading, 'm').test(changelog)) {
    problems.push(`Cannot release ${version}: CHANGELOG.md has no "## [${version}] - YYYY-MM-DD"`)
  }
  const [, unreleased = ''] = /^## \[Unreleased\]\n(.*?)^## \[/ms.exec(changelog) ?? []
  if (/^- /m.test(unreleased)) {
    problems.push(`Cannot release ${version}: CHANGELOG.md has lines under "Unreleased"`)
  }
  // npm refuses a provenance whose repository is not that of the package.
  if (!repository) problems.push(`Cannot release ${version}: package.json has no "repository"`)
  return problems
}
