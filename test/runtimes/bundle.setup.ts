import type { TestProject } from 'vitest/node'
import { bundleRunners } from './bundle.js'

/** Bundles the contract into the project that the packed package was installed into. */
export async function setup(project: TestProject): Promise<void> {
  await bundleRunners(project.getProvidedContext().consumer)
}
