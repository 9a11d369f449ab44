import { median, spread } from './statistics.mjs'

/** Comparisons of two figures. */
const comparisons = {
  /** How many times as fast as the reference. */
  ratio: (own, reference) => reference / own,
  /** How many times as long as the reference. */
  times: (own, reference) => own / reference,
  /** How much more than the reference. */
  more: (own, reference) => own - reference,
}

/** The figures of a contestant, one for each round. */
export function valuesOf({ samples }, metric) {
  return samples.map((sample) => sample[metric])
}

/** A contestant against its reference: `value` compares their medians, `min` to `max` are comparisons within a round. */
export function compare(measured, { contestant, metric, comparison }) {
  const { contestants } = measured
  const own = contestants.find(({ name }) => name === contestant)
  const reference = contestants.find(({ name }) => name === own?.reference)
  if (!own || !reference) return undefined
  const references = valuesOf(reference, metric)
  const values = valuesOf(own, metric)
  const by = comparisons[comparison]
  return {
    ...spread(values.map((value, round) => by(value, references[round]))),
    value: by(median(values), median(references)),
  }
}

/** The noise: half of the comparisons of the reference with its twin differ by at most this. */
export function noise(measured, { metric, comparison }) {
  const twin = measured.contestants.find(({ name }) => name.endsWith(', again'))
  if (!twin) return 0
  const found = compare(measured, { contestant: twin.name, metric, comparison })
  if (!found) return 0
  const equal = comparison === 'more' ? 0 : 1
  return Math.max(Math.abs(found.q1 - equal), Math.abs(found.q3 - equal))
}
