import { createElement, type ReactElement, useLayoutEffect, useMemo } from 'react'
import { type Observable, scan } from 'rxjs'
import { beforeEach, expect } from 'vitest'
import type { AsyncSnapshot } from '../../../src/index.js'
import { useSnapshot } from '../../../src/react.js'

/** What was committed to the page, in order. StrictMode renders twice, but commits once. */
export const shown: AsyncSnapshot<unknown>[] = []

beforeEach(() => {
  shown.length = 0
})

interface ProbeProps {
  readonly stream: Observable<unknown> | undefined
  readonly initialData?: unknown
}

/** Shows a stream. */
export function Probe({ stream, initialData }: ProbeProps): null {
  const snapshot = useSnapshot(stream, initialData)
  useLayoutEffect(() => {
    if (shown.at(-1) !== snapshot) shown.push(snapshot)
  })
  return null
}

/** Shows the list of all messages of a stream, as a chat does. */
export function List({ stream }: { readonly stream: Observable<unknown> }): ReactElement {
  const lists = useMemo(
    () => stream.pipe(scan((all: unknown[], message) => [...all, message], [])),
    [stream],
  )
  return createElement(Probe, { stream: lists })
}

export const nothing = { data: undefined, hasData: false, error: undefined, hasError: false }

export function snapshot(connectionState: string, data: unknown): unknown {
  return { ...nothing, connectionState, data, hasData: data !== undefined }
}

/** Resolves when the last snapshot is the one that is expected. */
export async function expectLast(expected: unknown): Promise<void> {
  await expect.poll(() => shown.at(-1)).toEqual(expected)
}
