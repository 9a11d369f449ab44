import { fileURLToPath } from 'node:url'

/** The major versions of React with which the entry is tested. */
export const reactVersions = ['18', '19'] as const
export type ReactVersion = (typeof reactVersions)[number]

/** The folder that has `react` and `react-dom` of a version. */
export function modulesOf(version: ReactVersion): string {
  const folder = version === '18' ? './react18/node_modules' : '../../node_modules'
  return fileURLToPath(new URL(folder, import.meta.url))
}
