import type { StandardSchemaV1 } from '@standard-schema/spec'

/** A Standard Schema that accepts what a function returns a value for, and counts its calls. */
export interface CountingSchema<In, Out> extends StandardSchemaV1<In, Out> {
  readonly calls: () => number
}

/** Makes a schema of a function that returns the output, or throws what its one issue says. */
export function schemaOf<In, Out>(accept: (value: unknown) => Out): CountingSchema<In, Out> {
  let calls = 0
  return {
    calls: () => calls,
    '~standard': {
      version: 1,
      vendor: 'test',
      validate(value) {
        calls++
        try {
          return { value: accept(value) }
        } catch (error) {
          return { issues: [{ message: (error as Error).message }] }
        }
      },
    },
  }
}

/** Accepts `{ n: number }`. */
export function numbered(): CountingSchema<{ n: number }, { n: number }> {
  return schemaOf((value) => {
    const { n } = Object(value) as { n?: unknown }
    if (typeof n !== 'number') throw new Error('n is not a number')
    return { n }
  })
}
