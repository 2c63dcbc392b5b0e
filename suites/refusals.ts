/** How a request that has to be refused is looked at. */
import { type Answer, answersWith, type Check, isRefused } from '#harness'

/** The status of a refusal. That the request is refused at all is another requirement's business. */
export const refusedWith =
  (...codes: readonly number[]): Check =>
  (answer: Answer) =>
    isRefused(answer) === undefined ? answersWith(...codes)(answer) : undefined

/** 400; 422 where the object that wraps the body is missing. */
export const refusedAsBad = refusedWith(400, 422)
