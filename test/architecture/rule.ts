import type { ModuleImport, SourceModule } from './source-module.js'
import { reachableFrom } from './source-module.js'

/** A rule about all modules together, with a set of files that breaks it. */
export interface Rule {
  readonly name: string
  readonly violations: (modules: readonly SourceModule[]) => string[]
  /** Files by path, each of which the rule must complain about. */
  readonly broken: Readonly<Record<string, string>>
}

/** Complains about each import of the modules in a folder that is not allowed. */
export function eachImport(
  folder: string,
  isAllowed: (found: ModuleImport, module: SourceModule) => boolean,
): Rule['violations'] {
  return (modules) =>
    modules
      .filter((module) => module.path.startsWith(folder))
      .flatMap((module) =>
        module.imports
          .filter((found) => !isAllowed(found, module))
          .map(({ specifier }) => `${module.path} imports "${specifier}"`),
      )
}

/** Complains about each way from an entry to a module that it must not reach. */
export function waysTo(
  isTarget: (path: string) => boolean,
  entry: string,
  modules: readonly SourceModule[],
): string[] {
  return [...reachableFrom(entry, modules)]
    .filter(([path]) => isTarget(path))
    .map(([, way]) => way.join(' -> '))
}

/** Whether a specifier names `ws` or a module of Node. */
export function isPlatform(specifier: string): boolean {
  return specifier === 'ws' || specifier === 'node' || specifier.startsWith('node:')
}
