/** Circumstances of a gateway between the target and its clients. */
import type { Circumstance } from './circumstance.ts'

/** An HTML page in place of the body of every error, as `ProxyErrorOverride` of Apache and `proxy_intercept_errors` of nginx send it. */
export const errorPages: Circumstance = {
  handler: () => async (request, next) => {
    const upstream = await next(request)
    const { status } = upstream
    if (status < 400) return upstream
    const page = `<!DOCTYPE html><html><head><title>${status}</title></head><body><h1>Error ${status}</h1></body></html>`
    return { status, headers: { 'content-type': 'text/html' }, body: Buffer.from(page) }
  },
}
