import { Observable } from 'rxjs'
import type { Ticket } from './outbox.js'

/** The functions of `multiplex`, and the subject that it is a method of. */
export interface Topic<T> {
  /** Subscribes to all values. */
  readonly source: Observable<T>
  /** Sends the question. Throws what its function throws. */
  ask(): Ticket | undefined
  /** Sends the goodbye, or takes the question back if it was not sent yet. Throws what its function throws. */
  dismiss(question: Ticket | undefined): void
  isOfTopic(value: T): boolean
}

/** The values of a topic, which is asked for as long as a subscription lasts. */
export function topicOf<T>(topic: Topic<T>): Observable<T> {
  return new Observable<T>((subscriber) => {
    let question: Ticket | undefined
    try {
      question = topic.ask()
    } catch (error) {
      subscriber.error(error)
      return undefined
    }
    const subscription = topic.source.subscribe({
      next: (value) => {
        try {
          if (topic.isOfTopic(value)) subscriber.next(value)
        } catch (error) {
          subscriber.error(error)
        }
      },
      error: (error) => {
        subscriber.error(error)
      },
      complete: () => {
        subscriber.complete()
      },
    })
    return () => {
      try {
        topic.dismiss(question)
      } catch (error) {
        subscriber.error(error)
      }
      subscription.unsubscribe()
    }
  })
}
